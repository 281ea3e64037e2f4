import type { AdminWords } from '@/app/admin/words.ts';
import type { AdminContext } from '@/server/admins/index.ts';
import { describeDataType } from '@/server/data-types/index.ts';
import type { DataConnectionStatus, DataSyncStatus } from '@/server/db/models.ts';
import { type SyncErrorText, syncErrorsEn, waitingEn } from '@/texts/admin-sync-errors.en.ts';
import { adminLanguage } from '@/texts/locales.ts';

/** How the dashboard calls things that the code calls by a constant. */

export function dataTypeLabel(name: string): string {
  return describeDataType(name, adminLanguage).label;
}

export function connectionLabel(t: AdminWords, status: DataConnectionStatus): string {
  return t(`states.connection.${status}`);
}

export function syncLabel(t: AdminWords, status: DataSyncStatus): string {
  return t(`states.sync.${status}`);
}

/** A provider that left the catalogue keeps its technical name. */
export function providerLabel({ catalogue }: Pick<AdminContext, 'catalogue'>, name: string): string {
  return catalogue.get(name)?.displayName ?? name;
}

/**
 * Null for a code that an older version wrote.
 *
 * @param isWaiting the sync has not ended with it: whatever helps then, for now it is tried again
 */
export function syncErrorWords(code: string | null, isWaiting = false): SyncErrorText | null {
  const known = Object.entries(syncErrorsEn).find(([name]) => name === code);
  if (known === undefined) return null;
  return isWaiting ? { ...known[1], ...waitingEn } : known[1];
}

const endLength = 8;

/** The end of an id, the random part: enough to tell rows and files apart. */
export function idEnd(id: string): string {
  return id.slice(-endLength);
}

/** For rows; the whole is copied. */
export function shortId(id: string): string {
  return `…${idEnd(id)}`;
}
