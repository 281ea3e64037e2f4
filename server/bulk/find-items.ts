import {
  type CappedCount,
  countConnectionsForAdmin,
  countLatestSyncsForAdmin,
  listConnectionsForAdmin,
  listSyncsForAdmin,
  newestFirst,
  type SyncListFilter,
} from '@/server/dashboard/index.ts';
import { wasLatest } from '@/server/data-syncs/index.ts';
import type { BulkRun } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { BulkSelection } from './selection.ts';

/** One thing to do: a connection, or a failed sync of one. */
export interface BulkItem {
  id: string;
  connectionId: string;
  dataType: string | null;
  /** When it became what the filter asks for. Null: the filter does not ask for what changes, or there is none. */
  changedAt: Date | null;
}

export interface BulkPage {
  items: BulkItem[];
  /** Where to go on; null at the end. */
  next: string | null;
}

const perPage = 200;
const failed = ['FETCH_ERROR', 'INTERNAL_ERROR', 'AUTH_ERROR'] as const;

/**
 * The next ones behind `position`, newest first. A page can be empty although there is a next one. Of failed syncs only
 * those that were the latest of their data type when the run was started: the others were made up for, or failed again.
 */
export async function findItems(
  ctx: Context,
  selection: BulkSelection,
  { position, createdAt }: Pick<BulkRun, 'position' | 'createdAt'>,
): Promise<BulkPage> {
  if (selection.of === 'ids') return { items: selectedBehind(selection.connectionIds, position), next: null };
  const request = { cursor: position, perPage };
  if (selection.of === 'connections') {
    const { filter } = selection;
    const { rows, nextCursor } = await listConnectionsForAdmin(ctx, filter, newestFirst, request);
    const isByStatus = filter.statuses !== undefined && filter.statuses.length > 0;
    return {
      items: rows.map(({ id, statusChangedAt }) => ({
        ...{ id, connectionId: id, dataType: null },
        changedAt: isByStatus ? statusChangedAt : null,
      })),
      next: nextCursor,
    };
  }
  const filter = onlyFailed(selection.filter);
  if (filter === null) return { items: [], next: null };
  const { rows, nextCursor } = await listSyncsForAdmin(ctx, filter, request);
  return {
    items: rows
      .filter((row) => wasLatest(row, createdAt))
      .map(({ id, connectionId, dataType, completedAt }) => ({
        ...{ id, connectionId, dataType, changedAt: completedAt },
      })),
    next: nextCursor,
  };
}

/** How many there are now: exactly, or as many as were counted. */
export async function countItems(ctx: Context, selection: BulkSelection): Promise<CappedCount> {
  if (selection.of === 'ids') {
    const { accountId, database } = ctx;
    const where = { id: { in: [...new Set(selection.connectionIds)] }, accountId };
    return { count: await database.dataConnection.count({ where }), isCapped: false };
  }
  if (selection.of === 'connections') return countConnectionsForAdmin(ctx, selection.filter);
  const filter = onlyFailed(selection.filter);
  return filter === null ? { count: 0, isCapped: false } : countLatestSyncsForAdmin(ctx, filter);
}

function selectedBehind(ids: readonly string[], position: string): BulkItem[] {
  return [...new Set(ids)]
    .filter((id) => id < position)
    .toSorted()
    .toReversed()
    .map((id) => ({ id, connectionId: id, dataType: null, changedAt: null }));
}

/** Null: none of the wanted statuses is a failure. */
export function onlyFailed(filter: SyncListFilter): SyncListFilter | null {
  const wanted = filter.statuses ?? [];
  const statuses = failed.filter((status) => wanted.length === 0 || wanted.includes(status));
  return statuses.length === 0 ? null : { ...filter, statuses };
}
