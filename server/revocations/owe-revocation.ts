import { addMs, dayMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import type { Transaction } from '@/server/db/client.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { type OwedTokens, sealOwedTokens } from './owed-tokens.ts';

/** After this the provider is given up and an alarm is raised (CONTRACT section 4). */
const patienceMs = 7 * dayMs;

/**
 * Writes down that a grant must be revoked, in the transaction that erases it here: it is revoked, or this row says that
 * it is not yet. Nothing is owed where the provider has no way to revoke.
 */
export async function oweRevocation(
  tx: Transaction,
  ctx: Context,
  providerName: string,
  tokens: OwedTokens,
): Promise<void> {
  const auth = ctx.catalogue.get(providerName)?.auth;
  if (!auth || !('revocation' in auth) || auth.revocation.kind === 'none') return;
  const id = newId();
  const now = ctx.clock.now();
  await tx.owedRevocation.create({
    data: {
      id,
      accountId: ctx.accountId,
      providerName,
      tokens: sealOwedTokens(ctx, id, tokens),
      nextAttemptAt: now,
      giveUpAt: addMs(now, patienceMs),
      createdAt: now,
    },
  });
}
