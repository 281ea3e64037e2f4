import type { ProviderGrant } from '@/server/db/models.ts';
import { previousTokenPlace } from '@/server/grants/index.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import type { Context, Runtime } from '@/server/runtime/runtime.ts';

/**
 * The refresh token before the present one, where the provider lets it be used again after the answer with the present
 * one's successor was lost. Null everywhere else: sent where it is spent for good, it would end the grant (I-03).
 */
export function usablePreviousToken(
  ctx: Context,
  { auth }: ProviderManifest,
  { connectionId, previousSecrets, previousUntil, obtainedAt }: ProviderGrant,
): string | null {
  if (auth.kind !== 'oauth2_authorization_code' || auth.refresh.kind !== 'rotating') return null;
  const { previousUsable } = auth.refresh;
  const now = ctx.clock.now();
  if (previousUsable.until === 'replaced' || previousSecrets === null) return null;
  if (previousUntil === null || previousUntil <= now) return null;
  const age = (now.getTime() - obtainedAt.getTime()) / 1_000;
  if (previousUsable.seconds !== null && age >= previousUsable.seconds) return null;
  return ctx.keyring.decrypt(previousSecrets, previousTokenPlace(connectionId));
}

const batch = 500;

/**
 * Housekeeping: erases previous refresh tokens whose time is over, some hundreds per call, found through their index.
 * Returns how many. Several processes may run it at once.
 */
export async function forgetPreviousTokens(runtime: Runtime): Promise<number> {
  const expired = { previousUntil: { lt: runtime.clock.now() } };
  const rows = await runtime.database.providerGrant.findMany({
    where: expired,
    select: { connectionId: true },
    orderBy: { previousUntil: 'asc' },
    take: batch,
  });
  if (rows.length === 0) return 0;
  const { count } = await runtime.database.providerGrant.updateMany({
    where: { ...expired, connectionId: { in: rows.map(({ connectionId }) => connectionId) } },
    data: { previousSecrets: null, previousUntil: null },
  });
  return count;
}
