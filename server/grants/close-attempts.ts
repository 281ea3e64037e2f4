import type { Transaction } from '@/server/db/client.ts';
import type { AttemptOutcome, AuthorizationAttempt, DataConnection } from '@/server/db/models.ts';
import { oweRevocation } from '@/server/revocations/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { lockConnection } from './lock-connection.ts';
import { attemptPlace, openOrAlarm } from './secrets.ts';

/** A connection has few attempts; more than this at once would be an attack, and the rest expires by itself. */
const batch = 200;

/**
 * Ends every open attempt of a connection: what a provider gave for it is owed back, verifiers and inputs are erased.
 * The bare rows stay until they expire, so that a late callback learns that it is late.
 */
export async function closeAttempts(
  tx: Transaction,
  ctx: Context,
  connection: DataConnection,
  outcome: AttemptOutcome,
): Promise<void> {
  await lockConnection(tx, ctx, connection.id);
  const open = await tx.authorizationAttempt.findMany({
    where: {
      connectionId: connection.id,
      accountId: ctx.accountId,
      OR: [{ outcome: null }, { tokens: { not: null } }],
    },
    take: batch,
  });
  for (const attempt of open) await closeAttempt(tx, ctx, attempt, outcome);
}

/**
 * Ends one attempt, also when it changed since it was read: its callback may have brought tokens just now. False when
 * somebody else has taken its tokens or ended it before.
 */
export async function closeAttempt(
  tx: Transaction,
  ctx: Context,
  attempt: AuthorizationAttempt,
  outcome: AttemptOutcome,
): Promise<boolean> {
  const { count } = await tx.authorizationAttempt.updateMany({
    where: { id: attempt.id, accountId: ctx.accountId, outcome: attempt.outcome, tokens: attempt.tokens },
    data: { outcome, tokens: null, codeVerifier: null, inputs: null },
  });
  if (count === 0) {
    const now = await tx.authorizationAttempt.findUnique({ where: { id: attempt.id } });
    const isOpen = now !== null && (now.outcome === null || now.tokens !== null);
    return isOpen ? closeAttempt(tx, ctx, now, outcome) : false;
  }
  if (attempt.tokens !== null) {
    const secrets = openOrAlarm(ctx, attemptPlace(attempt.id), attempt.tokens);
    if (secrets !== null) await oweRevocation(tx, ctx, attempt.providerName, secrets);
  }
  return true;
}
