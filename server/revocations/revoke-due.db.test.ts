import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayMs, minuteMs } from '@/server/core/clock.ts';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson } from '@/server/testing/person.ts';
import { revokeDue, revokerIdle } from './index.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
beforeEach(() => world.script({ clear_faults: true }));
afterAll(() => world.close());

const owed = () => world.test.runtime.database.owedRevocation.findMany();
const revocations = async () => (await world.ledger('revocation')).length;
const fail = (fault: string, times = 1, more: Record<string, unknown> = {}) =>
  world.script({ faults: [{ on: 'revocation', fault, times, ...more }] });

async function connected() {
  const { id, redirect_url } = await world.newConnection();
  await createPerson().connect(redirect_url);
  const grant = (await world.ledger('code_exchange')).at(-1)?.grant_id ?? 'none';
  expect(await world.liveGrants()).toContain(grant);
  return { id, grant };
}

describe('ending access', () => {
  it.each(['DISCONNECTED', 'DELETE'])('by %s revokes at the provider at once', async (how) => {
    const { id, grant } = await connected();
    const before = await revocations();
    if (how === 'DELETE') expect(await world.remove(id)).toBe(204);
    else expect(await world.patch(id, { status: 'DISCONNECTED' })).toBe(200);
    await revokerIdle();
    expect(await revocations()).toBe(before + 1);
    expect(await world.liveGrants()).not.toContain(grant);
    expect(await owed()).toEqual([]);
  });

  it.each(['503', '500', '429', 'reset'])(
    'answers at once while the provider is down (%s), owes the revocation, and gets it done later',
    async (fault) => {
      const { id, grant } = await connected();
      await fail(fault, 3);
      expect(await world.patch(id, { status: 'DISCONNECTED' })).toBe(200);
      expect((await world.read(id)).status).toBe('DISCONNECTED');
      expect(await world.test.runtime.database.providerGrant.count({ where: { connectionId: id } })).toBe(0);
      await revokerIdle();
      for (const attempts of [1, 2, 3]) {
        expect(await owed()).toMatchObject([{ attempts }]);
        expect(await world.liveGrants()).toContain(grant);
        expect(await revokeDue(world.test.runtime)).toBe(0);
        world.test.passTime(minuteMs);
        expect(await revokeDue(world.test.runtime)).toBe(1);
      }
      expect(await owed()).toEqual([]);
      expect(await world.liveGrants()).not.toContain(grant);
    },
  );

  it('does not wait for a provider that hangs', async () => {
    const { id } = await connected();
    await fail('hang');
    world.setTimeout(1_500);
    const started = performance.now();
    expect(await world.remove(id)).toBe(204);
    expect(performance.now() - started).toBeLessThan(1_000);
    await revokerIdle();
    expect(await owed()).toMatchObject([{ attempts: 1 }]);
    world.test.passTime(minuteMs);
    await world.revoked();
    expect(await owed()).toEqual([]);
    world.setTimeout(20_000);
  });

  it('waits longer each time, at least as long as Retry-After asks', async () => {
    const { id } = await connected();
    await fail('503', 1, { retry_after: 3_600 });
    await world.remove(id);
    await revokerIdle();
    world.test.passTime(59 * minuteMs);
    expect(await revokeDue(world.test.runtime)).toBe(0);
    await fail('500', 4);
    world.test.passTime(2 * minuteMs);
    const waits: number[] = [];
    for (let round = 0; round < 4; round++) {
      expect(await revokeDue(world.test.runtime)).toBe(1);
      const [row] = await owed();
      waits.push((row?.nextAttemptAt.getTime() ?? 0) - world.test.runtime.clock.now().getTime());
      world.test.passTime(waits.at(-1) ?? 0);
    }
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(new Set(waits).size).toBe(4);
    await world.revoked();
    expect(await owed()).toEqual([]);
  });

  it('is done when the provider does not know the token any more', async () => {
    const { id, grant } = await connected();
    await world.script({ revoke_grants: { grant_id: grant } });
    await world.remove(id);
    await revokerIdle();
    expect(await owed()).toEqual([]);
  });

  it('is done when the answer was lost after the provider had revoked', async () => {
    const { id, grant } = await connected();
    await fail('drop_after_commit');
    await world.remove(id);
    await revokerIdle();
    expect(await owed()).toHaveLength(1);
    expect(await world.liveGrants()).not.toContain(grant);
    world.test.passTime(minuteMs);
    await world.revoked();
    expect(await owed()).toEqual([]);
  });

  it('gives up after seven days, with an alarm, and not before', async () => {
    const { id } = await connected();
    await fail('500', 1_000);
    await world.remove(id);
    await revokerIdle();
    world.test.passTime(7 * dayMs - minuteMs);
    await revokeDue(world.test.runtime);
    expect(await owed()).toHaveLength(1);
    expect(world.test.logged()).not.toContain('alarm: a grant could not be revoked');
    world.test.passTime(2 * minuteMs);
    await revokeDue(world.test.runtime);
    expect(await owed()).toEqual([]);
    const alarms = world.test
      .logged()
      .split('\n')
      .filter((line) => line.includes('alarm: a grant'));
    expect(alarms).toHaveLength(1);
    expect(JSON.parse(alarms[0] ?? '{}')).toMatchObject({ provider: 'sandbox_openbanking', level: 'error' });
  });
});

describe('several revokers', () => {
  it('at once send each revocation once', async () => {
    const connections = await Promise.all(Array.from({ length: 6 }, () => connected()));
    await fail('500', 6);
    await Promise.all(connections.map(({ id }) => world.remove(id)));
    await revokerIdle();
    expect(await owed()).toHaveLength(6);
    world.test.passTime(minuteMs);
    const before = await revocations();
    const done = await Promise.all(Array.from({ length: 8 }, () => revokeDue(world.test.runtime)));
    expect(done.reduce((sum, count) => sum + count, 0)).toBe(6);
    expect(await revocations()).toBe(before + 6);
    expect(await owed()).toEqual([]);
  });

  it('take over what a dead one had begun, after its lease', async () => {
    const { id, grant } = await connected();
    await fail('hang');
    world.setTimeout(3_000);
    await world.remove(id);
    // The revoker of this process hangs at the provider, as if it had died there.
    await expect.poll(async () => (await owed())[0]?.attempts).toBe(1);
    expect(await revokeDue(world.test.runtime)).toBe(0);
    world.test.passTime(3 * minuteMs + 1);
    expect(await revokeDue(world.test.runtime)).toBe(1);
    expect(await world.liveGrants()).not.toContain(grant);
    expect(await owed()).toEqual([]);
  });
});
