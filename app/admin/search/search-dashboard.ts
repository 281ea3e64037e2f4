import { connectionLabel, dataTypeLabel, providerLabel, syncLabel } from '@/app/admin/parts/labels.ts';
import { adminWords } from '@/app/admin/words.ts';
import type { Found } from '@/components/admin/palette.tsx';
import type { AdminContext } from '@/server/admins/index.ts';
import { listAudit } from '@/server/audit/index.ts';
import { isId } from '@/server/core/ids.ts';
import { listConnectionsForAdmin, newestFirst } from '@/server/dashboard/index.ts';
import { findSync } from '@/server/data-syncs/index.ts';
import { listUsers } from '@/server/users/index.ts';

const most = 8;

/** Users and their connections by the start of a name or a whole siren; an id opens what it stands for, in this account. */
export async function searchDashboard(ctx: AdminContext, text: string): Promise<Found[]> {
  if (text === '') return [];
  return isId(text.toLowerCase()) ? findById(ctx, text.toLowerCase()) : findUsers(ctx, text);
}

async function findUsers(ctx: AdminContext, text: string): Promise<Found[]> {
  const isSiren = /^\d{9}$/.test(text);
  const filter = isSiren ? { siren: text } : { q: text };
  const [users, connections] = await Promise.all([
    listUsers(ctx, filter, { cursor: '', perPage: most }),
    listConnectionsForAdmin(ctx, { search: text }, newestFirst, { perPage: most }),
  ]);
  return [
    ...users.rows.map(({ id, name, siren }) => ({
      href: `/admin/users/${id}`,
      label: name,
      detail: siren ?? '',
    })),
    ...connections.rows.map(({ id, userName, providerName, status }) => ({
      href: `/admin/connections/${id}`,
      label: userName,
      detail: `${providerLabel(ctx, providerName)} · ${connectionLabel(adminWords(), status)}`,
    })),
  ];
}

async function findById(ctx: AdminContext, id: string): Promise<Found[]> {
  const where = { id, accountId: ctx.accountId };
  const [user, connection, sync] = await Promise.all([
    ctx.database.user.findFirst({ where }),
    ctx.database.dataConnection.findFirst({ where, include: { user: true } }),
    findSync(ctx, id),
  ]);
  if (user !== null) return [{ href: `/admin/users/${id}`, label: user.name, detail: user.siren ?? '' }];
  if (connection !== null) {
    const { status, providerName } = connection;
    const href = `/admin/connections/${id}`;
    const detail = `${providerLabel(ctx, providerName)} · ${connectionLabel(adminWords(), status)}`;
    return [{ href, label: connection.user.name, detail }];
  }
  if (sync !== null) {
    const label = adminWords()('syncs.pageTitle', { type: dataTypeLabel(sync.dataType) });
    return [{ href: `/admin/syncs/${id}`, label, detail: syncLabel(adminWords(), sync.status) }];
  }
  const { rows } = await listAudit(ctx, { objectId: id }, { cursor: '', perPage: 1 });
  const [entry] = rows;
  if (entry === undefined) return [];
  return [{ href: `/admin/audit?object=${id}`, label: entry.objectLabel, detail: entry.action }];
}
