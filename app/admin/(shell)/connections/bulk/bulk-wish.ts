import {
  connectionsHref,
  readConnectionQuery,
  toConnectionFilter,
} from '@/app/admin/(shell)/connections/connection-filter.ts';
import { readSyncQuery, syncsHref, toSyncFilter } from '@/app/admin/(shell)/syncs/sync-filter.ts';
import { hrefWith } from '@/app/admin/parts/query.ts';
import type { BulkSelection } from '@/server/bulk/index.ts';
import { isId } from '@/server/core/ids.ts';

/** What can be asked for, in the words of the address: three things for connections, one for the list of syncs. */
export const bulkWishes = ['sync', 'links', 'disconnect', 'retry'] as const;
export type BulkWishName = (typeof bulkWishes)[number];

export interface BulkWish {
  name: BulkWishName;
  /** Null: nothing was ticked. */
  selection: BulkSelection | null;
  /** As it was sent, for the form that confirms it. */
  fields: Record<string, string>;
  /** The filter without what people were searched for by: what the log and the list of runs keep. */
  shownFilter: Record<string, string>;
  /** The list that it came from. */
  backHref: string;
}

/** More than a page has: whoever wants more takes the filter. */
const mostTicked = 200;

/**
 * From the address of the page that asks, and again from the form that it shows. `select`: the rows that were ticked;
 * with `scope=filter` all that the list finds. Null: an address that nobody was given.
 */
export function readBulkWish(
  query: Record<string, string>,
  ticked: readonly string[],
  now: Date,
): BulkWish | null {
  const name = bulkWishes.find((each) => each === query.action);
  if (name === undefined) return null;
  if (name === 'retry') {
    const filter = readSyncQuery(query);
    return {
      name,
      selection: { of: 'syncs', filter: toSyncFilter(filter) },
      fields: { action: name, ...filter },
      shownFilter: filter,
      backHref: syncsHref(filter),
    };
  }
  const { sort, ...filter } = readConnectionQuery(query);
  const backHref = connectionsHref({ ...filter, ...(sort !== undefined && { sort }) });
  if (query.scope === 'filter') {
    const { q, ...shown } = filter;
    return {
      name,
      selection: { of: 'connections', filter: toConnectionFilter(filter, now) },
      fields: { action: name, scope: 'filter', ...filter },
      shownFilter: { ...shown, ...(q !== undefined && { q: '…' }) },
      backHref,
    };
  }
  const connectionIds = [...new Set(ticked)].filter(isId).slice(0, mostTicked);
  return {
    name,
    selection: connectionIds.length === 0 ? null : { of: 'ids', connectionIds },
    fields: { action: name, ids: connectionIds.join(' ') },
    shownFilter: { selected: String(connectionIds.length) },
    backHref,
  };
}

/** The page that says what will happen, and asks. */
export function bulkHref(query: { action: BulkWishName } & Record<string, string | undefined>): string {
  return hrefWith('/admin/connections/bulk/new', query);
}
