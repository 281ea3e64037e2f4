import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs } from '@/server/core/clock.ts';
import { connectBank } from '@/server/testing/connected.ts';
import { createPerson } from '@/server/testing/person.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';

/** One connection from the first sync to the last, with the sandbox bank (CONTRACT sections 6 and 7). */

let world: SyncWorld;
let id: string;
beforeAll(async () => {
  world = await startSyncWorld();
  id = await connectBank(world, { requested_data_types: ['BANK_TRANSACTION'] });
});
afterAll(() => world.close());

const bank = 'bank-atelier-marnie';

describe('a sync', () => {
  it('is QUEUED for each requested data type and what it depends on', async () => {
    const { status, body } = await world.start();
    expect(status).toBe(202);
    expect(body.map(({ data_type, status }) => [data_type, status])).toEqual([
      ['BANK_ACCOUNT', 'QUEUED'],
      ['BANK_TRANSACTION', 'QUEUED'],
    ]);
    expect(body[0]).toMatchObject({
      provider_name: 'sandbox_openbanking',
      data_connection_id: id,
      started_at: null,
      completed_at: null,
      records: { added: 0, updated: 0, removed: 0 },
      error: null,
      attempts: 0,
    });
  });

  it('is refused while one of its data types is under way, and queues nothing then', async () => {
    const { status, body } = await world.api('POST', `/users/${world.userId}/sync`, { body: {} });
    expect(status).toBe(409);
    expect(body).toMatchObject({ error_code: 'SYNC_IN_PROGRESS' });
    expect(body.detail).toContain('BANK_ACCOUNT is QUEUED, BANK_TRANSACTION is QUEUED');
    expect(await world.latest()).toHaveLength(2);
  });

  it('brings every record once, with counts', async () => {
    await world.work();
    const accounts = await world.expected(bank, 'BANK_ACCOUNT');
    const transactions = await world.expected(bank, 'BANK_TRANSACTION');
    expect(await world.stored(id, 'BANK_ACCOUNT')).toEqual(accounts);
    expect(await world.stored(id, 'BANK_TRANSACTION')).toEqual(transactions);
    expect(await world.latestOf('BANK_TRANSACTION')).toMatchObject({
      status: 'SUCCESS',
      records: { added: transactions.length, updated: 0, removed: 0 },
      attempts: 1,
      error: null,
    });
    expect((await world.readAll('bank-accounts')).length).toBe(accounts.length);
    expect((await world.readAll('bank-transactions')).length).toBe(transactions.length);
  });

  it('leaves references that lead to records', async () => {
    const accounts = new Set((await world.readAll('bank-accounts')).map((account) => account.id));
    const transactions = await world.readAll('bank-transactions');
    expect(transactions.every(({ account_id }) => accounts.has(account_id))).toBe(true);
  });

  it('needs no body', async () => {
    const { status, body } = await world.api('POST', `/users/${world.userId}/sync`);
    expect({ status, count: body.length }).toEqual({ status: 202, count: 2 });
    await world.work();
    expect(await world.latestOf('BANK_TRANSACTION')).toMatchObject({
      status: 'SUCCESS',
      records: { added: 0, updated: 0, removed: 0 },
    });
  });

  it('brings what is new, what changed and what is gone, some weeks later', async () => {
    const before = await world.readAll('bank-transactions');
    await world.script({ advance_seconds: (30 * dayMs) / 1_000 });
    world.test.passTime(30 * dayMs);
    await world.start();
    await world.work();
    const sync = await world.latestOf('BANK_TRANSACTION');
    expect(sync).toMatchObject({ status: 'SUCCESS', error: null });
    expect(sync.records.added).toBeGreaterThan(0);
    expect(sync.pages).toBeLessThan(before.length / 200 + 3);
    expect(await world.stored(id, 'BANK_TRANSACTION')).toEqual(
      await world.expected(bank, 'BANK_TRANSACTION'),
    );
    const changed = await world.readAll('bank-transactions', `&updated_since=${sync.requested_at}`);
    expect(changed.length).toBe(sync.records.added + sync.records.updated);
    const removed = await world.readAll(
      'bank-transactions',
      `&updated_since=${sync.requested_at}&include_removed=true`,
    );
    expect(removed.filter((row) => 'removed_at' in row)).toHaveLength(sync.records.removed);
  });
});

describe('a grant that is taken back at the provider', () => {
  it('ends the sync and the connection with AUTH_ERROR, and the data stays readable', async () => {
    const count = (await world.readAll('bank-transactions')).length;
    await world.script({ revoke_grants: { provider_name: 'sandbox_openbanking' } });
    await world.start();
    await world.work();
    for (const sync of await world.latest())
      expect(sync).toMatchObject({ status: 'AUTH_ERROR', error: { code: 'GRANT_REVOKED' } });
    expect(await world.read(id)).toMatchObject({
      status: 'AUTH_ERROR',
      disconnected_at: expect.any(String),
    });
    expect((await world.readAll('bank-transactions')).length).toBe(count);
  });

  it('starts nothing until it is renewed', async () => {
    expect(await world.start()).toMatchObject({ status: 202, body: [] });
  });

  it('goes on where it stopped once the person has renewed it, with the same connection', async () => {
    const { redirect_url } = await world.read(id);
    const page = await createPerson().connect(redirect_url ?? '');
    expect(page.location?.searchParams.get('status')).toBe('success');
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTED', disconnected_at: null });
    await world.script({ advance_seconds: dayMs / 1_000 });
    world.test.passTime(dayMs);
    await world.start();
    await world.work();
    const sync = await world.latestOf('BANK_TRANSACTION');
    expect(sync).toMatchObject({ status: 'SUCCESS' });
    expect(sync.records.added).toBeLessThan(100);
    expect(await world.stored(id, 'BANK_TRANSACTION')).toEqual(
      await world.expected(bank, 'BANK_TRANSACTION'),
    );
  });
});

describe('access that ends', () => {
  it('by PATCH ends the syncs that wait, and keeps the data', async () => {
    await world.start();
    expect(await world.patch(id, { status: 'DISCONNECTED' })).toBe(200);
    for (const sync of await world.latest())
      expect(sync).toMatchObject({ status: 'FETCH_ERROR', error: { code: 'CONNECTION_NOT_CONNECTED' } });
    await world.work();
    expect((await world.readAll('bank-transactions')).length).toBeGreaterThan(0);
    expect(await world.test.runtime.database.providerGrant.count()).toBe(0);
  });

  it('by DELETE leaves nothing: records, syncs, states, jobs', async () => {
    expect(await world.remove(id)).toBe(204);
    expect(await world.readAll('bank-transactions')).toEqual([]);
    await world.work();
    await world.revoked();
    const { database } = world.test.runtime;
    const left = await Promise.all([
      database.dataRecord.count(),
      database.dataSync.count(),
      database.syncState.count(),
      database.providerGrant.count(),
      database.owedRevocation.count(),
    ]);
    expect(left).toEqual([0, 0, 0, 0, 0]);
    expect(await world.liveGrants()).toEqual([]);
  });

  it('tells each end in the timeline, and nothing of the data', async () => {
    const rows = await world.test.runtime.database.connectionEvent.findMany({ where: { connectionId: id } });
    const types = rows.map(({ type }) => type);
    for (const type of ['DATA_SYNC_SUCCESS', 'DATA_SYNC_AUTH_ERROR', 'DATA_SYNC_FETCH_ERROR'])
      expect(types).toContain(type);
    expect(types.filter((type) => type === 'DATA_CONNECTION_AUTH_ERROR')).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/FR76|amount|EUR/);
  });
});
