import { setImmediate as nextTurn } from 'node:timers/promises';
import { failpoint } from '@/server/core/failpoint.ts';
import { endSync } from '@/server/data-syncs/index.ts';
import type { PullEnd, PullPage } from '@/server/pull/index.ts';
import { savePage, sweep } from '@/server/records/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { ClaimedSync } from './claim-sync.ts';
import { isComputed } from './computed-pages.ts';
import { openPages } from './open-pages.ts';
import { saveLastStep, saveStep, stateOf } from './save-step.ts';
import { toRecords } from './to-records.ts';
import { whatMissingMeans } from './what-missing-means.ts';

/**
 * Reads one data type page by page, stores each page with the position behind it in one transaction, and ends the sync
 * with SUCCESS. Safe to be called again for the same sync: it goes on behind the last page that was stored. False: it
 * stopped between two pages because `isTimeUp`.
 *
 * @throws {SyncLostError} and what reading throws; the stored pages stay
 */
export async function runSync(
  ctx: Context,
  claimed: ClaimedSync,
  signal: AbortSignal,
  isTimeUp: () => boolean,
): Promise<boolean> {
  const ended = new AbortController();
  const pages = await openPages(ctx, claimed, AbortSignal.any([signal, ended.signal]));
  try {
    // The next page is on its way while this one is being stored.
    let step = pages.next();
    for (;;) {
      const page = await step;
      signal.throwIfAborted();
      if (page.done) {
        await finish(ctx, claimed, page.value, signal);
        return true;
      }
      await failpoint('sync.page_fetched');
      // What is computed is computed anew each time: a slice that cuts it off would never end.
      const isLast = !isComputed(claimed.dataType) && isTimeUp();
      if (!isLast) {
        step = pages.next();
        // Whoever awaits it hears of it; until then it must not end the process.
        step.catch(() => undefined);
        await requestLeaves();
      }
      await storePage(ctx, claimed, page.value);
      await failpoint('sync.page_saved');
      if (isLast) return false;
    }
  } finally {
    ended.abort();
  }
}

/**
 * A request that was begun is on the wire two turns of the event loop later. SQLite works on this thread: without them
 * the provider would hear of it only when the page is stored.
 */
async function requestLeaves(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

async function storePage(ctx: Context, claimed: ClaimedSync, page: PullPage): Promise<void> {
  const { connection, dataType, state } = claimed;
  const records = toRecords(dataType, page.records);
  await saveStep(ctx, claimed, async (tx) => {
    const counts = await savePage(tx, {
      ...{ connection, dataType, records },
      generation: state.generation,
      isFullRead: state.checkpoint === null,
      now: ctx.clock.now(),
    });
    await tx.$executeRaw`
      UPDATE sync_state SET position = ${page.position}
      WHERE connection_id = ${connection.id} AND data_type = ${dataType}`;
    const progress = {
      added: { increment: counts.added },
      updated: { increment: counts.updated },
      removed: { increment: counts.removed },
      pages: { increment: 1 },
      ...{ failures: 0, failingSince: null },
    };
    return { result: null, progress };
  });
  claimed.sync.failures = 0;
  claimed.sync.failingSince = null;
}

async function finish(ctx: Context, claimed: ClaimedSync, end: PullEnd, signal: AbortSignal): Promise<void> {
  await failpoint('sync.read_whole');
  const missing = end.complete ? await whatMissingMeans(ctx, claimed) : 'nothing';
  const { generation, fullGeneration } = claimed.state;
  if (missing !== 'nothing')
    await sweepAll(ctx, claimed, missing === 'gone' ? generation : fullGeneration, signal);
  await saveLastStep(ctx, claimed, async (tx) => {
    const now = ctx.clock.now();
    await tx.syncState.update({
      where: stateOf(claimed),
      data: {
        position: null,
        checkpoint: end.checkpoint,
        succeededAt: now,
        ...(claimed.state.checkpoint === null && { fullReadAt: now, fullGeneration: generation }),
      },
    });
    await endSync(tx, ctx, claimed.sync, { status: 'SUCCESS' });
  });
  await failpoint('sync.ended');
}

const perSweep = 1_000;

/** What no full read has seen since this one is gone at the source. Before the first one there was nothing. */
async function sweepAll(
  ctx: Context,
  claimed: ClaimedSync,
  seenSince: number,
  signal: AbortSignal,
): Promise<void> {
  const { connection, dataType, state } = claimed;
  if (state.generation <= 1) return;
  let after: bigint | null = null;
  do {
    signal.throwIfAborted();
    after = await saveStep<bigint | null>(ctx, claimed, async (tx) => {
      const { generation } = state;
      const now = ctx.clock.now();
      const { removed, next } = await sweep(tx, {
        ...{ connection, dataType, seenSince, generation, after, now },
        limit: perSweep,
      });
      return { result: next, progress: { removed: { increment: removed } } };
    });
  } while (after !== null);
}
