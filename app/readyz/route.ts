import { findPendingMigrations } from '@/server/db/pending-migrations.ts';
import { onlyGet, plainAnswer } from '@/server/http/plain-answer.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';

/** Ready: the database answers and has every migration. 503 otherwise, with the reason in words. */
export async function GET(): Promise<Response> {
  const { database, settings, log } = getRuntime();
  try {
    const pending = await findPendingMigrations(database, settings.database);
    return pending.length === 0 ? answer(200, 'ready') : answer(503, 'migrations pending');
  } catch (error) {
    log.warn({ err: error }, 'not ready: the database does not answer');
    return answer(503, 'database does not answer');
  }
}

function answer(code: 200 | 503, status: string): Response {
  return plainAnswer(JSON.stringify({ status }), code, { 'content-type': 'application/json' });
}

export const dynamic = 'force-dynamic';

export { onlyGet as DELETE, onlyGet as OPTIONS, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT };
