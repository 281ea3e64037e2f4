import { forgetPreviousTokens } from '@/server/access-tokens/index.ts';
import { deleteOldSessions } from '@/server/admins/index.ts';
import { createBulkHandler, deleteOldBulkRuns } from '@/server/bulk/index.ts';
import { endExpiredAttempts } from '@/server/connect/index.ts';
import { minuteMs } from '@/server/core/clock.ts';
import { deleteOldSyncs } from '@/server/data-syncs/index.ts';
import { truncateWriteAheadLog } from '@/server/db/sqlite-adapter.ts';
import { deleteOldIdempotencyRecords } from '@/server/http/idempotency.ts';
import { listStuckJobs, startRecurring, startWorker } from '@/server/jobs/index.ts';
import { startRevoker } from '@/server/revocations/index.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { deleteOldTotals, foldCounts } from '@/server/stats/index.ts';
import { createJobHandlers, scheduleDue } from '@/server/sync/index.ts';

/** Everything that happens without a request. */
export interface Background {
  /** Resolves when what was under way has ended or was given back to other processes. */
  stop(): Promise<void>;
}

const scheduleEveryMs = 2_000;
const longestCleaningMs = 20_000;
const foldEveryMs = 2_000;

/** Works jobs off, watches the schedule and keeps house. Any number of processes may do so on one Postgres database. */
export function startBackground(runtime: Runtime): Background {
  const parts = [
    startWorker(runtime, { ...createJobHandlers(runtime), bulk_run: createBulkHandler(runtime) }),
    startRecurring(
      runtime,
      'schedule',
      async (signal) => {
        await scheduleDue(runtime, signal);
      },
      { everyMs: scheduleEveryMs },
    ),
    startRecurring(
      runtime,
      'fold_counts',
      async (signal) => {
        await foldCounts(runtime, signal);
      },
      { everyMs: foldEveryMs },
    ),
    startRecurring(runtime, 'housekeeping', (signal) => keepHouse(runtime, signal), { everyMs: minuteMs }),
    startRevoker(runtime),
  ];
  return {
    async stop() {
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}

/** On SQLite what was erased stays in the write-ahead log until it is written back (CONTRACT section 4: 5 minutes). */
async function keepHouse(runtime: Runtime, signal: AbortSignal): Promise<void> {
  await Promise.all([
    endExpiredAttempts(runtime),
    deleteOldIdempotencyRecords(runtime),
    deleteOldSessions(runtime),
    deleteOldTotals(runtime),
  ]);
  for (const forget of [deleteOldSyncs, deleteOldBulkRuns, forgetPreviousTokens]) {
    const until = performance.now() + longestCleaningMs;
    // A batch at a time, so that others get their turn, until there is nothing left.
    while (!signal.aborted && performance.now() < until && (await forget(runtime)) > 0);
  }
  if (runtime.settings.database === 'sqlite') await truncateWriteAheadLog(runtime.database);
  const stuck = await listStuckJobs(runtime);
  if (stuck.length > 0)
    runtime.log.error({ alarm: 'jobs_stuck', jobs: stuck.slice(0, 10) }, 'jobs are past their lease');
}
