import { afterAll, beforeAll, expect, it } from 'vitest';
import { addMs, minuteMs } from '@/server/core/clock.ts';
import { transaction } from '@/server/db/client.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { findQueue } from './find-queue.ts';
import { enqueue } from './index.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

it('a claim takes what has been due the longest, whatever was added before it', async () => {
  const { runtime, accountId } = test;
  for (const [connectionId, minutes] of [
    ['later', 60],
    ['second', -1],
    ['first', -2],
  ] as const) {
    const runAt = addMs(runtime.clock.now(), minutes * minuteMs);
    const payload = { accountId, connectionId };
    await transaction(runtime.database, (tx) => enqueue(tx, runtime, 'sync_connection', payload, { runAt }));
  }
  const taken: unknown[] = [];
  for (let round = 0; round < 3; round++) {
    const request = { kinds: ['sync_connection'] as const, limit: 1, urgentOnly: false };
    const claims = await findQueue(runtime).claim(request);
    taken.push(...claims.map(({ payload, attempt }) => [payload, attempt]));
  }
  expect(taken).toEqual([
    [{ accountId, connectionId: 'first' }, 1],
    [{ accountId, connectionId: 'second' }, 1],
  ]);
});
