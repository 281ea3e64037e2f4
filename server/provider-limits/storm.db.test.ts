import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallOutcome, ProviderLimitError } from '@/server/providers/index.ts';
import { answered, gateOf, limitedManifest, otherProcess } from '@/server/testing/limited.ts';
import { answerWith, type LocalProvider, startLocalProvider } from '@/server/testing/local-provider.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

const never = new AbortController().signal;
const connections = 200;
const stormSeconds = 600;

let test: TestRuntime;
let provider: LocalProvider;
beforeAll(async () => {
  test = await startTestRuntime();
  provider = await startLocalProvider();
});
afterAll(async () => {
  await provider.close();
  await test.close();
});

/**
 * F-07: simulated seconds, real calls over a real server, two processes. A gate waits out a short pause in real time,
 * while the clock stands still: how long the test takes is up to chance.
 */
describe.each([500, 429])('a storm of %i from the provider', (status) => {
  it('is answered with less than one request per second, and all connections recover within two minutes', async () => {
    const other = otherProcess(test.runtime);
    const manifest = { ...limitedManifest(), name: `storm_${status}` };
    const clients = Array.from({ length: connections }, (_, index) => ({
      gate: gateOf(index % 2 === 0 ? test.runtime : other, manifest, `c${index}`),
      nextTryMs: 0,
      failures: 0,
      recoveredMs: null as number | null,
    }));
    const began = test.runtime.clock.now().getTime();
    const elapsedMs = () => test.runtime.clock.now().getTime() - began;

    async function tryOnce(client: (typeof clients)[number]): Promise<void> {
      try {
        const turn = await client.gate.enter(never);
        const answer = await provider.http.fetch(`${provider.origin}/data`);
        await answer.text();
        await turn.leave(answered(answer.status) satisfies CallOutcome);
        if (answer.status === 200) client.recoveredMs = elapsedMs();
        else client.nextTryMs = elapsedMs() + Math.min(60_000, 1_000 * 2 ** client.failures++);
      } catch (error) {
        if (!(error instanceof ProviderLimitError)) throw error;
        client.nextTryMs = elapsedMs() + error.retryAfterMs;
      }
    }

    /** As 8 workers per process: no more calls at the same time. */
    async function passSecond(): Promise<number> {
      const before = provider.received.length;
      const due = clients.filter((client) => client.recoveredMs === null && client.nextTryMs <= elapsedMs());
      for (let first = 0; first < due.length; first += 8)
        await Promise.all(due.slice(first, first + 8).map(tryOnce));
      test.passTime(1_000);
      return provider.received.length - before;
    }

    provider.answer = answerWith(status, {});
    const perSecond: number[] = [];
    for (let second = 0; second < stormSeconds; second++) perSecond.push(await passSecond());
    // It opens when calls have failed for two seconds and one more does.
    for (const count of perSecond.slice(6)) expect(count).toBeLessThanOrEqual(1);

    provider.answer = answerWith(200, {});
    for (let second = 0; second < 120; second++) await passSecond();
    expect(clients.filter(({ recoveredMs }) => recoveredMs === null)).toEqual([]);
    expect(await test.runtime.database.providerBreaker.count()).toBeLessThan(connections);
    await other.database.$disconnect();
  }, 90_000);
});
