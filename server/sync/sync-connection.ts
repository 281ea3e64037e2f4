import { minuteMs } from '@/server/core/clock.ts';
import type { Handler } from '@/server/jobs/index.ts';
import { type Context, type Runtime, withAccount } from '@/server/runtime/runtime.ts';
import { type ClaimedSync, claimNext, findNextDue } from './claim-sync.ts';
import { endFailed, putBack } from './end-failed.ts';
import { runSync } from './run-sync.ts';
import { SyncLostError } from './save-step.ts';

/** A connection with much to read gives its place to the ones that wait, and goes on behind them. */
const sliceMs = 2 * minuteMs;

/**
 * The job of a connection: its syncs, one after the other, until none is due. One job per connection is live at most, so
 * two workers never read the same connection, and a refresh is rarely asked for twice.
 */
export function createSyncHandler(runtime: Runtime): Handler<'sync_connection'> {
  return async (job) => {
    const { accountId, connectionId } = job.payload;
    const ctx = withAccount(runtime, accountId, 'system', null);
    const began = performance.now();
    const isTimeUp = () => performance.now() - began >= sliceMs;
    while (!isTimeUp()) {
      job.signal.throwIfAborted();
      const next = await claimNext(ctx, job);
      if (next.kind !== 'run') break;
      const { requestId } = next.claimed.sync;
      await attempt({ ...ctx, requestId }, next.claimed, job.signal, isTimeUp);
    }
    // What was queued in the meantime waits for this transaction (`enqueue`): nothing is missed.
    await job.settle(async (tx) => {
      const runAgainAt = await findNextDue(ctx, tx, connectionId);
      return runAgainAt === null ? { done: true } : { runAgainAt };
    });
  };
}

async function attempt(
  ctx: Context,
  claimed: ClaimedSync,
  signal: AbortSignal,
  isTimeUp: () => boolean,
): Promise<void> {
  try {
    const isOver = await runSync(ctx, claimed, signal, isTimeUp);
    if (!isOver) await putBack(ctx, claimed);
  } catch (error) {
    if (error instanceof SyncLostError) {
      ctx.log.info({ sync: claimed.sync.id }, 'a sync was ended while it ran');
      return;
    }
    if (signal.aborted) {
      // The worker stops, or lost the job: whoever takes it over goes on behind the last page.
      await putBack(ctx, claimed);
      throw signal.reason;
    }
    await endFailed(ctx, claimed, error);
  }
}
