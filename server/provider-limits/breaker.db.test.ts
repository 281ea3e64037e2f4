import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listOpenBreakers } from '@/server/provider-limits/index.ts';
import { answered, call, gateOf, limitedManifest, otherProcess } from '@/server/testing/limited.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

const never = new AbortController().signal;
const manifest = limitedManifest();

let test: TestRuntime;
beforeEach(async () => {
  test = await startTestRuntime();
});
afterEach(() => test.close());

const gate = (connectionId: string, host: string | null = null) =>
  gateOf(test.runtime, manifest, connectionId, { host });
const rows = () => test.runtime.database.providerBreaker.findMany();

/** Failures of two connections for longer than other processes have time to object. */
async function trouble(host: string | null = null): Promise<void> {
  for (let count = 0; count < 5; count++) {
    if (count > 0) test.passTime(600);
    await call(gate(`c${count % 2}`, host), count % 3 === 0 ? { kind: 'unreachable' } : answered(500));
  }
}

describe('breaker', () => {
  it('opens after failures in a row for about five seconds, for all connections', async () => {
    await trouble();
    const refused = await gate('other')
      .enter(never)
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ reason: 'breaker' });
    expect(await listOpenBreakers(test.runtime)).toEqual([
      { provider: 'limited', service: null, host: null, openUntil: expect.any(Date) },
    ]);
    test.passTime(5_000);
    await gate('other').enter(never);
  });

  it('does not open for answers that are not its trouble', async () => {
    for (const status of [401, 403, 404, 400, 422]) {
      for (let count = 0; count < 6; count++) {
        await call(gate(`c${count}`), answered(status));
        test.passTime(1_000);
      }
    }
    expect(await rows()).toEqual([]);
  });

  it('does not open when one connection fails and others do not, however often', async () => {
    for (let count = 0; count < 30; count++) {
      await call(gate('bad'), answered(500));
      test.passTime(2_000);
      await call(gate('good'), answered(200));
      test.passTime(2_000);
    }
    expect(await listOpenBreakers(test.runtime)).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it('does not open when fifty hang at once while another one works', async () => {
    await call(gate('good'), answered(200));
    test.passTime(3_000);
    for (let count = 0; count < 50; count++) await call(gate(`bad${count}`), { kind: 'unreachable' });
    expect(await rows()).toEqual([]);
  });

  it('opens for one connection that is alone, after half a minute', async () => {
    for (let count = 0; count < 5; count++) {
      expect(await listOpenBreakers(test.runtime)).toEqual([]);
      await call(gate('alone'), answered(502));
      test.passTime(6_500);
    }
    await call(gate('alone'), answered(502));
    expect(await listOpenBreakers(test.runtime)).toHaveLength(1);
  });

  it('lets one probe through when its time is over, and closes when that goes well', async () => {
    await trouble();
    test.passTime(5_000);
    const probe = await gate('c0').enter(never);
    await expect(gate('c1').enter(never)).rejects.toMatchObject({ reason: 'breaker' });
    await probe.leave(answered(200));
    await call(gate('c1'), answered(200));
    expect(await rows()).toEqual([]);
  });

  it('stays open twice as long after each failed probe, at most a minute', async () => {
    await trouble();
    const waits: number[] = [];
    for (let count = 0; count < 7; count++) {
      const [open] = await listOpenBreakers(test.runtime);
      waits.push((open?.openUntil.getTime() ?? 0) - test.runtime.clock.now().getTime());
      test.passTime(waits.at(-1) ?? 0);
      await call(gate('c0'), answered(503));
    }
    for (const [index, longest] of [5, 10, 20, 40, 60, 60, 60].entries()) {
      expect(waits[index]).toBeLessThanOrEqual(longest * 1_000);
      expect(waits[index]).toBeGreaterThanOrEqual(longest * 800);
    }
  });

  it('is not closed by a call that began before it opened', async () => {
    const early = await gate('early').enter(never);
    await trouble();
    await early.leave(answered(200));
    await expect(gate('c0').enter(never)).rejects.toMatchObject({ reason: 'breaker' });
  });

  it('gets another probe when the first one never came back, or was broken off', async () => {
    await trouble();
    test.passTime(5_000);
    await gate('dies').enter(never);
    await expect(gate('c0').enter(never)).rejects.toMatchObject({ reason: 'breaker' });
    test.passTime(30_000);
    const stopped = await gate('c0').enter(never);
    await stopped.leave({ kind: 'abandoned' });
    await call(gate('c1'), answered(200));
    expect(await rows()).toEqual([]);
  });

  it('is about one host where each customer has one', async () => {
    await trouble('shop-1.example');
    await expect(gate('c0', 'shop-1.example').enter(never)).rejects.toMatchObject({ reason: 'breaker' });
    await gate('c0', 'shop-2.example').enter(never);
    expect(await listOpenBreakers(test.runtime)).toMatchObject([
      { provider: 'limited', host: 'shop-1.example' },
    ]);
  });

  it('is shared: another process sees it within a second, and of all one is the probe', async () => {
    const other = otherProcess(test.runtime);
    await call(gateOf(other, manifest, 'far'), answered(200));
    await trouble();
    test.passTime(1_000);
    await expect(gateOf(other, manifest, 'far').enter(never)).rejects.toMatchObject({ reason: 'breaker' });
    test.passTime(5_000);
    const probes = await Promise.allSettled(
      [test.runtime, other, other, test.runtime].map((runtime, index) =>
        gateOf(runtime, manifest, `p${index}`).enter(never),
      ),
    );
    expect(probes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await other.database.$disconnect();
  });

  it('starts its count anew when another process has a success', async () => {
    const other = otherProcess(test.runtime);
    for (let count = 0; count < 20; count++) {
      await call(gate(`c${count % 2}`), answered(500));
      test.passTime(1_100);
      if (count % 4 === 3) await call(gateOf(other, manifest, 'far'), answered(200));
    }
    expect(await listOpenBreakers(test.runtime)).toEqual([]);
    await other.database.$disconnect();
  });

  it('only reads in good times, once a second', async () => {
    const { providerBreaker } = test.runtime.database;
    const used: string[] = [];
    const watched = new Proxy(providerBreaker, {
      get: (target, name) => {
        used.push(String(name));
        return Reflect.get(target, name);
      },
    });
    const database = new Proxy(test.runtime.database, {
      get: (target, name) => (name === 'providerBreaker' ? watched : Reflect.get(target, name)),
    });
    const runtime = { ...test.runtime, database };
    for (let count = 0; count < 10; count++)
      await call(gateOf(runtime, manifest, `c${count}`), answered(200));
    expect(used).toEqual(['findMany']);
  });
});
