import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayMs } from '@/server/core/clock.ts';
import { deleteOldSyncs } from '@/server/data-syncs/index.ts';
import { connectBank } from '@/server/testing/connected.ts';
import { makeUser } from '@/server/testing/factories.ts';
import { endLeases } from '@/server/testing/jobs.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';

/** What ends under a worker's hands: the connection, the user, its own lease. */

let world: SyncWorld;
let id: string;
beforeAll(async () => {
  world = await startSyncWorld();
});
beforeEach(async () => {
  id = await connectBank(world, { requested_data_types: ['BANK_TRANSACTION'] });
});
afterEach(async () => {
  await world.script({ clear_faults: true });
  await world.remove(id);
  await world.work();
});
afterAll(() => world.close());

const database = () => world.test.runtime.database;
const storedCount = () => database().dataRecord.count({ where: { connectionId: id } });

/** Works until the first page of transactions is stored; the second one then takes a while. */
async function workUntilFirstPage(): Promise<{ working: Promise<number> }> {
  await world.script({
    faults: [
      {
        ...{ on: 'resource', fault: 'slow', path: '/bank/transactions' },
        ...{ skip: 2, delay_ms: 700, times: 100 },
      },
    ],
  });
  await world.start();
  const working = world.work();
  await vi.waitFor(async () => expect(await storedCount()).toBeGreaterThan(200), {
    timeout: 5_000,
    interval: 10,
  });
  return { working };
}

describe('a sync that is under way', () => {
  it('stops within a page when its connection is disconnected, and what was stored stays', async () => {
    const { working } = await workUntilFirstPage();
    expect(await world.patch(id, { status: 'DISCONNECTED' })).toBe(200);
    const stored = await storedCount();
    await working;
    expect(await storedCount()).toBe(stored);
    expect(await world.latestOf('BANK_TRANSACTION')).toMatchObject({
      status: 'FETCH_ERROR',
      error: { code: 'CONNECTION_NOT_CONNECTED' },
    });
    expect(await world.read(id)).toMatchObject({ status: 'DISCONNECTED' });
  });

  it('stops within a page when its user is deleted, and nothing is left', async () => {
    const { id: userId } = await makeUser(world.api);
    const { body } = await world.api('POST', `/users/${userId}/data-connections`, {
      body: { provider_name: 'sandbox_public', requested_data_types: ['LEGAL_NOTICE'] },
    });
    await world.api('PATCH', `/users/${userId}`, { body: { siren: '552100554' } });
    await world.script({
      faults: [{ on: 'resource', fault: 'slow', path: '/public', skip: 1, delay_ms: 500, times: 20 }],
    });
    await world.api('POST', `/users/${userId}/sync`);
    const working = world.work();
    const rows = () => database().dataRecord.count({ where: { connectionId: body.id } });
    await vi.waitFor(async () => expect(await rows()).toBeGreaterThan(0), { timeout: 5_000, interval: 10 });
    expect((await world.api('DELETE', `/users/${userId}`)).status).toBe(204);
    await working;
    await world.work();
    expect(await rows()).toBe(0);
    expect(await database().dataSync.count({ where: { userId } })).toBe(0);
    expect(await database().recordClock.count({ where: { userId } })).toBe(0);
  });

  it('is taken over behind its last page by another worker when its own falls silent, which writes no more', async () => {
    const { working } = await workUntilFirstPage();
    await endLeases(world.test.runtime);
    await world.script({ clear_faults: true });
    await world.work();
    await working;
    const expected = await world.expected('bank-atelier-marnie', 'BANK_TRANSACTION');
    expect(await world.stored(id, 'BANK_TRANSACTION')).toEqual(expected);
    const sync = await world.latestOf('BANK_TRANSACTION');
    expect(sync).toMatchObject({ status: 'SUCCESS', attempts: 2, records: { added: expected.length } });
  });
});

describe('old syncs', () => {
  it('are forgotten after 90 days, the latest of each data type never', async () => {
    for (let count = 0; count < 3; count += 1) {
      await world.start({ data_types: ['BANK_ACCOUNT'] });
      await world.work();
    }
    const count = () => database().dataSync.count({ where: { connectionId: id } });
    expect(await count()).toBe(3);
    world.test.passTime(89 * dayMs);
    expect(await deleteOldSyncs(world.test.runtime)).toBe(0);
    world.test.passTime(2 * dayMs);
    expect(await deleteOldSyncs(world.test.runtime)).toBe(2);
    world.test.passTime(400 * dayMs);
    expect(await deleteOldSyncs(world.test.runtime)).toBe(0);
    expect(await world.latestOf('BANK_ACCOUNT')).toMatchObject({ status: 'SUCCESS' });
  });
});
