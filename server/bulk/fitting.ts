import { allowedPatches, statuses } from '@/server/connections/status.ts';
import type { CappedCount } from '@/server/dashboard/index.ts';
import type { DataConnectionStatus } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { countItems } from './find-items.ts';
import type { BulkSelection } from './selection.ts';

/** In which status a connection must be for it to be done; the verbs decide, this only tells beforehand. */
const fitting = {
  sync: ['CONNECTED'],
  disconnect: statuses.filter((status) => allowedPatches(status).includes('DISCONNECTED')),
  /** Those who have to do something: whoever never came, and whoever lost the access. */
  links: ['AUTH_REQUIRED', 'AUTH_ERROR'],
} satisfies Record<string, DataConnectionStatus[]>;

type Purpose = keyof typeof fitting;

/** How many of the chosen connections are in a status for it, as things stand: exactly, or up to 10,000. */
export async function countFitting(
  ctx: Context,
  purpose: Purpose,
  selection: BulkSelection,
): Promise<CappedCount> {
  if (selection.of !== 'ids') {
    const narrowed = onlyFitting(purpose, selection);
    return narrowed === null ? { count: 0, isCapped: false } : countItems(ctx, narrowed);
  }
  const count = await ctx.database.dataConnection.count({
    where: {
      id: { in: [...new Set(selection.connectionIds)] },
      accountId: ctx.accountId,
      status: { in: statusesFor(purpose) },
    },
  });
  return { count, isCapped: false };
}

export function statusesFor(purpose: Purpose): DataConnectionStatus[] {
  return fitting[purpose];
}

/** Null: the filter leaves none of them. Ticked rows stay: their status is looked at as they come. */
export function onlyFitting(purpose: Purpose, selection: BulkSelection): BulkSelection | null {
  if (selection.of !== 'connections') return selection;
  const wanted = selection.filter.statuses ?? [];
  const left = statusesFor(purpose).filter((status) => wanted.length === 0 || wanted.includes(status));
  return left.length === 0 ? null : { of: 'connections', filter: { ...selection.filter, statuses: left } };
}
