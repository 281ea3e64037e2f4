import { linkPath, readLinkToken } from '@/server/connections/index.ts';
import { newId } from '@/server/core/ids.ts';
import type { DataConnectionStatus } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { findItems } from './find-items.ts';
import { onlyFitting, statusesFor } from './fitting.ts';
import type { BulkSelection } from './selection.ts';

/** A capability: for the eyes of an admin, and nowhere else. */
export interface RenewalLink {
  connectionId: string;
  userId: string;
  userName: string;
  providerName: string;
  status: DataConnectionStatus;
  link: string;
}

/** The links of what was chosen that wait for their user, newest first, in batches. Nothing is stored. */
export async function* eachRenewalLink(ctx: Context, selection: BulkSelection): AsyncGenerator<RenewalLink> {
  const narrowed = onlyFitting('links', selection);
  const createdAt = ctx.clock.now();
  let position = narrowed === null ? null : newId();
  while (narrowed !== null && position !== null) {
    const { items, next } = await findItems(ctx, narrowed, { position, createdAt });
    const rows = await ctx.database.dataConnection.findMany({
      where: {
        id: { in: items.map(({ id }) => id) },
        accountId: ctx.accountId,
        status: { in: statusesFor('links') },
      },
      orderBy: { id: 'desc' },
      include: { user: { select: { name: true } } },
    });
    for (const { user, ...row } of rows) {
      const token = readLinkToken(ctx, row);
      if (token === null) continue;
      const { id: connectionId, userId, providerName, status } = row;
      const link = `${ctx.settings.publicUrl}${linkPath(token)}`;
      yield { connectionId, userId, userName: user.name, providerName, status, link };
    }
    position = next;
  }
}
