import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addMs, dayMs, minuteMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import { connectBank } from '@/server/testing/connected.ts';
import { makeConnectionIn } from '@/server/testing/factories.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';
import { scheduleDue } from './index.ts';

/** Syncs that nobody asks for: `sync_on_connect` and `sync_every` (CONTRACT section 6). */

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
beforeEach(() => set({ sync_on_connect: false, sync_every: 'off' }));
afterEach(async () => {
  await world.test.runtime.database.dataConnection.deleteMany({});
});
afterAll(() => world.close());

const hourMs = 60 * minuteMs;
const never = new AbortController().signal;
const look = () => scheduleDue(world.test.runtime, never);

async function set(settings: object): Promise<void> {
  const answer = await world.api('PUT', '/providers/sandbox_openbanking/settings', { body: settings });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  await world.work();
}

const connect = () => connectBank(world, { requested_data_types: ['BANK_TRANSACTION'] });
const nextSyncOf = async (id: string) =>
  (await world.test.runtime.database.dataConnection.findUniqueOrThrow({ where: { id } })).nextSyncAt;
const untilNext = async (id: string) =>
  ((await nextSyncOf(id))?.getTime() ?? 0) - world.test.runtime.clock.now().getTime();

describe('a connection that becomes CONNECTED', () => {
  it('is left alone while nothing is switched on, and not looked at again', async () => {
    const id = await connect();
    expect(await look()).toBe(0);
    expect(await world.latest()).toEqual([]);
    expect(await nextSyncOf(id)).toBeNull();
  });

  it('is synchronized at once when sync_on_connect is on', async () => {
    await set({ sync_on_connect: true });
    const id = await connect();
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    await world.work();
    expect((await world.latest()).map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS']);
    expect(await nextSyncOf(id)).toBeNull();
  });

  it('also one that needs no authorization, and one that was renewed', async () => {
    await world.api('PUT', '/providers/sandbox_public/settings', { body: { sync_on_connect: true } });
    await makeConnectionIn(world.test, world.api, world.userId, 'CONNECTED', {
      provider_name: 'sandbox_public',
      requested_data_types: ['COMPANY_PROFILE'],
    });
    expect(await look()).toBe(1);
  });

  it('is not synchronized when its provider is switched off', async () => {
    await set({ sync_on_connect: true });
    await connect();
    await world.api('PUT', '/providers/sandbox_openbanking', { body: { enable: false } });
    expect(await look()).toBe(0);
    await world.api('PUT', '/providers/sandbox_openbanking', { body: { enable: true } });
  });
});

describe('sync_every', () => {
  it('starts syncs again and again, not exactly an interval apart', async () => {
    await set({ sync_every: '6h' });
    const id = await connect();
    expect(await look()).toBe(0);
    const waits = new Set<number>();
    for (let count = 0; count < 4; count += 1) {
      const wait = await untilNext(id);
      expect(Math.abs(wait - 6 * hourMs)).toBeLessThanOrEqual(0.05 * 6 * hourMs + 1);
      waits.add(wait);
      world.test.passTime(wait - 1_000);
      expect(await look()).toBe(0);
      world.test.passTime(1_000);
      expect(await look()).toBe(1);
      await world.work();
    }
    expect(waits.size).toBe(4);
    expect(await world.test.runtime.database.dataSync.count({ where: { trigger: 'schedule' } })).toBe(8);
  });

  it('does not start what is under way, and keeps its place', async () => {
    await set({ sync_every: '1h' });
    const id = await connect();
    await look();
    await world.start();
    world.test.passTime(2 * hourMs);
    expect(await look()).toBe(0);
    expect(await untilNext(id)).toBeGreaterThan(0);
    expect(await world.latest()).toHaveLength(2);
  });

  it('ends with the authorization: nothing is due for a connection that is not CONNECTED', async () => {
    await set({ sync_every: '1h' });
    const id = await connect();
    await look();
    await world.patch(id, { status: 'DISCONNECTED' });
    expect(await nextSyncOf(id)).toBeNull();
    world.test.passTime(dayMs);
    expect(await look()).toBe(0);
  });

  it('switched on later, gives the connections that are there places all over the interval', async () => {
    const rows = await Promise.all(Array.from({ length: 3 }, () => connect()));
    await look();
    const { database, clock } = world.test.runtime;
    const like = await database.dataConnection.findUniqueOrThrow({ where: { id: rows[0] ?? '' } });
    await database.dataConnection.createMany({
      data: Array.from({ length: 1_200 }, () => ({
        ...like,
        ...{ id: newId(), linkTokenHash: null, linkToken: null, nextSyncAt: null },
        requestedDataTypes: ['BANK_ACCOUNT'],
        grantedDataTypes: ['BANK_ACCOUNT'],
        agreedDataTypes: ['BANK_ACCOUNT'],
      })),
    });
    await set({ sync_every: '24h' });
    const quarters = await Promise.all(
      [0, 1, 2, 3].map((quarter) =>
        database.dataConnection.count({
          where: {
            nextSyncAt: {
              gte: addMs(clock.now(), quarter * 6 * hourMs),
              lt: addMs(clock.now(), (quarter + 1) * 6 * hourMs),
            },
          },
        }),
      ),
    );
    expect(quarters.reduce((sum, count) => sum + count, 0)).toBe(1_203);
    for (const count of quarters) expect(count).toBeGreaterThan(75);

    await set({ sync_every: 'off' });
    expect(await database.dataConnection.count({ where: { nextSyncAt: { not: null } } })).toBe(0);
  });

  it('takes a word for the interval, and names the ones it knows', async () => {
    const { status, body } = await world.api('PUT', '/providers/sandbox_openbanking/settings', {
      body: { sync_every: 'hourly' },
    });
    expect(status).toBe(422);
    expect(body.errors[0]).toEqual({
      path: 'sync_every',
      message: 'must be one of off, 1h, 3h, 6h, 12h, 24h, 7d',
    });
  });
});

describe('two schedulers', () => {
  it('that look at the same moment start each sync once', async () => {
    await set({ sync_on_connect: true });
    await connect();
    const started = await Promise.all([look(), look(), look()]);
    expect(started.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await world.latest()).toHaveLength(2);
  });
});
