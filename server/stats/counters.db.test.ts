import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteConnection, getConnection, patchConnection, transition } from '@/server/connections/index.ts';
import type { StatusEvent } from '@/server/connections/status.ts';
import { addMs, dayMs } from '@/server/core/clock.ts';
import { AppError } from '@/server/core/errors.ts';
import { transaction } from '@/server/db/client.ts';
import { noteStep } from '@/server/events/index.ts';
import { createApiClient } from '@/server/testing/api-client.ts';
import { makeConnection, makeUser } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { deleteUser, patchUser } from '@/server/users/index.ts';
import { dayOf, deleteOldTotals, foldCounts, funnelSteps, readCounts } from './index.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

const never = new AbortController().signal;

/** Counted by going over all connections. */
async function expectedCounts(): Promise<Record<string, number>> {
  const rows = await test.runtime.database.dataConnection.groupBy({ by: ['status'], _count: true });
  return Object.fromEntries(rows.map(({ status, _count }) => [status, _count]));
}

async function countedNow(period: 'EVER' | 'DAY' = 'EVER'): Promise<Record<string, number>> {
  const from = period === 'EVER' ? 0 : dayOf(test.runtime.clock.now());
  const rows = await readCounts(test.ctx, 'connections', { period, from });
  return Object.fromEntries(rows.map(({ label, amount }) => [label, amount]));
}

async function funnel(): Promise<number[]> {
  const rows = await readCounts(test.ctx, 'funnel', { period: 'DAY', from: 0 });
  return funnelSteps.map((step) => rows.find(({ label }) => label === step)?.amount ?? 0);
}

/** What a racer is told when another was faster. */
function tolerate(error: unknown): void {
  const codes = ['INVALID_STATUS_TRANSITION', 'DATA_CONNECTION_NOT_FOUND', 'USER_NOT_FOUND'];
  if (!(error instanceof AppError && codes.includes(error.code))) throw error;
}

describe('counters', () => {
  it('stay exact while transitions, steps, deletions and folds race for the same connections', async () => {
    const api = createApiClient(test.writeKey);
    const users = await Promise.all([1, 2, 3].map(() => makeUser(api)));
    const created = await Promise.all(
      users.flatMap(({ id }) => [1, 2, 3, 4].map(() => makeConnection(api, id))),
    );
    const { ctx, runtime } = test;
    const move = (userId: string, id: string, event: StatusEvent) =>
      transaction(runtime.database, async (tx) => {
        const row = await getConnection(ctx, userId, id, tx);
        await transition(tx, ctx, row, { event, authRequired: true });
      });
    const steps = ['ALLOWED', 'LEFT_FOR_PROVIDER', 'ALLOWED', 'CANCELLED_HERE'] as const;
    const racers: (() => Promise<unknown>)[] = [];
    for (const { id, user_id } of created) {
      const subject = { id, userId: user_id, providerName: 'sandbox_openbanking' };
      for (const event of ['LINK_OPENED', 'AUTHORIZED', 'SYNC_AUTH_FAILED', 'LINK_OPENED'] as const)
        racers.push(() => move(user_id, id, event));
      for (const step of steps) racers.push(() => noteStep(ctx, subject, step));
      racers.push(() => patchConnection(ctx, user_id, id, { status: 'DISCONNECTED' }));
      racers.push(() => foldCounts(runtime, never));
    }
    for (const { id, user_id } of created.slice(0, 5)) {
      racers.push(() => deleteConnection(ctx, user_id, id));
      racers.push(() => deleteConnection(ctx, user_id, id));
    }
    for (const { id } of users)
      for (const group of ['north', 'south']) racers.push(() => patchUser(ctx, id, { group }));
    racers.push(() => deleteUser(ctx, users[2]?.id ?? ''));
    racers.push(() => deleteUser(ctx, users[2]?.id ?? ''));
    await Promise.all(racers.toSorted(() => Math.random() - 0.5).map((run) => run().catch(tolerate)));

    const expected = await expectedCounts();
    expect(await countedNow()).toEqual(expected);
    await Promise.all([foldCounts(runtime, never), foldCounts(runtime, never), foldCounts(runtime, never)]);
    expect(await runtime.database.statDelta.count()).toBe(0);
    expect(await countedNow()).toEqual(expected);
    expect(await countedNow('DAY')).toEqual(expected);

    const reached = await funnel();
    const rows = await runtime.database.dataConnection.findMany({ select: { funnelStep: true } });
    const stillThere = funnelSteps.map((_, index) => rows.filter((row) => row.funnelStep > index).length);
    expect(reached[0]).toBe(created.length);
    // Deleted ones count on, each once at most.
    reached.forEach((amount, index) => {
      expect(amount).toBeGreaterThanOrEqual(stillThere[index] ?? 0);
      expect(amount).toBeLessThanOrEqual(reached[index - 1] ?? created.length);
    });
  });

  it('of the funnel have each connection once per step, also when a step is left out or comes twice', async () => {
    const api = createApiClient(test.writeKey);
    const before = await funnel();
    const user = await makeUser(api);
    const { id, user_id } = await makeConnection(api, user.id);
    const subject = { id, userId: user_id, providerName: 'sandbox_openbanking' };
    await Promise.all([1, 2, 3].map(() => noteStep(test.ctx, subject, 'LEFT_FOR_PROVIDER')));
    await noteStep(test.ctx, subject, 'ALLOWED');
    const after = await funnel();
    expect(after.map((amount, index) => amount - (before[index] ?? 0))).toEqual([1, 1, 1, 1, 0]);
  });

  it('count nothing that was rolled back', async () => {
    const before = await countedNow();
    const user = await makeUser(createApiClient(test.writeKey));
    const { id } = await makeConnection(createApiClient(test.writeKey), user.id);
    const rollBack = transaction(test.runtime.database, async (tx) => {
      const row = await getConnection(test.ctx, user.id, id, tx);
      await transition(tx, test.ctx, row, { event: 'AUTHORIZED', authRequired: true });
      throw new Error('never mind');
    });
    await expect(rollBack).rejects.toThrow('never mind');
    await deleteConnection(test.ctx, user.id, id);
    expect(await countedNow()).toEqual(before);
  });

  it('forget days of more than a year ago, and never what has no period', async () => {
    const { runtime, ctx } = test;
    await foldCounts(runtime, never);
    const before = await countedNow();
    const later = { ...runtime, clock: { now: () => addMs(runtime.clock.now(), 402 * dayMs) } };
    await deleteOldTotals(later);
    expect(await countedNow()).toEqual(before);
    expect(await readCounts(ctx, 'funnel', { period: 'DAY', from: 0 })).toEqual([]);
  });
});
