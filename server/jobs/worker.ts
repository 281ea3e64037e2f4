import { setTimeout as sleep } from 'node:timers/promises';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { createQueue, defaultLeaseMs } from './find-queue.ts';
import { type Handlers, WorkerStoppingError } from './job.ts';
import { isJobKind, isLong } from './kinds.ts';
import type { Claim } from './queue.ts';
import { defaultRetryPolicy, type RetryPolicy } from './retry-delay.ts';
import { giveBack, type RunContext, runJob } from './run-job.ts';
import { onWake } from './wake.ts';

export interface WorkerOptions {
  /** Jobs at the same time. Default 8. */
  concurrency?: number;
  /** How long a job of another process may stay unnoticed. Default 1 s. */
  pollMs?: number;
  /** Default 60 s. All workers of a database use one. */
  leaseMs?: number;
  /** How long `stop` waits for running jobs before it gives them back. Default 10 s. */
  graceMs?: number;
  retry?: RetryPolicy;
  /** Instead of each kind's own. */
  maxAttempts?: number;
}

export interface Worker {
  /**
   * No further claims; running handlers see their signal aborted. Resolves when each has ended or was given back: ready
   * at once for other workers, the attempt not counted. A handler that still runs then can write nothing by `settle`.
   */
  stop(): Promise<void>;
}

/** Urgent jobs need not wait for one of the others to end. */
const urgentSlots = 2;
/** A run of any length goes on beside the backlog, and takes no slot from it. */
const longSlots = 1;

/** Works jobs off until stopped. */
export function startWorker(runtime: Runtime, handlers: Handlers, options: WorkerOptions = {}): Worker {
  const { concurrency = 8, pollMs = 1_000, leaseMs = defaultLeaseMs, graceMs = 10_000 } = options;
  const { retry = defaultRetryPolicy, maxAttempts } = options;
  const queue = createQueue(runtime, leaseMs);
  const stopping = new AbortController();
  const context: RunContext = {
    ...{ runtime, queue, handlers, leaseMs, retry, maxAttempts },
    stopping: stopping.signal,
  };
  const kinds = Object.keys(handlers).filter(isJobKind);
  const running = new Map<Claim, Promise<void>>();

  let look: () => void = () => undefined;
  let nudged = false;
  const nudge = () => {
    nudged = true;
    look();
  };

  function start(claim: Claim): void {
    const run = runJob(context, claim)
      .catch((error: unknown) =>
        // Its lease ends, and somebody takes it over.
        runtime.log.error(
          { err: error, job: claim.id, kind: claim.kind },
          'the end of a job could not be written',
        ),
      )
      .finally(() => {
        running.delete(claim);
        nudge();
      });
    running.set(claim, run);
  }

  /** Whether there may be more to claim at once. */
  async function fill(): Promise<boolean> {
    const long = [...running.keys()].filter(({ kind }) => isLong(kind)).length;
    const others = running.size - long;
    const urgentOnly = others >= concurrency;
    const limit = (urgentOnly ? concurrency + urgentSlots : concurrency) - others;
    const longLimit = kinds.some(isLong) ? longSlots - long : 0;
    if (kinds.length === 0 || (limit <= 0 && longLimit <= 0)) return false;
    const claims = await queue.claim({ kinds, limit, urgentOnly, longLimit });
    for (const claim of claims) start(claim);
    return limit > 0 && claims.filter(({ kind }) => !isLong(kind)).length === limit;
  }

  async function pause(): Promise<void> {
    if (nudged) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    look = resolve;
    const timer = setTimeout(resolve, pollMs);
    await promise;
    clearTimeout(timer);
  }

  async function work(): Promise<void> {
    let open = false;
    while (!stopping.signal.aborted) {
      nudged = false;
      try {
        if (!open) await queue.open();
        open = true;
        if (await fill()) continue;
      } catch (error) {
        runtime.log.error({ err: error }, 'jobs could not be claimed; the worker tries again in a moment');
      }
      if (!stopping.signal.aborted) await pause();
    }
  }

  const forget = onWake(nudge);
  const working = work();
  let stopped: Promise<void> | undefined;

  async function stop(): Promise<void> {
    forget();
    stopping.abort(new WorkerStoppingError());
    nudge();
    await working;
    const ended = Promise.all(running.values());
    const giveUpWaiting = new AbortController();
    await Promise.race([
      ended,
      sleep(graceMs, undefined, { signal: giveUpWaiting.signal }).catch(() => undefined),
    ]);
    giveUpWaiting.abort();
    await Promise.all(
      [...running.keys()].map((claim) =>
        giveBack(context, claim).catch((error: unknown) =>
          runtime.log.error(
            { err: error, job: claim.id },
            'a job could not be given back; its lease ends soon',
          ),
        ),
      ),
    );
    await queue.close();
  }

  return { stop: () => (stopped ??= stop()) };
}
