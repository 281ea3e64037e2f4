import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listOpenBreakers } from '@/server/provider-limits/index.ts';
import type { CallOutcome } from '@/server/providers/index.ts';
import { answered, gateOf, limitedManifest } from '@/server/testing/limited.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

const { signal } = new AbortController();
const gazette = 'bodacc_base_url';
const manifest = limitedManifest(
  { scope: 'ip', limit: 100, perSeconds: 1 },
  { baseUrl: gazette, scope: 'ip', concurrency: 1 },
);

let test: TestRuntime;
beforeEach(async () => {
  test = await startTestRuntime();
});
afterEach(() => test.close());

const enter = (service: string | null, connectionId = 'c') =>
  gateOf(test.runtime, manifest, connectionId).enter(signal, service);
const call = async (service: string | null, outcome: CallOutcome, connectionId = 'c') =>
  (await enter(service, connectionId)).leave(outcome);

describe('a second service of a provider', () => {
  it('has limits of its own', async () => {
    const held = await enter(gazette);
    await expect(enter(gazette, 'other')).rejects.toMatchObject({ reason: 'concurrency' });
    await (await enter(null)).leave(answered(200));
    await held.leave(answered(200));
    await (await enter(gazette, 'other')).leave(answered(200));
  });

  it('that answers 429 stops nobody from calling the usual one', async () => {
    await call(gazette, answered(429, 3_600));
    await expect(enter(gazette)).rejects.toMatchObject({ reason: 'rate' });
    await call(null, answered(200));
  });

  it('in trouble opens a breaker of its own', async () => {
    for (let count = 0; count < 5; count++) {
      if (count > 0) test.passTime(600);
      await call(gazette, answered(500), `c${count % 2}`);
    }
    await expect(enter(gazette, 'other')).rejects.toMatchObject({ reason: 'breaker' });
    await call(null, answered(200), 'other');
    expect(await listOpenBreakers(test.runtime)).toMatchObject([{ provider: 'limited', service: gazette }]);
  });
});
