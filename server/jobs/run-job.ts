import { addMs } from '@/server/core/clock.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { type Handlers, type Job, LeaseLostError, type Settlement } from './job.ts';
import { keepLease } from './keep-lease.ts';
import { jobKinds } from './kinds.ts';
import type { Claim, Queue } from './queue.ts';
import { type RetryPolicy, retryDelay } from './retry-delay.ts';

export interface RunContext {
  runtime: Runtime;
  queue: Queue;
  handlers: Handlers;
  leaseMs: number;
  retry: RetryPolicy;
  /** Instead of a kind's own. */
  maxAttempts?: number | undefined;
  /** Aborted when the worker stops. */
  stopping: AbortSignal;
}

/** Works one claim off to one of its ends. Never rejects for what a handler does; only when the database is away. */
export async function runJob(context: RunContext, claim: Claim): Promise<void> {
  const { runtime, queue, leaseMs, stopping } = context;
  const { log } = runtime;
  const about = { job: claim.id, kind: claim.kind, attempt: claim.attempt };
  const lost = new AbortController();
  const lease = keepLease(leaseMs, () => queue.heartbeat(claim), {
    onLost: () => {
      log.warn(about, 'a job was lost: its lease ended');
      lost.abort(new LeaseLostError());
    },
    onError: (error) => log.warn({ ...about, err: error }, 'the lease of a job could not be renewed yet'),
  });
  let settled = false;
  const settle = async (work: (tx: Transaction) => Promise<Settlement>) => {
    if (settled) throw new Error(`${claim.kind}: a job is settled once`);
    lost.signal.throwIfAborted();
    await end(context, claim, async (tx) => {
      const settlement = await work(tx);
      if ('done' in settlement) await queue.finish(tx, claim);
      else await queue.putBack(tx, claim, settlement.runAgainAt, 0);
    });
    settled = true;
    lease.stop();
  };

  try {
    const maxAttempts = context.maxAttempts ?? jobKinds[claim.kind].maxAttempts;
    if (claim.attempt > maxAttempts)
      return await giveUp(context, claim, new Error('the worker died with it'));
    const payload = jobKinds[claim.kind].payload.safeParse(claim.payload);
    if (!payload.success) return await giveUp(context, claim, payload.error);
    const signal = AbortSignal.any([lost.signal, stopping]);
    try {
      stopping.throwIfAborted();
      await handle(context.handlers, {
        kind: claim.kind,
        payload: payload.data,
        attempt: claim.attempt,
        signal,
        hold: (tx) => hold(queue, tx, claim),
        settle,
      });
      if (!settled) await settle(async () => ({ done: true }));
    } catch (error) {
      if (settled) log.error({ ...about, err: error }, 'a job failed after it was settled');
      else if (error instanceof LeaseLostError || lost.signal.aborted) log.warn(about, 'a lost job stopped');
      else if (stopping.aborted) await giveBack(context, claim);
      else if (claim.attempt >= maxAttempts) await giveUp(context, claim, error);
      else await tryLater(context, claim, error);
    }
  } finally {
    lease.stop();
  }
}

/** The handler of a kind takes jobs of this kind; the type system cannot follow one key through both. */
async function handle(handlers: Handlers, job: Job): Promise<void> {
  const handler = handlers[job.kind] as ((job: Job) => Promise<void>) | undefined;
  if (handler === undefined) throw new Error(`${job.kind}: no handler`);
  await handler(job);
}

/** Ends an attempt in one transaction, if this worker still has it. */
async function end(
  { runtime, queue }: RunContext,
  claim: Claim,
  work: (tx: Transaction) => Promise<void>,
): Promise<void> {
  await transaction(runtime.database, async (tx) => {
    await hold(queue, tx, claim);
    await work(tx);
  });
}

async function hold(queue: Queue, tx: Transaction, claim: Claim): Promise<void> {
  if (!(await queue.hold(tx, claim))) throw new LeaseLostError();
}

/** The attempt does not count, and the job is ready at once. */
export async function giveBack(context: RunContext, claim: Claim): Promise<void> {
  const now = context.runtime.clock.now();
  await unlessLost(end(context, claim, (tx) => context.queue.putBack(tx, claim, now, claim.attempt - 1)));
}

async function tryLater(context: RunContext, claim: Claim, error: unknown): Promise<void> {
  const { runtime, queue, retry } = context;
  const delayMs = retryDelay(claim.attempt, error, retry, runtime.random);
  runtime.log.warn(
    { job: claim.id, kind: claim.kind, attempt: claim.attempt, delayMs, err: error },
    'a job failed; it runs again later',
  );
  const runAt = addMs(runtime.clock.now(), delayMs);
  await unlessLost(end(context, claim, (tx) => queue.putBack(tx, claim, runAt, claim.attempt)));
}

async function giveUp(context: RunContext, claim: Claim, error: unknown): Promise<void> {
  context.runtime.log.error(
    { alarm: 'job_given_up', job: claim.id, kind: claim.kind, attempt: claim.attempt, err: error },
    'a job was given up: its attempts are used up, or nobody can run it',
  );
  const reason = error instanceof Error ? error.name : typeof error;
  await unlessLost(end(context, claim, (tx) => context.queue.bury(tx, claim, reason)));
}

async function unlessLost(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof LeaseLostError)) throw error;
  });
}
