import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '@/server/core/ids.ts';
import type { SyncListFilter } from '@/server/dashboard/index.ts';
import { connectBank } from '@/server/testing/connected.ts';
import { drainJobs } from '@/server/testing/jobs.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';
import { countItems, createBulkHandler, getBulkRun, reasonsOf, startBulkRun } from './index.ts';

/** Failed syncs of the sandbox bank, retried in bulk. */

let world: SyncWorld;
let connectionId: string;
beforeAll(async () => {
  world = await startSyncWorld();
  connectionId = await connectBank(world);
  await grant(['BANK_ACCOUNT']);
  for (let times = 0; times < 2; times += 1) {
    await world.start({ data_types: ['BANK_TRANSACTION'] });
    await world.work();
  }
});
afterAll(() => world.close());

/** What the person allows at the provider, as far as we know. */
const grant = (grantedDataTypes: string[]) =>
  world.test.runtime.database.dataConnection.update({
    where: { id: connectionId },
    data: { grantedDataTypes },
  });

async function retry(filter: SyncListFilter) {
  const admin = { ...world.test.ctx, actor: `admin:${newId()}`, requestId: newId() };
  const selection = { of: 'syncs' as const, filter };
  const expected = await countItems(admin, selection);
  const { id } = await startBulkRun(admin, { action: 'RETRY', selection, shownFilter: {}, expected });
  await drainJobs(world.test.runtime, { bulk_run: createBulkHandler(world.test.runtime) });
  const run = await getBulkRun(admin, id);
  return { expected: expected.count, done: run.done, refused: reasonsOf(run) };
}

it('queues what failed last, once, with what it depends on; an older failure is left to the later one', async () => {
  expect((await world.latestOf('BANK_TRANSACTION')).status).toBe('FETCH_ERROR');
  await grant(['BANK_ACCOUNT', 'BANK_TRANSACTION']);
  // Of the same run both are done: the later one took the older one along.
  expect(await retry({ errorCode: 'PERMISSION_NOT_GRANTED' })).toEqual({ expected: 2, done: 2, refused: [] });
  expect((await world.latestOf('BANK_TRANSACTION')).status).toBe('QUEUED');
  // The latest sync of the data type is no failure any more.
  expect((await retry({})).refused).toEqual([{ code: 'SYNC_SUPERSEDED', count: 2 }]);
  await world.work();
  expect((await world.latestOf('BANK_TRANSACTION')).status).toBe('SUCCESS');
});

it('is nothing where the filter leaves no failure', async () => {
  expect(await retry({ statuses: ['SUCCESS'] })).toEqual({ expected: 0, done: 0, refused: [] });
});

it('says why a connection that ended is left as it is', async () => {
  await grant(['BANK_ACCOUNT']);
  await world.start({ data_types: ['BANK_TRANSACTION'] });
  await world.work();
  await world.patch(connectionId, { status: 'DISCONNECTED' });
  const { refused } = await retry({});
  expect(refused).toContainEqual({ code: 'CONNECTION_NOT_CONNECTED', count: 1 });
});
