import { readAuditQuery } from '@/app/admin/(shell)/audit/audit-filter.ts';
import { readConnectionQuery } from '@/app/admin/(shell)/connections/connection-filter.ts';
import { readSyncQuery } from '@/app/admin/(shell)/syncs/sync-filter.ts';
import { readUserQuery } from '@/app/admin/(shell)/users/user-filter.ts';

export const savedViewLists = ['connections', 'users', 'syncs', 'audit'] as const;

export type SavedViewList = (typeof savedViewLists)[number];

/** Each list's own reading of an address: what it does not know, and the cursor, is not kept. */
const readers: Record<SavedViewList, (query: Record<string, string>) => object> = {
  connections: readConnectionQuery,
  users: readUserQuery,
  syncs: readSyncQuery,
  audit: readAuditQuery,
};

/** For the audit log, which forgets nothing: without what somebody was searched for by. */
export function withoutSearch(query: string): string {
  const shown = new URLSearchParams(query);
  if (shown.has('q')) shown.set('q', '…');
  return shown.toString();
}

/** What a view keeps of an address, always in the same spelling; empty when the list is not filtered. */
export function viewQuery(list: SavedViewList, query: Record<string, string>): string {
  return new URLSearchParams(Object.entries(readers[list](query))).toString();
}
