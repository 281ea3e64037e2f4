import type { AdminWords } from '@/app/admin/words.ts';
import type { DataSync } from '@/server/db/models.ts';
import type { SyncErrorText } from '@/texts/admin-sync-errors.en.ts';
import { syncErrorWords } from './labels.ts';

/** The button that stands beside an error. `retry`: the same sync again, for those who may. */
export type SyncCure =
  | { kind: 'link'; href: string; label: string }
  | { kind: 'retry' }
  | { kind: 'copy'; text: string; label: string };

type Failed = Pick<
  DataSync,
  'id' | 'connectionId' | 'userId' | 'providerName' | 'dataType' | 'activeKey' | 'errorCode' | 'requestId'
>;

/**
 * What somebody can press about an error: every code has something. Null for a code of an older version, and while the
 * sync waits to be tried again: then only the state of its provider is worth a look.
 */
export function cureOf(t: AdminWords, sync: Failed): SyncCure | null {
  const words = syncErrorWords(sync.errorCode);
  if (words === null || (sync.activeKey !== null && words.act !== 'provider')) return null;
  return toCure(t, sync, words.act);
}

function toCure(t: AdminWords, sync: Failed, act: SyncErrorText['act']): SyncCure {
  switch (act) {
    case 'retry':
      return { kind: 'retry' };
    case 'reconnect':
      return {
        kind: 'link',
        href: `/admin/connections/${sync.connectionId}`,
        label: t('syncs.toConnection'),
      };
    case 'dependency':
      return {
        kind: 'link',
        href: `/admin/connections/${sync.connectionId}/types`,
        label: t('syncs.toDependency'),
      };
    case 'provider':
      return {
        kind: 'link',
        href: `/admin/providers/${sync.providerName}/doctor`,
        label: t('syncs.toProvider'),
      };
    case 'user':
      return { kind: 'link', href: `/admin/users/${sync.userId}`, label: t('syncs.toUser') };
    case 'report':
      return { kind: 'copy', text: reportOf(sync), label: t('syncs.copyReport') };
  }
}

/** Ids and codes alone: it may be pasted in public. */
function reportOf({ id, providerName, dataType, errorCode, requestId }: Failed): string {
  return JSON.stringify({
    ...{ error_code: errorCode, provider_name: providerName, data_type: dataType },
    ...{ data_sync_id: id, request_id: requestId },
  });
}
