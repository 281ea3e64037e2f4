import { addMs, dayMs } from '@/server/core/clock.ts';
import type { Transaction } from '@/server/db/client.ts';
import { defaultLeaseMs, findQueue } from '@/server/jobs/find-queue.ts';
import type { Handlers } from '@/server/jobs/job.ts';
import { isJobKind } from '@/server/jobs/kinds.ts';
import { defaultRetryPolicy } from '@/server/jobs/retry-delay.ts';
import { runJob } from '@/server/jobs/run-job.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

/** Against a job that puts itself back for ever. */
const mostJobs = 10_000;

/**
 * Runs every job that is due by the clock of the runtime, one after the other, until none is left, and gives their
 * number. A job whose handler threw waits for its next attempt as in a worker: `passTime`, then drain again.
 */
export async function drainJobs(runtime: Runtime, handlers: Handlers): Promise<number> {
  const queue = findQueue(runtime);
  const stopping = new AbortController().signal;
  const context = { runtime, queue, handlers, leaseMs: defaultLeaseMs, retry: defaultRetryPolicy, stopping };
  const kinds = Object.keys(handlers).filter(isJobKind);
  for (let count = 0; count < mostJobs; count++) {
    await makeDue(runtime);
    const take = (limit: number, longLimit: number) =>
      queue.claim({ kinds, limit, urgentOnly: false, longLimit });
    const claim = (await take(1, 0))[0] ?? (await take(0, 1))[0];
    if (claim === undefined) return count;
    await runJob(context, claim);
  }
  throw new Error(`still jobs left after ${mostJobs}`);
}

/** pg-boss goes by the clock of Postgres, which a test cannot move on: what is due by the test's clock is made due. */
async function makeDue({ settings, database, clock }: Runtime): Promise<void> {
  if (settings.database === 'sqlite') return;
  await database.$executeRaw`
    UPDATE pgboss.job SET start_after = pgboss.job_now()
    WHERE state < 'active' AND start_after > pgboss.job_now() AND (data ->> 'runAt')::timestamptz <= ${clock.now().toISOString()}::timestamptz`;
}

/** As if the lease of every running job and recurring task had ended: their workers are silent for too long. */
export async function endLeases({ settings, database, clock }: Runtime): Promise<void> {
  const longAgo = addMs(clock.now(), -dayMs);
  await database.job.updateMany({ where: { owner: { not: null } }, data: { dueAt: longAgo } });
  if (settings.database === 'sqlite') return;
  await database.$executeRaw`UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 day' WHERE state = 'active'`;
}

/** An effect of a job that can happen once: a second one is refused by the database. */
export async function leaveMark(tx: Transaction, { clock }: Runtime, id: string): Promise<void> {
  await tx.account.create({ data: { id, name: 'mark', returnUrlOrigins: [], createdAt: clock.now() } });
}
