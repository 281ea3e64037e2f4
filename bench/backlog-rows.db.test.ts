import { afterAll, beforeAll, expect, it } from 'vitest';
import { createQueue, defaultLeaseMs } from '@/server/jobs/find-queue.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { seedConnections, seededId, seedJobs } from './backlog-rows.ts';
import { makeConnection, makeUser } from './sync-connection.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

it('connections and jobs of the benchmark fit the tables as they are now', async () => {
  const { ctx, userId } = await makeUser(test.runtime);
  const model = await makeConnection(ctx, userId);
  await seedConnections(ctx, model, 0, 20);
  await seedJobs(test.runtime, model, 0, 20);
  expect(await ctx.database.dataConnection.findUnique({ where: { id: seededId(19) } })).toMatchObject({
    userId,
    status: 'CONNECTED',
    userGroup: model.userGroup,
  });
  const queue = createQueue(ctx, defaultLeaseMs);
  const claims = await queue.claim({ kinds: ['sync_connection'], limit: 20, urgentOnly: false });
  expect(claims).toHaveLength(10);
});
