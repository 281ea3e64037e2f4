import type { Found } from '@/components/admin/palette.tsx';
import type { AdminContext } from '@/server/admins/index.ts';
import { listAudit } from '@/server/audit/index.ts';
import { isId } from '@/server/core/ids.ts';
import { listUsers } from '@/server/users/index.ts';

const most = 8;

/** Users by the start of their name; an id opens what it stands for, in this account. */
export async function searchDashboard(ctx: AdminContext, text: string): Promise<Found[]> {
  if (text === '') return [];
  return isId(text.toLowerCase()) ? findById(ctx, text.toLowerCase()) : findUsers(ctx, text);
}

async function findUsers(ctx: AdminContext, text: string): Promise<Found[]> {
  const { rows } = await listUsers(ctx, { q: text }, { cursor: '', perPage: most });
  return rows.map(({ id, name, siren }) => ({
    href: `/admin/users/${id}`,
    label: name,
    detail: siren ?? '',
  }));
}

async function findById(ctx: AdminContext, id: string): Promise<Found[]> {
  const where = { id, accountId: ctx.accountId };
  const [user, connection] = await Promise.all([
    ctx.database.user.findFirst({ where }),
    ctx.database.dataConnection.findFirst({ where, include: { user: true } }),
  ]);
  if (user !== null) return [{ href: `/admin/users/${id}`, label: user.name, detail: user.siren ?? '' }];
  if (connection !== null) {
    const { status, providerName } = connection;
    const href = `/admin/connections/${id}`;
    return [{ href, label: connection.user.name, detail: `${providerName} · ${status}` }];
  }
  const { rows } = await listAudit(ctx, { objectId: id }, { cursor: '', perPage: 1 });
  const [entry] = rows;
  if (entry === undefined) return [];
  return [{ href: `/admin/audit?object=${id}`, label: entry.objectLabel, detail: entry.action }];
}
