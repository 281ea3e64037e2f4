import { getConnectionManifest, linkPath, readLinkToken } from '@/server/connections/index.ts';
import { sha256 } from '@/server/core/random.ts';
import {
  type AccountWithoutLogo,
  type LinkedRows,
  readLinkedById,
  readLinkedByToken,
} from '@/server/db/hot-reads.ts';
import type { DataConnection, User } from '@/server/db/models.ts';
import {
  type AccountProvider,
  missingCredentials,
  toAccountProvider,
} from '@/server/provider-settings/index.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import { type Context, type Runtime, withAccount } from '@/server/runtime/runtime.ts';

/** A connection in the hands of a person, with all a screen or a step needs. */
export interface LinkedConnection {
  ctx: Context;
  row: DataConnection;
  user: User;
  account: AccountWithoutLogo;
  manifest: ProviderManifest;
  provider: AccountProvider;
  /** Path of the link; `/connect` for a connection whose link is dead. */
  path: string;
}

export type FoundLink =
  | { kind: 'unknown' }
  | { kind: 'dead'; linked: LinkedConnection; endedAt: Date }
  | { kind: 'live'; linked: LinkedConnection };

/** Looks a link up by its hash; what is no living link may be one that ended. */
export async function findLink(runtime: Runtime, token: string, requestId: string): Promise<FoundLink> {
  const linkTokenHash = sha256(token);
  const live = await readLinkedByToken(runtime.database, linkTokenHash);
  if (live !== null) return { kind: 'live', linked: toLinked(runtime, live, requestId) };
  const dead = await runtime.database.deadLink.findUnique({ where: { linkTokenHash } });
  if (dead === null) return { kind: 'unknown' };
  const linked = await findLinked(runtime, dead.connectionId, requestId);
  if (linked === null) return { kind: 'unknown' };
  // Its own address, not that of a newer link: whoever holds the dead one must not learn the other.
  return { kind: 'dead', linked: { ...linked, path: linkPath(token) }, endedAt: dead.endedAt };
}

/** The same from the connection itself: for a callback, which comes without the link. Null after DELETE. */
export async function findLinked(
  runtime: Runtime,
  connectionId: string,
  requestId: string,
): Promise<LinkedConnection | null> {
  const rows = await readLinkedById(runtime.database, connectionId);
  return rows === null ? null : toLinked(runtime, rows, requestId);
}

function toLinked(runtime: Runtime, rows: LinkedRows, requestId: string): LinkedConnection {
  const { connection: row, user, account, setting } = rows;
  const ctx = withAccount(runtime, row.accountId, 'person', requestId);
  const token = readLinkToken(ctx, row);
  const manifest = getConnectionManifest(runtime, row);
  return {
    ctx,
    row,
    user,
    account,
    manifest,
    provider: toAccountProvider(ctx, manifest, setting),
    path: token === null ? '/connect' : linkPath(token),
  };
}

/** Enabled here and ready to be asked; otherwise C-19. */
export function isProviderReady(provider: AccountProvider): boolean {
  return provider.enabled && missingCredentials(provider).length === 0;
}
