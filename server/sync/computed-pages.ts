import type { DataTypeName } from '@/server/data-types/index.ts';
import type { Database } from '@/server/db/client.ts';
import type { NormalizedRecord } from '@/server/providers/normalizer.ts';
import type { PullEnd, PullPage } from '@/server/pull/index.ts';
import { eachRecord } from '@/server/records/index.ts';
import { addUpTransactions } from './transactions-insight.ts';

type StoredRecord = { fields: Record<string, unknown> };

/** Data types that we compute: from which, and how. */
const computed: ReadonlyMap<
  string,
  { from: DataTypeName; compute(records: AsyncIterable<StoredRecord>): Promise<NormalizedRecord[]> }
> = new Map([
  ['COMMERCE_TRANSACTIONS_INSIGHT', { from: 'COMMERCE_TRANSACTION', compute: addUpTransactions }],
]);

/** Whether we compute this type, instead of reading it at the provider. */
export function isComputed(dataType: string): boolean {
  return computed.has(dataType);
}

const perPage = 500;

/** Computes a type from the stored records of the connection, all of it anew each time. */
export async function* computedPages(
  database: Database,
  connectionId: string,
  dataType: DataTypeName,
): AsyncGenerator<PullPage, PullEnd> {
  const rule = computed.get(dataType);
  if (rule === undefined) throw new Error(`${dataType} is not computed`);
  const records = await rule.compute(eachRecord(database, connectionId, rule.from));
  for (let start = 0; start < records.length; start += perPage)
    yield { records: records.slice(start, start + perPage), position: `${start + perPage}` };
  return { checkpoint: null, complete: true };
}
