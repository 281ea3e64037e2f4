import { newSecret, sha256 } from '@/server/core/random.ts';
import type { DataConnection } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** A connection's link is a capability: found by its hash, printed again from its ciphertext. */

function linkTokenPlace(connectionId: string) {
  return { table: 'data_connection', rowId: connectionId, column: 'link_token' };
}

/** Columns of a fresh link. */
export function newLink(ctx: Context, connectionId: string): { linkTokenHash: string; linkToken: string } {
  const token = newSecret(ctx.random);
  return {
    linkTokenHash: sha256(token),
    linkToken: ctx.keyring.encrypt(token, linkTokenPlace(connectionId)),
  };
}

/** The secret part of the link, or null when there is none to open. */
export function readLinkToken(ctx: Context, row: DataConnection): string | null {
  return row.linkToken === null ? null : ctx.keyring.decrypt(row.linkToken, linkTokenPlace(row.id));
}

/** Path of the link on our own origin. */
export function linkPath(token: string): string {
  return `/connect/${token}`;
}
