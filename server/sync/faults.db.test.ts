import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, minuteMs } from '@/server/core/clock.ts';
import { connectBank } from '@/server/testing/connected.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';

/** F-06 and F-07, one connection: what a provider's API does wrong never costs a record nor the connection. */

const bank = 'bank-studio-nacre';
const timeoutMs = 800;

let world: SyncWorld;
let id: string;
beforeAll(async () => {
  world = await startSyncWorld();
  id = await connectBank(world, { requested_data_types: ['BANK_TRANSACTION'] }, { identity: bank });
  world.setTimeout(timeoutMs);
  await world.start();
  await world.work();
});
afterAll(() => world.close());

const fault = (name: string, more: object = {}) => ({
  on: 'resource',
  path: '/bank/transactions',
  fault: name,
  ...more,
});

/** Some days later, so that there is something to fetch, with this in the way of it. */
async function startWith(...faults: object[]) {
  await world.script({ clear_faults: true, advance_seconds: (3 * dayMs) / 1_000, faults });
  world.test.passTime(3 * dayMs);
  await world.start();
  await world.work();
  return world.latestOf('BANK_TRANSACTION');
}

async function later(ms: number) {
  world.test.passTime(ms);
  await world.work();
  return world.latestOf('BANK_TRANSACTION');
}

async function expectWhole(): Promise<void> {
  expect(await world.latestOf('BANK_TRANSACTION')).toMatchObject({ status: 'SUCCESS', error: null });
  expect(await world.stored(id, 'BANK_TRANSACTION')).toEqual(await world.expected(bank, 'BANK_TRANSACTION'));
  expect(await world.read(id)).toMatchObject({ status: 'CONNECTED', disconnected_at: null });
}

describe('an answer that is', () => {
  it.each([
    ['hang', 'PROVIDER_UNREACHABLE'],
    ['drip', 'PROVIDER_UNREACHABLE'],
    ['reset', 'PROVIDER_UNREACHABLE'],
    ['reset_mid_body', 'PROVIDER_UNREACHABLE'],
    ['500', 'PROVIDER_UNREACHABLE'],
    ['503', 'PROVIDER_UNREACHABLE'],
    ['garbage', 'UNEXPECTED_ANSWER'],
    ['html', 'UNEXPECTED_ANSWER'],
    ['deep', 'UNEXPECTED_ANSWER'],
    ['invalid_utf8', 'UNEXPECTED_ANSWER'],
    ['endless_pages', 'ENDLESS_PAGES'],
    ['gzip_bomb', 'ANSWER_TOO_LARGE'],
  ])('%s puts the sync back, and nothing is lost', async (name, code) => {
    const began = performance.now();
    const times = name === 'endless_pages' ? 100 : 1;
    const sync = await startWith(fault(name, { times, delay_ms: 100 }));
    expect(performance.now() - began).toBeLessThan(timeoutMs + 2_500);
    expect(sync).toMatchObject({ status: 'QUEUED', error: { code }, attempts: 1 });
    await world.script({ clear_faults: true });
    await later(20_000);
    await expectWhole();
  });

  it('of 50 MB is not read to its end', async () => {
    const before = process.memoryUsage().rss;
    const sync = await startWith(fault('huge', { size_mb: 50 }));
    expect(sync).toMatchObject({ status: 'QUEUED', error: { code: 'ANSWER_TOO_LARGE' } });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    await later(20_000);
    await expectWhole();
  });

  it.each(['duplicates', 'reordered'])('%s is stored as it should be, at once', async (name) => {
    await startWith(fault(name, { times: 100 }));
    await expectWhole();
  });

  it.each([
    ['expired_token', 1],
    ['insufficient_scope', 1],
  ])('%s keeps the connection', async (name, times) => {
    const sync = await startWith(fault(name, { times }));
    if (name === 'insufficient_scope') {
      expect(sync).toMatchObject({ status: 'FETCH_ERROR', error: { code: 'PERMISSION_NOT_GRANTED' } });
      await startWith();
    }
    await expectWhole();
  });
});

describe('a provider that fails for good', () => {
  it.each([
    ['500', 'PROVIDER_UNREACHABLE'],
    ['garbage', 'UNEXPECTED_ANSWER'],
  ])('with %s is tried five times within an hour, and never costs the connection', async (name, code) => {
    const sent = async () =>
      (await world.ledger('resource')).filter(({ result }) => result === `fault:${name}`);
    const before = (await sent()).length;
    let sync = await startWith(fault(name, { times: 1_000 }));
    for (let minute = 0; minute < 60 && sync.status === 'QUEUED'; minute++) sync = await later(minuteMs);
    expect(sync).toMatchObject({ status: 'FETCH_ERROR', error: { code }, attempts: 5 });
    expect((await sent()).length - before).toBe(5);
    await startWith();
    await expectWhole();
  });
});

describe('429', () => {
  it.each([
    ['seconds', {}],
    ['a date', { retry_after_form: 'date' }],
  ])('with %s is waited out, and not much longer', async (_, form) => {
    const sync = await startWith(fault('429', { ...form, retry_after: 90 }));
    expect(sync).toMatchObject({ status: 'QUEUED', error: { code: 'RATE_LIMITED' } });
    expect(await later(85_000)).toMatchObject({ status: 'QUEUED' });
    await later(20_000);
    await expectWhole();
  });

  it('that asks for no time at all does not use up the attempts at once', async () => {
    const sync = await startWith(fault('429', { retry_after: 0, times: 3 }));
    expect(sync).toMatchObject({ status: 'QUEUED', error: { code: 'RATE_LIMITED' }, attempts: 1 });
    for (let minute = 0; minute < 8; minute++) await later(minuteMs);
    expect(await world.latestOf('BANK_TRANSACTION')).toMatchObject({ attempts: 4 });
    await expectWhole();
  });

  it('for longer than an hour ends the sync; the next one may try after an hour', async () => {
    const sync = await startWith(fault('429', { retry_after: 1e9 }));
    expect(sync).toMatchObject({ status: 'FETCH_ERROR', error: { code: 'RATE_LIMITED' } });
    await startWith();
    await expectWhole();
  });
});
