import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectBank } from '@/server/testing/connected.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';

/** F-07 with everything in between: jobs, limits, breaker, tokens. Simulated time, real requests. */

const banks = 12;
const stormMinutes = 5;

let world: SyncWorld;
beforeAll(async () => {
  world = await startSyncWorld();
});
afterAll(() => world.close());

const asked = async (provider: string) =>
  (await world.ledger('resource')).filter(({ provider_name }) => provider_name === provider).length;

async function pass(seconds: number, stepSeconds = 10): Promise<void> {
  for (let passed = 0; passed < seconds; passed += stepSeconds) {
    world.test.passTime(stepSeconds * 1_000);
    await world.work();
  }
}

it('minutes of 500 reach the provider at most once a second, others go on, and all recover without a person', async () => {
  const { database } = world.test.runtime;
  for (let made = 0; made < banks; made++)
    await connectBank(world, { requested_data_types: ['BANK_ACCOUNT'] }, { identity: 'bank-studio-nacre' });
  const { id: healthy } = await world.newConnection({
    provider_name: 'sandbox_public',
    requested_data_types: ['COMPANY_PROFILE'],
  });
  const fault = { on: 'resource', fault: '500', provider_name: 'sandbox_openbanking', times: 1_000_000 };
  await world.script({ faults: [fault] });

  await world.start();
  await world.work();
  await pass(30);
  for (let minute = 0; minute < stormMinutes; minute++) {
    const before = await asked('sandbox_openbanking');
    await pass(60);
    expect((await asked('sandbox_openbanking')) - before).toBeLessThanOrEqual(60);
    await world.start({ data_connection_id: healthy });
    await world.work();
    const syncs = (await world.latest()).filter((sync) => sync.data_connection_id === healthy);
    expect(syncs.map(({ status }) => status)).toEqual(['SUCCESS']);
  }

  await world.script({ clear_faults: true });
  await pass(120);
  // Those that failed several times by themselves come when their own backoff is over: 15 minutes at most.
  await pass(16 * 60, 60);
  expect(await database.dataSync.count({ where: { activeKey: { not: null } } })).toBe(0);
  const ends = await database.dataSync.groupBy({ by: ['providerName', 'status'], _count: true });
  expect(ends).toContainEqual({ providerName: 'sandbox_openbanking', status: 'SUCCESS', _count: banks });
  expect(ends.filter(({ status }) => status !== 'SUCCESS')).toEqual([]);
  expect(await database.dataConnection.count({ where: { status: 'CONNECTED' } })).toBe(banks + 1);
});
