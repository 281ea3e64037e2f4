import { newId } from '@/server/core/ids.ts';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { transaction } from '@/server/db/client.ts';
import type { NormalizedRecord } from '@/server/providers/normalizer.ts';
import { type RecordCounts, type RecordSource, savePage } from '@/server/records/index.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { makeConnectionIn, makeUser } from './factories.ts';
import type { TestRuntime } from './test-runtime.ts';

/** What a page is saved with, unless a test says otherwise: an incremental read of bank transactions. */
export interface SaveOptions {
  dataType?: DataTypeName;
  generation?: number;
  isFullRead?: boolean;
}

/** Saves one page of a connection, in a transaction of its own. */
export function saveRecords(
  test: TestRuntime,
  connection: RecordSource,
  records: readonly NormalizedRecord[],
  { dataType = 'BANK_TRANSACTION', generation = 1, isFullRead = false }: SaveOptions = {},
): Promise<RecordCounts> {
  const now = test.runtime.clock.now();
  return transaction(test.runtime.database, (tx) =>
    savePage(tx, { connection, dataType, records, generation, isFullRead, now }),
  );
}

/** A connection to the sandbox bank whose records a test can write; of a new user, unless one is given. */
export async function makeSource(
  test: TestRuntime,
  { api = createApiClient(test.writeKey), userId, providerName = 'sandbox_openbanking' }: SourceOptions = {},
): Promise<RecordSource> {
  const owner = userId ?? (await makeUser(api)).id;
  const dataType = providerName === 'sandbox_openbanking' ? 'BANK_ACCOUNT' : 'COMPANY_PROFILE';
  const { id } = await makeConnectionIn(test, api, owner, 'CONNECTED', {
    provider_name: providerName,
    requested_data_types: [dataType],
  });
  return { id, accountId: test.accountId, userId: owner, providerName };
}

interface SourceOptions {
  api?: ApiClient;
  userId?: string;
  providerName?: string;
}

/** A bank transaction as a normalizer gives it. */
export function transactionOf(sourceId: string, fields: Record<string, unknown> = {}): NormalizedRecord {
  return { sourceId, fields: { account_id: accountId, amount: '-12.50', currency: 'EUR', ...fields } };
}

const accountId = newId();

/** `count` of them, `t0` and on. */
export function transactionsOf(count: number, first = 0): NormalizedRecord[] {
  return Array.from({ length: count }, (_, index) => transactionOf(`t${first + index}`));
}
