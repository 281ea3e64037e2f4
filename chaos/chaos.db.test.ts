import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONSUMER_URL } from '@/sandbox/test-client.ts';
import { type SandboxProcess, startSandboxProcess } from '@/scripts/sandbox-process.ts';
import { type FailpointName, failpointNames } from '@/server/core/failpoint.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { killAll } from './campaign.ts';
import { type ChaosWorld, startChaosWorld } from './world.ts';

/** `npm run chaos` in small: each failpoint once (SECURITY F-01), on real processes. */

let sandbox: SandboxProcess;
let test: TestRuntime;
let world: ChaosWorld;
beforeAll(async () => {
  sandbox = await startSandboxProcess(CONSUMER_URL);
  test = await startTestRuntime({ realTime: true, environment: { SANDBOX_URL: sandbox.url } });
  const { runtime, accountId } = test;
  world = await startChaosWorld({ runtime, accountId, leaseMs: 2_000, workers: 2 });
});
afterAll(async () => {
  await world?.stop();
  await test?.close();
  await sandbox?.stop();
});

/** The last of a sync stands with the ends: no more than four kills at once may leave a sync behind (`killAll`). */
const batches: [string, FailpointName[]][] = [
  ['a sync', failpointNames.filter((name) => name.startsWith('sync.') && name !== 'sync.ended')],
  ['a refresh', failpointNames.filter((name) => name.startsWith('refresh.'))],
  ['an end', failpointNames.filter((name) => /^(sync\.ended|disconnect|revocation|delete|erase)/.test(name))],
];

describe('kill -9', () => {
  it.each(batches)(
    'in the middle of %s loses nothing and does nothing twice',
    async (_, failpoints) => {
      const { broken, missed } = await killAll(
        world,
        failpoints.map((failpoint, run) => ({ failpoint, run })),
      );
      expect({ broken, missed }).toEqual({ broken: [], missed: [] });
    },
    120_000,
  );

  it('is tried at every failpoint', () => {
    expect(batches.flatMap(([, names]) => names).toSorted()).toEqual(failpointNames.toSorted());
  });
});
