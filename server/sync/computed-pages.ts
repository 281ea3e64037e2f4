import { type DataTypeName, findDataType } from '@/server/data-types/index.ts';
import type { Database } from '@/server/db/client.ts';
import type { NormalizedRecord } from '@/server/providers/normalizer.ts';
import type { PullEnd, PullPage } from '@/server/pull/index.ts';
import { eachRecord } from '@/server/records/index.ts';
import { addUpTransactions } from './transactions-insight.ts';

type Compute = (records: AsyncIterable<{ fields: Record<string, unknown> }>) => Promise<NormalizedRecord[]>;

/** How the types are computed that have a `computedFrom` in the registry. */
const computes: ReadonlyMap<string, Compute> = new Map([
  ['COMMERCE_TRANSACTIONS_INSIGHT', addUpTransactions],
]);

/** Whether we compute this type, instead of reading it at the provider. */
export function isComputed(dataType: string): boolean {
  return computes.has(dataType);
}

const perPage = 500;

/** Computes a type from the stored records of the connection, all of it anew each time. */
export async function* computedPages(
  database: Database,
  connectionId: string,
  dataType: DataTypeName,
): AsyncGenerator<PullPage, PullEnd> {
  const from = findDataType(dataType)?.computedFrom ?? null;
  const compute = computes.get(dataType);
  if (from === null || compute === undefined) throw new Error(`${dataType} is not computed`);
  const records = await compute(eachRecord(database, connectionId, from));
  for (let start = 0; start < records.length; start += perPage)
    yield { records: records.slice(start, start + perPage), position: `${start + perPage}` };
  return { checkpoint: null, complete: true };
}
