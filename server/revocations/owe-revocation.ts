import { addMs, dayMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import type { Transaction } from '@/server/db/client.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** What has to be revoked at a provider, and what its API calls need. All of it is secret. */
export interface OwedTokens {
  accessToken: string | null;
  refreshToken: string | null;
  values: Record<string, string>;
}

/** After this the provider is given up and an alarm is raised (CONTRACT section 4). */
const patienceMs = 7 * dayMs;

export function owedTokensPlace(id: string) {
  return { table: 'owed_revocation', rowId: id, column: 'tokens' };
}

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
      tokens: ctx.keyring.encrypt(JSON.stringify(tokens), owedTokensPlace(id)),
      nextAttemptAt: now,
      giveUpAt: addMs(now, patienceMs),
      createdAt: now,
    },
  });
}
