import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minuteMs } from '@/server/core/clock.ts';
import { connectBank, grantOf } from '@/server/testing/connected.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';

/** What becomes of a sync when the provider is in trouble (CONTRACT section 6, SECURITY R-09). */

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

const fault = (kind: string, more: object = {}) =>
  world.script({ faults: [{ on: 'resource', fault: kind, path: '/bank/accounts', ...more }] });
const accounts = () => world.latestOf('BANK_ACCOUNT');
const transactions = () => world.latestOf('BANK_TRANSACTION');

/** Lets time pass and works, so often. */
async function workOn(times: number, ms = 20 * minuteMs): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    world.test.passTime(ms);
    await world.work();
  }
}

describe('trouble at the provider', () => {
  it.each(['500', '503', 'reset', 'garbage', 'empty', 'html', 'error_in_200', 'redirect'])(
    '%s: the sync is QUEUED again, says why, and succeeds later; the connection is untouched',
    async (kind) => {
      await fault(kind);
      await world.start();
      await world.work();
      expect(await accounts()).toMatchObject({
        status: 'QUEUED',
        attempts: 1,
        error: { code: expect.any(String), message: expect.any(String) },
        completed_at: null,
      });
      expect(await transactions()).toMatchObject({ status: 'QUEUED', attempts: 0 });
      expect(await world.read(id)).toMatchObject({ status: 'CONNECTED' });
      await workOn(1);
      expect(await accounts()).toMatchObject({ status: 'SUCCESS', attempts: 2, error: null });
      expect(await transactions()).toMatchObject({ status: 'SUCCESS' });
    },
  );

  it('ends with FETCH_ERROR after 5 attempts, and so does what is made from it', async () => {
    await fault('500', { times: 1_000 });
    await world.start();
    await world.work();
    await workOn(10, 5 * minuteMs);
    expect(await accounts()).toMatchObject({
      status: 'FETCH_ERROR',
      attempts: 5,
      error: { code: 'PROVIDER_UNREACHABLE', message: 'The provider answered 500.' },
      completed_at: expect.any(String),
    });
    expect(await transactions()).toMatchObject({
      status: 'FETCH_ERROR',
      error: { code: 'DEPENDENCY_FAILED' },
    });
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTED' });
  });

  it('waits as long as the provider asks, and gives up at once when that is more than an hour', async () => {
    await fault('429', { retry_after: 600 });
    await world.start();
    await world.work();
    await workOn(1, 9 * minuteMs);
    expect(await accounts()).toMatchObject({ status: 'QUEUED', error: { code: 'RATE_LIMITED' } });
    await workOn(1, 3 * minuteMs);
    expect(await accounts()).toMatchObject({ status: 'SUCCESS' });

    await fault('429', { retry_after: 1_000_000_000 });
    await world.start();
    await world.work();
    await workOn(1, 1);
    expect(await accounts()).toMatchObject({ status: 'FETCH_ERROR', error: { code: 'RATE_LIMITED' } });
  });

  it('counts from the last page that was stored: a long list gets through a provider that fails now and then', async () => {
    await world.script({
      volume: { transactions: 15_000 },
      faults: [1, 2, 3, 4, 6, 8].map((skip) => ({
        ...{ on: 'resource', fault: '500', path: '/bank/transactions' },
        skip,
      })),
    });
    await world.start();
    await world.work();
    await workOn(8);
    const sync = await transactions();
    expect(sync).toMatchObject({ status: 'SUCCESS' });
    expect(sync.attempts).toBeGreaterThan(5);
    expect(await world.stored(id, 'BANK_TRANSACTION')).toEqual(
      await world.expected('bank-atelier-marnie', 'BANK_TRANSACTION'),
    );
    expect(sync.records.added).toBe((await world.readAll('bank-transactions')).length);
    await world.script({ volume: null });
  });
});

describe('a refusal', () => {
  it('of one data type (403) ends its sync alone, without further attempts', async () => {
    await world.script({
      faults: [{ on: 'resource', fault: 'insufficient_scope', path: '/bank/transactions' }],
    });
    await world.start();
    await world.work();
    expect(await accounts()).toMatchObject({ status: 'SUCCESS' });
    expect(await transactions()).toMatchObject({
      status: 'FETCH_ERROR',
      attempts: 1,
      error: { code: 'PERMISSION_NOT_GRANTED' },
    });
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTED' });
  });

  it('of the access token (401) is met with one refresh', async () => {
    const before = (await world.ledger('refresh')).length;
    await fault('expired_token');
    await world.start();
    await world.work();
    expect(await transactions()).toMatchObject({ status: 'SUCCESS', attempts: 1 });
    expect((await world.ledger('refresh')).length).toBe(before + 1);
  });

  it('of a token that was refreshed just now ends the connection with AUTH_ERROR', async () => {
    await fault('expired_token', { times: 2 });
    await world.start();
    await world.work();
    for (const sync of await world.latest())
      expect(sync).toMatchObject({ status: 'AUTH_ERROR', error: { code: 'CREDENTIAL_REFUSED' } });
    expect(await world.read(id)).toMatchObject({ status: 'AUTH_ERROR' });
  });

  it('of the refresh by a provider in trouble is no AUTH_ERROR, and the refresh token is kept', async () => {
    await world.script({
      faults: [
        { on: 'resource', fault: 'expired_token' },
        { on: 'refresh', fault: '500' },
      ],
    });
    const { secrets } = await grantOf(world, id);
    await world.start();
    await world.work();
    expect(await accounts()).toMatchObject({ status: 'QUEUED', error: { code: 'TOKEN_NOT_RENEWED' } });
    expect((await grantOf(world, id)).secrets).toBe(secrets);
    await workOn(1);
    expect(await accounts()).toMatchObject({ status: 'SUCCESS' });
  });

  it('of our own registration is an alarm for the operator, and leaves the connection alone', async () => {
    await world.script({
      faults: [
        { on: 'resource', fault: 'expired_token' },
        { on: 'refresh', fault: 'invalid_client', times: 10 },
      ],
    });
    await world.start();
    await world.work();
    expect(await accounts()).toMatchObject({
      status: 'QUEUED',
      error: { code: 'PROVIDER_REFUSES_REGISTRATION' },
    });
    expect(world.test.logged()).toContain('alarm');
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTED' });
  });
});

describe('a provider that is switched off', () => {
  it('is not asked: its syncs end and say so', async () => {
    const put = (enable: boolean) => world.api('PUT', '/providers/sandbox_openbanking', { body: { enable } });
    await world.start();
    await put(false);
    await world.work();
    await put(true);
    expect(await accounts()).toMatchObject({
      status: 'FETCH_ERROR',
      error: { code: 'PROVIDER_NOT_ENABLED' },
    });
  });
});

describe('what a failed sync says', () => {
  it('has no word of the provider in it, nor a token or a URL', async () => {
    await fault('error_in_200');
    await world.start();
    await world.work();
    const { error } = await accounts();
    expect(JSON.stringify(error)).not.toMatch(/http|Bearer|invalid_request|localhost/);
    const logged = world.test.logged();
    expect(logged).toContain('an attempt at a sync failed');
    expect(logged).not.toContain('Bearer');
  });
});
