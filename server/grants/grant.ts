import type { Transaction } from '@/server/db/client.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { oweRevocation } from '@/server/revocations/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { type GrantSecrets, grantPlace, openOrAlarm, sealSecrets } from './secrets.ts';

export interface NewGrant {
  secrets: GrantSecrets;
  /** As the provider granted it, separated by spaces; null when it did not say. */
  scope: string | null;
  accessTokenExpiresAt: Date | null;
}

/** Stores what was granted for a connection, in the place of an older grant of the same account. */
export async function saveGrant(
  tx: Transaction,
  ctx: Context,
  connection: DataConnection,
  grant: NewGrant,
): Promise<void> {
  const data = {
    accountId: ctx.accountId,
    secrets: sealSecrets(ctx, grantPlace(connection.id), grant.secrets),
    scope: grant.scope,
    accessTokenExpiresAt: grant.accessTokenExpiresAt,
    obtainedAt: ctx.clock.now(),
  };
  await tx.providerGrant.upsert({
    where: { connectionId: connection.id },
    create: { connectionId: connection.id, ...data },
    // A refresh of the grant before this one, should one be under way, must not write into it.
    update: { ...data, ...noRefresh, version: { increment: 1 } },
  });
}

/** No refresh holds the grant, and none before it can come back to it. */
const noRefresh = {
  refreshOwner: null,
  refreshLeaseUntil: null,
  refreshFence: { increment: 1 },
  refreshIntent: null,
  previousSecrets: null,
  previousUntil: null,
};

/**
 * Erases a connection's grant here and owes its revocation to the provider, in one transaction. It takes the row
 * before it reads it: a refresh that commits at this moment is either seen here, or finds its row gone and owes the
 * revocation of what it received by itself (B-03).
 */
export async function eraseGrant(tx: Transaction, ctx: Context, connection: DataConnection): Promise<void> {
  await tx.providerGrant.updateMany({
    where: { connectionId: connection.id, accountId: ctx.accountId },
    data: noRefresh,
  });
  const row = await tx.providerGrant.findUnique({ where: { connectionId: connection.id } });
  if (row === null) return;
  const secrets = openOrAlarm(ctx, grantPlace(connection.id), row.secrets);
  if (secrets !== null) await oweRevocation(tx, ctx, connection.providerName, secrets);
  await tx.providerGrant.deleteMany({ where: { connectionId: connection.id, accountId: ctx.accountId } });
}
