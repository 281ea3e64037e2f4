import { addMs, minuteMs } from '@/server/core/clock.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import { whileDatabaseIsAway } from '@/server/db/errors.ts';
import type { ProviderGrant } from '@/server/db/models.ts';
import {
  type GrantSecrets,
  grantPlace,
  openSecrets,
  previousTokenPlace,
  sealSecrets,
} from '@/server/grants/index.ts';
import type { TokenSet } from '@/server/oauth/index.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import { oweRevocation, wakeRevoker } from '@/server/revocations/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { type Claim, heldBy } from './lease.ts';

/** How long the refresh token before the present one is kept (SECURITY 2.3 step 5). */
const keepPreviousMs = 30 * minuteMs;

interface Received {
  manifest: ProviderManifest;
  claim: Claim;
  /** The secrets whose refresh token was spent. */
  spent: GrantSecrets;
  tokens: TokenSet;
}

/**
 * Stores what a refresh brought, all of it in one transaction, and only under its claim. It is given once, so writing it
 * is tried for as long as the database is away. `taken`: a later claim on the same grant decides. `owed`: the grant was
 * erased or replaced meanwhile, and the new tokens are to be revoked (B-03, B-19).
 */
export async function keepTokens(ctx: Context, received: Received): Promise<'kept' | 'taken' | 'owed'> {
  const { manifest, claim, spent, tokens } = received;
  const secrets = { ...spent, accessToken: tokens.accessToken, refreshToken: tokens.refreshToken };
  const store = () =>
    transaction(ctx.database, async (tx): Promise<'kept' | 'taken' | 'owed'> => {
      if (await write(tx, ctx, received, secrets)) return 'kept';
      const now = await tx.providerGrant.findUnique({ where: { connectionId: claim.connectionId } });
      if (now !== null && isSameGrant(ctx, now, spent, secrets)) return 'taken';
      await oweRevocation(tx, ctx, manifest.name, secrets);
      return 'owed';
    });
  const known = { requestId: ctx.requestId, provider: manifest.name, connectionId: claim.connectionId };
  const outcome = await whileDatabaseIsAway(store).catch((error: unknown) => {
    ctx.log.error(known, 'alarm: refreshed tokens could not be stored; the connection may be lost');
    throw error;
  });
  if (outcome === 'taken') ctx.log.warn(known, 'a refresh outlived its lease; its tokens were dropped');
  if (outcome === 'owed') wakeRevoker(ctx);
  return outcome;
}

async function write(
  tx: Transaction,
  ctx: Context,
  { claim, spent, tokens }: Received,
  secrets: GrantSecrets,
): Promise<boolean> {
  const now = ctx.clock.now();
  const { connectionId } = claim;
  const isRotated = spent.refreshToken !== null && spent.refreshToken !== secrets.refreshToken;
  const { count } = await tx.providerGrant.updateMany({
    where: heldBy(ctx, claim),
    data: {
      secrets: sealSecrets(ctx, grantPlace(connectionId), secrets),
      ...(tokens.scope !== null && { scope: tokens.scope }),
      accessTokenExpiresAt: tokens.expiresIn === null ? null : addMs(now, tokens.expiresIn * 1_000),
      obtainedAt: now,
      version: { increment: 1 },
      refreshOwner: null,
      refreshLeaseUntil: null,
      refreshIntent: null,
      ...(isRotated && {
        previousSecrets: ctx.keyring.encrypt(spent.refreshToken ?? '', previousTokenPlace(connectionId)),
        previousUntil: addMs(now, keepPreviousMs),
      }),
    },
  });
  return count === 1;
}

/**
 * Whether the row still holds the authorization that was refreshed: the token that was spent, now or just before, or
 * what it brought, when the commit went through and only its confirmation was lost. Revoking a token of it would end it.
 */
function isSameGrant(ctx: Context, row: ProviderGrant, spent: GrantSecrets, received: GrantSecrets): boolean {
  const { connectionId, previousSecrets } = row;
  const present = openSecrets(ctx, grantPlace(connectionId), row.secrets).refreshToken;
  const previous =
    previousSecrets === null ? null : ctx.keyring.decrypt(previousSecrets, previousTokenPlace(connectionId));
  return [spent.refreshToken, received.refreshToken].includes(present) || previous === spent.refreshToken;
}
