import { addMs, minuteMs } from '@/server/core/clock.ts';
import { isId, newId } from '@/server/core/ids.ts';
import type { Transaction } from '@/server/db/client.ts';
import type { Admin } from '@/server/db/models.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { type SignedInAdmin, toSignedIn } from './context.ts';

/** */
const idleMs = 30 * minuteMs;
export const absoluteMs = 8 * 60 * minuteMs;

/** A new session at every sign-in (no fixation). Returns its id, for the sealed cookie. */
export async function openSession(
  tx: Transaction,
  runtime: Runtime,
  admin: Pick<Admin, 'id' | 'sessionVersion'>,
): Promise<string> {
  const now = runtime.clock.now();
  const { id } = await tx.adminSession.create({
    data: {
      id: newId(),
      adminId: admin.id,
      sessionVersion: admin.sessionVersion,
      createdAt: now,
      lastSeenAt: now,
    },
  });
  await tx.admin.update({ where: { id: admin.id }, data: { lastSignInAt: now } });
  return id;
}

/**
 * The admin of a session, or null when it is over: signed out, idle for 30 minutes, 8 hours old, or its admin was
 * disabled or changed the password since. Asked on every request. `isActivity` false: nobody did anything, so the
 * limit of idleness goes on.
 */
export async function findSession(
  runtime: Runtime,
  sessionId: string,
  { isActivity = true }: { isActivity?: boolean } = {},
): Promise<SignedInAdmin | null> {
  if (!isId(sessionId)) return null;
  const session = await runtime.database.adminSession.findUnique({
    where: { id: sessionId },
    include: { admin: true },
  });
  if (session === null) return null;
  const now = runtime.clock.now();
  const { admin } = session;
  const isOver =
    admin.disabledAt !== null ||
    session.sessionVersion !== admin.sessionVersion ||
    now >= addMs(session.lastSeenAt, idleMs) ||
    now >= addMs(session.createdAt, absoluteMs);
  if (isOver) {
    await endSession(runtime, sessionId);
    return null;
  }
  // Once a minute is enough for a limit of thirty.
  if (isActivity && now >= addMs(session.lastSeenAt, minuteMs)) {
    await runtime.database.adminSession.updateMany({ where: { id: sessionId }, data: { lastSeenAt: now } });
  }
  return toSignedIn(admin);
}

export async function endSession(runtime: Runtime, sessionId: string): Promise<void> {
  await runtime.database.adminSession.deleteMany({ where: { id: sessionId } });
}

/** Sessions that nobody came back to, and links that nobody used. */
export async function deleteOldSessions(runtime: Runtime): Promise<void> {
  const now = runtime.clock.now();
  await runtime.database.adminSession.deleteMany({ where: { createdAt: { lt: addMs(now, -absoluteMs) } } });
  await runtime.database.adminLink.deleteMany({ where: { expiresAt: { lt: now } } });
}
