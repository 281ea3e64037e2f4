import type { AuthorizationAttempt } from '@/server/db/models.ts';
import { bareScreen, type ConnectAnswer } from './answer.ts';
import { findLinked, type LinkedConnection } from './link.ts';
import { alreadyConnected, deadLink, lostThread } from './screens.ts';
import type { Visit } from './visit.ts';
import { waitForOutcome } from './wait-for-outcome.ts';

/** A used `state`: no second exchange, but the person sees how the first one ended (T-04). */
export async function afterFirst(
  linked: LinkedConnection,
  attempt: AuthorizationAttempt,
  visit: Visit,
): Promise<ConnectAnswer> {
  await waitForOutcome(linked.ctx, attempt);
  return showState(linked, attempt, visit, 400);
}

/** How things stand when this callback has nothing more to say. `status` is that of C-10. */
export async function showState(
  linked: LinkedConnection,
  attempt: AuthorizationAttempt,
  visit: Visit,
  status: number,
): Promise<ConnectAnswer> {
  const now = await findLinked(linked.ctx, attempt.connectionId, visit.requestId);
  if (now === null) return bareScreen(404, { kind: 'unknown_link' });
  const { row } = now;
  if (row.linkVersion !== attempt.linkVersion || row.status === 'DISCONNECTED') {
    return deadLink({ ...now, path: linked.path }, row.disconnectedAt ?? attempt.createdAt);
  }
  return row.status === 'CONNECTED' ? alreadyConnected(now, status) : lostThread(now);
}
