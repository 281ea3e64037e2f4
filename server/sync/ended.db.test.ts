import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayMs, minuteMs } from '@/server/core/clock.ts';
import { deleteOldSyncs } from '@/server/data-syncs/index.ts';
import { connectBank } from '@/server/testing/connected.ts';
import { makeUser } from '@/server/testing/factories.ts';
import { endLeases } from '@/server/testing/jobs.ts';
import { saveRecords, transactionOf } from '@/server/testing/stored-records.ts';
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

describe('a position that the provider cannot go on from', () => {
  it('is given up with the sync, so that the next one begins anew and succeeds', {
    timeout: 60_000,
  }, async () => {
    await world.script({
      faults: [{ on: 'resource', fault: 'endless_pages', path: '/bank/transactions', times: 1_000 }],
    });
    await world.start();
    await world.work();
    for (let round = 0; round < 8; round += 1) {
      world.test.passTime(20 * minuteMs);
      await world.work();
    }
    expect(await world.latestOf('BANK_TRANSACTION')).toMatchObject({
      status: 'FETCH_ERROR',
      error: { code: 'ENDLESS_PAGES' },
    });
    await world.script({ clear_faults: true });
    await world.start();
    await world.work();
    expect(await world.latestOf('BANK_TRANSACTION')).toMatchObject({ status: 'SUCCESS', attempts: 1 });
    expect(await world.stored(id, 'BANK_TRANSACTION')).toEqual(
      await world.expected('bank-atelier-marnie', 'BANK_TRANSACTION'),
    );
  });
});

describe('a first read that cannot go on where it stopped, since Moorage reads differently by now', () => {
  it('forgets what it saw then and does not see again', async () => {
    const transactions = { on: 'resource', path: '/bank/transactions' };
    await world.script({ faults: [{ ...transactions, fault: '500', skip: 2, times: 1 }] });
    await world.start();
    await world.work();
    expect(await world.latestOf('BANK_TRANSACTION')).toMatchObject({ status: 'QUEUED', attempts: 1 });
    const where = { connectionId: id, dataType: 'BANK_TRANSACTION' };
    const { position } = await database().syncState.findFirstOrThrow({ where });
    const other = JSON.stringify({ ...JSON.parse(position ?? ''), of: 'other reads' });
    await database().syncState.updateMany({ where, data: { position: other } });
    const source = { id, accountId: world.test.accountId, userId: world.userId };
    await saveRecords(world.test, { ...source, providerName: 'sandbox_openbanking' }, [
      transactionOf('gone by now'),
    ]);
    world.test.passTime(5 * minuteMs);
    await world.work();
    expect(await world.latestOf('BANK_TRANSACTION')).toMatchObject({ status: 'SUCCESS' });
    expect(await world.stored(id, 'BANK_TRANSACTION')).toEqual(
      await world.expected('bank-atelier-marnie', 'BANK_TRANSACTION'),
    );
  });
});

describe('a user who is another company from now on', () => {
  it('has the data of that company after the next sync, and nothing of the one before', async () => {
    const user = await makeUser(world.api, { siren: '552100554' });
    const path = `/users/${user.id}`;
    await world.api('POST', `${path}/data-connections`, {
      body: { provider_name: 'sandbox_public', requested_data_types: ['LEGAL_NOTICE', 'COMPANY_PROFILE'] },
    });
    const sync = async () => {
      await world.api('POST', `${path}/sync`);
      await world.work();
      const { body } = await world.api('GET', `${path}/legal-notices?per_page=100`);
      return body.result.map(({ text }: { text: string }) => text).join();
    };
    expect(await sync()).toContain('552100554');
    await world.api('PATCH', path, { body: { siren: '812345678' } });
    const notices = await sync();
    expect(notices).toContain('812345678');
    expect(notices).not.toContain('552100554');
    await world.api('DELETE', path);
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
