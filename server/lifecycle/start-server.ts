import { deleteOldSessions } from '@/server/admins/index.ts';
import { endExpiredAttempts } from '@/server/connect/index.ts';
import { minuteMs } from '@/server/core/clock.ts';
import { lockSqliteForServer } from '@/server/db/server-lock.ts';
import { truncateWriteAheadLog } from '@/server/db/sqlite-adapter.ts';
import { deleteOldIdempotencyRecords } from '@/server/http/idempotency.ts';
import { startRevoker } from '@/server/revocations/index.ts';
import { getRuntime, type Runtime } from '@/server/runtime/runtime.ts';

// Next's development server registers again after a change; the server is still one (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageServerStarted?: boolean };

/** Starts what runs beside the requests, and ends it in order when the process is asked to stop. */
export function startServer(): void {
  if (shared.moorageServerStarted) return;
  shared.moorageServerStarted = true;
  const runtime = getRuntime();
  const { settings, log } = runtime;
  const unlock = settings.database === 'sqlite' ? claimFile(settings.databaseUrl) : null;
  const revoker = startRevoker(runtime);
  const cleaning = setInterval(() => {
    keepHouse(runtime).catch((error: unknown) =>
      log.error({ err: error }, 'housekeeping failed; it runs again in a minute'),
    );
  }, minuteMs);
  cleaning.unref();

  const stop = async () => {
    clearInterval(cleaning);
    await revoker.stop();
    unlock?.();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop().catch((error: unknown) => log.error({ err: error }, 'stopping failed'));
    });
  }
  log.info({ database: settings.database, publicUrl: settings.publicUrl }, 'server started');
}

/** On SQLite what was erased stays in the write-ahead log until it is written back (CONTRACT section 4: 5 minutes). */
async function keepHouse(runtime: Runtime): Promise<void> {
  await Promise.all([
    endExpiredAttempts(runtime),
    deleteOldIdempotencyRecords(runtime),
    deleteOldSessions(runtime),
  ]);
  if (runtime.settings.database === 'sqlite') await truncateWriteAheadLog(runtime.database);
}

/** A server that may not have the file must not answer a single request. */
function claimFile(databaseUrl: string): () => void {
  try {
    return lockSqliteForServer(databaseUrl);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
