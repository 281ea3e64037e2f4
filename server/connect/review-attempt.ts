import { readDataTypes } from '@/server/connections/index.ts';
import { sha256 } from '@/server/core/random.ts';
import type { AuthorizationAttempt } from '@/server/db/models.ts';
import type { ConnectAnswer } from './answer.ts';
import type { LinkedConnection } from './link.ts';
import { frameOf, sharedDataTypes, show } from './screens.ts';
import type { Visit } from './visit.ts';

/** C-09: the page about an attempt that waits for the person's word. Null when this browser has none. */
export async function reviewAttempt(linked: LinkedConnection, visit: Visit): Promise<ConnectAnswer | null> {
  const attempt = await findWaitingAttempt(linked, visit);
  if (attempt === null) return null;
  const granted = readDataTypes(attempt.grantedDataTypes ?? []);
  const missing = readDataTypes(attempt.agreedDataTypes).filter((name) => !granted.includes(name));
  return show(linked, 200, {
    kind: 'partly_shared',
    ...frameOf(linked),
    missing: sharedDataTypes(linked, missing).filter(({ name }) => missing.includes(name)),
    granted: sharedDataTypes(linked, granted),
    mayContinue: granted.length > 0,
    attemptId: attempt.id,
    version: linked.row.version,
  });
}

/** The attempt of this browser that came back with less than was asked: the one with this id, or the newest. */
export async function findWaitingAttempt(
  linked: LinkedConnection,
  visit: Visit,
  attemptId?: string,
): Promise<AuthorizationAttempt | null> {
  const { ctx, row } = linked;
  if (visit.browserId === null) return null;
  return ctx.database.authorizationAttempt.findFirst({
    where: {
      ...(attemptId !== undefined && { id: attemptId }),
      accountId: ctx.accountId,
      connectionId: row.id,
      browserHash: sha256(visit.browserId),
      outcome: 'PARTIAL',
      tokens: { not: null },
      expiresAt: { gt: ctx.clock.now() },
    },
    orderBy: { id: 'desc' },
  });
}
