import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listOpenBreakers } from '@/server/provider-limits/index.ts';
import type { CallCost, CallOutcome } from '@/server/providers/index.ts';
import { answered, call, gateOf, limitedManifest, otherProcess } from '@/server/testing/limited.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

const never = new AbortController().signal;

let test: TestRuntime;
beforeEach(async () => {
  test = await startTestRuntime();
});
afterEach(() => test.close());

describe('429', () => {
  it('stops the calls of its limit for as long as the provider said, in every process', async () => {
    const manifest = limitedManifest({ scope: 'account', limit: 1_000, perSeconds: 60 });
    const of = (id: string, account: string, runtime = test.runtime) =>
      gateOf(runtime, manifest, id, { providerAccountId: account });
    const other = otherProcess(test.runtime);
    await call(of('c1', 'shop-1'), answered(429, 120));
    for (const runtime of [test.runtime, other]) {
      const refused = await of('c2', 'shop-1', runtime)
        .enter(never)
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ reason: 'rate' });
      expect(refused).toHaveProperty('retryAfterMs', expect.closeTo(121_000, -4));
    }
    await call(of('c3', 'shop-2'), answered(200));
    test.passTime(120_000);
    await call(of('c2', 'shop-1', other), answered(200));
    await call(of('c1', 'shop-1'), answered(200));
    expect(await test.runtime.database.providerBreaker.count()).toBe(0);
    await other.database.$disconnect();
  });

  it('stops everybody where the limit is of the whole installation', async () => {
    const manifest = limitedManifest({ scope: 'ip', limit: 1_000, perSeconds: 60 });
    await call(gateOf(test.runtime, manifest, 'c1'), answered(429, 60));
    await expect(gateOf(test.runtime, manifest, 'c2').enter(never)).rejects.toMatchObject({ reason: 'rate' });
  });

  it('is waited out by the caller when that is short', async () => {
    const manifest = limitedManifest({ scope: 'ip', limit: 1_000, perSeconds: 60 });
    await call(gateOf(test.runtime, manifest, 'c1'), answered(429, 1));
    setTimeout(() => test.passTime(1_000), 100);
    await call(gateOf(test.runtime, manifest, 'c2'), answered(200));
  });

  it('pauses longer each time when the provider does not say how long, and an hour at most when it does', async () => {
    const gate = gateOf(test.runtime, limitedManifest({ scope: 'connection', concurrency: 5 }), 'c1');
    const pauses: number[] = [];
    for (const retryAfter of [null, null, null, 1_000_000]) {
      await call(gate, answered(429, retryAfter));
      const [row] = await test.runtime.database.providerBreaker.findMany();
      pauses.push((row?.openUntil?.getTime() ?? 0) - test.runtime.clock.now().getTime());
      test.passTime(pauses.at(-1) ?? 0);
    }
    expect(pauses[0]).toBeGreaterThanOrEqual(4_000);
    expect(pauses[1]).toBeGreaterThanOrEqual(8_000);
    expect(pauses[2]).toBeGreaterThanOrEqual(16_000);
    expect(pauses[3]).toBe(3_600_000);
  });

  it('without a declared limit stops the connection alone, and all of them when all get it', async () => {
    const gate = (id: string) => gateOf(test.runtime, limitedManifest(), id);
    await call(gate('c1'), answered(429, 600));
    await call(gate('c2'), answered(200));
    test.passTime(6_000);
    for (let count = 3; count < 9; count++) {
      await call(gate(`c${count}`), answered(429, 600)).catch(() => undefined);
      test.passTime(900);
    }
    await expect(gate('c2').enter(never)).rejects.toMatchObject({ reason: 'rate' });
    expect(await listOpenBreakers(test.runtime)).toEqual([]);
    test.passTime(10_000);
    await call(gate('c2'), answered(200));
    await call(gate('c10'), answered(200));
  });

  it('is not forgotten because its probe found the provider down', async () => {
    const manifest = limitedManifest({ scope: 'ip', limit: 1_000, perSeconds: 60 });
    const gate = gateOf(test.runtime, manifest, 'c1');
    await call(gate, answered(429, 60));
    test.passTime(60_000);
    await call(gate, answered(500));
    const paused = { where: { id: { startsWith: '429' } } };
    expect(await test.runtime.database.providerBreaker.count(paused)).toBe(1);
    await call(gate, answered(200));
    expect(await test.runtime.database.providerBreaker.count(paused)).toBe(0);
  });
});

describe('points', () => {
  const manifest = limitedManifest({
    ...{ scope: 'account', unit: 'points', limit: 50, perSeconds: 1 },
    remainingPath: 'extensions.cost.throttleStatus.currentlyAvailable',
  });
  const said = (remaining: number, more: Partial<CallCost> = {}): CallOutcome => ({
    ...{ kind: 'answered', status: 200, retryAfter: null },
    cost: { remaining, ...more },
  });

  it('make the next call wait until what it asks for is there, whatever the last one cost in the end', async () => {
    const gate = gateOf(test.runtime, manifest, 'c1');
    await call(gate, said(1_000, { requested: 900 }));
    // It cost 200 points; another one like it would be refused at once.
    await call(gate, said(800, { requested: 100, restorePerSecond: 10 }));
    const refused = await gate.enter(never).catch((error: unknown) => error);
    // 100 points at 10 per second, as the answer says, not 50.
    expect(refused).toHaveProperty('retryAfterMs', expect.closeTo(10_000, -4));
    test.passTime(11_000);
    await call(gate, said(900));
  });

  it('make the next call wait until what the last one cost is there again', async () => {
    const gate = gateOf(test.runtime, manifest, 'c1');
    await call(gate, said(1_000));
    await call(gate, said(500));
    await call(gate, said(0));
    const refused = await gate.enter(never).catch((error: unknown) => error);
    expect(refused).toMatchObject({ reason: 'rate' });
    // 500 points at 50 per second.
    expect(refused).toHaveProperty('retryAfterMs', expect.closeTo(11_000, -4));
    test.passTime(10_000);
    await call(gate, said(0));
  });

  it('let a call go on as long as enough are left', async () => {
    const gate = gateOf(test.runtime, manifest, 'c1');
    for (const remaining of [900, 800, 700, 300]) await call(gate, said(remaining));
    // Restored in the meantime: the cost is not counted from before.
    test.passTime(3_600_000);
    await call(gate, said(880));
    await call(gate, said(860));
    expect(await test.runtime.database.providerBreaker.count()).toBe(0);
  });
});
