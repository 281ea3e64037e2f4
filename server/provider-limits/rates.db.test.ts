import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, call, gateOf, limitedManifest, otherProcess } from '@/server/testing/limited.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

const never = new AbortController().signal;
const isPostgres = process.env.TEST_DATABASE === 'postgres';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime({ realTime: true });
});
afterAll(() => test.close());

describe('rates', () => {
  it('are spread: five calls at 20 per second take four gaps', async () => {
    const gate = gateOf(test.runtime, limitedManifest({ limit: 20, perSeconds: 1 }), 'a');
    const began = performance.now();
    await Promise.all(Array.from({ length: 5 }, () => call(gate, answered(200))));
    expect(performance.now() - began).toBeGreaterThan(4 * 50 - 20);
  });

  it('are refused with the time to wait when that is long', async () => {
    const gate = gateOf(test.runtime, limitedManifest({ scope: 'account', limit: 2, perSeconds: 60 }), 'b');
    await call(gate, answered(200));
    await call(gate, answered(200));
    const refused = await gate.enter(never).catch((error: unknown) => error);
    expect(refused).toMatchObject({ reason: 'rate' });
    expect(refused).toHaveProperty('retryAfterMs', expect.closeTo(60_000, -4));
  });

  it('of an account at the provider are shared by its connections, and by no others', async () => {
    const manifest = limitedManifest({ scope: 'account', limit: 1, perSeconds: 3_600 });
    const of = (connectionId: string, providerAccountId: string) =>
      gateOf(test.runtime, manifest, connectionId, { providerAccountId });
    await call(of('c1', 'shop-1'), answered(200));
    await expect(call(of('c2', 'shop-1'), answered(200))).rejects.toMatchObject({ reason: 'rate' });
    await call(of('c3', 'shop-2'), answered(200));
  });

  it('of some data types leave the others alone', async () => {
    const manifest = limitedManifest({
      scope: 'host',
      limit: 1,
      perSeconds: 3_600,
      dataTypes: ['LEGAL_NOTICE'],
    });
    const notices = gateOf(test.runtime, manifest, 'd', { dataType: 'LEGAL_NOTICE' });
    await call(notices, answered(200));
    await expect(call(notices, answered(200))).rejects.toMatchObject({ reason: 'rate' });
    await call(gateOf(test.runtime, manifest, 'd'), answered(200));
  });

  it('of one status count only answers of that status, then nobody goes in', async () => {
    const manifest = limitedManifest({ scope: 'application', limit: 2, perSeconds: 3_600, onlyStatus: 401 });
    const gate = gateOf(test.runtime, manifest, 'e');
    for (const status of [200, 401, 200, 200, 401]) await call(gate, answered(status));
    await expect(gate.enter(never)).rejects.toMatchObject({ reason: 'rate' });
  });

  it('are given back to nobody when the wait is aborted: the reason of the signal is thrown at once', async () => {
    const gate = gateOf(test.runtime, limitedManifest({ limit: 1, perSeconds: 4 }), 'f');
    await call(gate, answered(200));
    const stop = new AbortController();
    const waiting = gate.enter(stop.signal);
    setTimeout(() => stop.abort(new Error('the worker stops')), 20);
    const began = performance.now();
    await expect(waiting).rejects.toThrow('the worker stops');
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  if (isPostgres)
    it('are shared by all processes of a database', async () => {
      const other = otherProcess(test.runtime);
      const manifest = limitedManifest({ scope: 'connection', limit: 3, perSeconds: 600 });
      const results = await Promise.allSettled(
        [test.runtime, other, test.runtime, other, test.runtime, other].map((runtime) =>
          call(gateOf(runtime, manifest, 'g'), answered(200)),
        ),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
      await other.database.$disconnect();
    });

  if (isPostgres)
    it('still hold in this process when their table cannot be used', async () => {
      const other = otherProcess(test.runtime);
      const broken = new Proxy(other.database, {
        get: (target, name) =>
          name === 'RateLimiterFlexible' || name === 'rateLimiterFlexible'
            ? new Proxy({}, { get: () => () => Promise.reject(new Error('no table')) })
            : Reflect.get(target, name),
      });
      const gate = gateOf(
        { ...other, database: broken },
        limitedManifest({ scope: 'connection', limit: 2, perSeconds: 900 }),
        'h',
      );
      await call(gate, answered(200));
      await call(gate, answered(200));
      await expect(call(gate, answered(200))).rejects.toMatchObject({ reason: 'rate' });
      await other.database.$disconnect();
    });
});
