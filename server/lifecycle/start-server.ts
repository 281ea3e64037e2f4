import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockSqliteForServer } from '@/server/db/server-lock.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';
import { type Background, startBackground } from './start-background.ts';

// Next's development server registers again after a change; the server is still one (DESIGN trap 2). Its HTTP server is
// noted by `scripts/guard-requests.js`.
const shared = globalThis as typeof globalThis & {
  moorageServerStarted?: boolean;
  moorageHttpServer?: Server;
};

/** How long requests that are under way may take when the server is asked to stop. */
const lastRequestsMs = 10_000;

/** Starts what runs beside the requests, and ends it in order when the process is asked to stop. */
export function startServer(): void {
  if (shared.moorageServerStarted) return;
  shared.moorageServerStarted = true;
  const runtime = getRuntime();
  const { settings, log } = runtime;
  const unlock = settings.database === 'sqlite' ? claimFile(settings.databaseUrl) : null;
  const background: Background | null = settings.role === 'all' ? startBackground(runtime) : null;

  const stop = async () => {
    await Promise.all([closeHttpServer(), background?.stop()]);
    unlock?.();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop()
        .catch((error: unknown) => log.error({ err: error }, 'stopping failed'))
        // Next leaves the end of the process to us (NEXT_MANUAL_SIG_HANDLE); its development server does not.
        .finally(() => process.env.NEXT_MANUAL_SIG_HANDLE && process.exit(0));
    });
  }
  const { database, publicUrl, role } = settings;
  log.info({ database, publicUrl, role }, 'server started');
}

async function closeHttpServer(): Promise<void> {
  const server = shared.moorageHttpServer;
  if (server === undefined) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await Promise.race([closed, sleep(lastRequestsMs, undefined, { ref: false })]);
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
