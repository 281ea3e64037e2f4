import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SyncListFilter } from '@/server/dashboard/index.ts';
import { makeAdmin } from '@/server/testing/admins.ts';
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

async function begin(filter: SyncListFilter) {
  // What was superseded before is not of this moment.
  world.test.passTime(1);
  const admin = await makeAdmin(world.test);
  const selection = { of: 'syncs' as const, filter };
  const expected = await countItems(admin, selection);
  const { id } = await startBulkRun(admin, { action: 'RETRY', selection, shownFilter: {}, expected });
  return async () => {
    await drainJobs(world.test.runtime, { bulk_run: createBulkHandler(world.test.runtime) });
    const run = await getBulkRun(admin, id);
    return { expected: expected.count, done: run.done, refused: reasonsOf(run) };
  };
}

const retry = async (filter: SyncListFilter) => (await begin(filter))();

async function failAgain() {
  await grant(['BANK_ACCOUNT']);
  await world.start({ data_types: ['BANK_TRANSACTION'] });
  await world.work();
}

it('queues what failed last, with what it depends on; older failures of the data type are no part of it', async () => {
  expect((await world.latestOf('BANK_TRANSACTION')).status).toBe('FETCH_ERROR');
  await grant(['BANK_ACCOUNT', 'BANK_TRANSACTION']);
  expect(await retry({ errorCode: 'PERMISSION_NOT_GRANTED' })).toEqual({ expected: 1, done: 1, refused: [] });
  expect((await world.latestOf('BANK_TRANSACTION')).status).toBe('QUEUED');
  // The latest sync of the data type is no failure any more.
  expect(await retry({})).toEqual({ expected: 0, done: 0, refused: [] });
  await world.work();
  expect((await world.latestOf('BANK_TRANSACTION')).status).toBe('SUCCESS');
});

it('counts every data type of a connection as done that it took along with the first', async () => {
  await grant([]);
  await world.start({});
  await world.work();
  await grant(['BANK_ACCOUNT', 'BANK_TRANSACTION']);
  const { expected, done, refused } = await retry({});
  expect(expected).toBeGreaterThan(1);
  expect({ done, refused }).toEqual({ done: expected, refused: [] });
  await world.work();
});

it('says of what ran again after the start that a later sync took its place', async () => {
  await failAgain();
  const work = await begin({});
  world.test.passTime(1);
  await world.start({ data_types: ['BANK_TRANSACTION'] });
  expect(await work()).toEqual({
    expected: 1,
    done: 0,
    refused: [{ code: 'SYNC_SUPERSEDED', count: 1 }],
  });
  await world.work();
});

it('is nothing where the filter leaves no failure', async () => {
  expect(await retry({ statuses: ['SUCCESS'] })).toEqual({ expected: 0, done: 0, refused: [] });
});

it('says why a connection that ended is left as it is', async () => {
  await failAgain();
  await world.patch(connectionId, { status: 'DISCONNECTED' });
  expect((await retry({})).refused).toEqual([{ code: 'CONNECTION_NOT_CONNECTED', count: 1 }]);
});
