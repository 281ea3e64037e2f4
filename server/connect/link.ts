import { getConnectionManifest, linkPath, readLinkToken } from '@/server/connections/index.ts';
import { sha256 } from '@/server/core/random.ts';
import type { Account, DataConnection, User } from '@/server/db/models.ts';
import {
  type AccountProvider,
  getAccountProvider,
  missingCredentials,
} from '@/server/provider-settings/index.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import { type Context, type Runtime, withAccount } from '@/server/runtime/runtime.ts';

/** A connection in the hands of a person, with all a screen or a step needs. */
export interface LinkedConnection {
  ctx: Context;
  row: DataConnection;
  user: User;
  account: Account;
  manifest: ProviderManifest;
  provider: AccountProvider;
  /** Path of the link; `/connect` for a connection whose link is dead. */
  path: string;
}

export type FoundLink =
  | { kind: 'unknown' }
  | { kind: 'dead'; linked: LinkedConnection; endedAt: Date }
  | { kind: 'live'; linked: LinkedConnection };

/** Looks a link up by its hash. Dead and unknown links cost the same two look-ups (UX C-16). */
export async function findLink(runtime: Runtime, token: string, requestId: string): Promise<FoundLink> {
  const linkTokenHash = sha256(token);
  const include = { user: { include: { account: true } } };
  const [row, dead] = await Promise.all([
    runtime.database.dataConnection.findUnique({ where: { linkTokenHash }, include }),
    runtime.database.deadLink.findUnique({ where: { linkTokenHash }, include: { connection: { include } } }),
  ]);
  if (row !== null) return { kind: 'live', linked: await toLinked(runtime, row, requestId) };
  if (dead === null) return { kind: 'unknown' };
  return { kind: 'dead', linked: await toLinked(runtime, dead.connection, requestId), endedAt: dead.endedAt };
}

/** The same from the connection itself: for a callback, which comes without the link. Null after DELETE. */
export async function findLinked(
  runtime: Runtime,
  connectionId: string,
  requestId: string,
): Promise<LinkedConnection | null> {
  const include = { user: { include: { account: true } } };
  const row = await runtime.database.dataConnection.findUnique({ where: { id: connectionId }, include });
  return row === null ? null : toLinked(runtime, row, requestId);
}

type RowWithUser = DataConnection & { user: User & { account: Account } };

async function toLinked(runtime: Runtime, row: RowWithUser, requestId: string): Promise<LinkedConnection> {
  const ctx = withAccount(runtime, row.accountId, 'person', requestId);
  const token = readLinkToken(ctx, row);
  return {
    ctx,
    row,
    user: row.user,
    account: row.user.account,
    manifest: getConnectionManifest(runtime, row),
    provider: await getAccountProvider(ctx, row.providerName),
    path: token === null ? '/connect' : linkPath(token),
  };
}

/** Enabled here and ready to be asked; otherwise C-19. */
export function isProviderReady(provider: AccountProvider): boolean {
  return provider.enabled && missingCredentials(provider).length === 0;
}
