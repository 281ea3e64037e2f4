import { findPendingMigrations } from '@/server/db/pending-migrations.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';

/** Ready: the database answers and has every migration. 503 otherwise, with the reason in words. */
export async function GET(): Promise<Response> {
  const { database, settings, log } = getRuntime();
  const headers = { 'cache-control': 'no-store' };
  try {
    const pending = await findPendingMigrations(database, settings.database);
    if (pending.length === 0) return Response.json({ status: 'ready' }, { headers });
    return Response.json({ status: 'migrations pending', pending: pending.length }, { status: 503, headers });
  } catch (error) {
    log.warn({ err: error }, 'not ready: the database does not answer');
    return Response.json({ status: 'database does not answer' }, { status: 503, headers });
  }
}

export const dynamic = 'force-dynamic';
