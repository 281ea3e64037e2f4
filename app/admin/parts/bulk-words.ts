import { ages } from '@/app/admin/(shell)/connections/connection-filter.ts';
import type { AdminWords } from '@/app/admin/words.ts';
import type { AdminContext } from '@/server/admins/index.ts';
import { DataConnectionStatus, DataSyncStatus } from '@/server/db/models.ts';
import { adminBulkEn } from '@/texts/admin-bulk.en.ts';
import { connectionLabel, dataTypeLabel, providerLabel, syncErrorWords, syncLabel } from './labels.ts';

/** The reason why a connection was left as it was. */
export function reasonLabel(t: AdminWords, code: string): string {
  return isReason(code) ? t(`bulk.reasons.${code}`) : t('bulk.reasons.other', { code });
}

/** What was chosen, in words: `Status: Connected`, one after the other. */
export function describeChoice(
  t: AdminWords,
  ctx: Pick<AdminContext, 'catalogue'>,
  filter: Record<string, string>,
): string {
  if (filter.selected !== undefined) return t('bulk.chosenRows', { count: Number(filter.selected) });
  const parts = Object.entries(filter).map(([name, value]) => {
    const [label, text] = partOf(t, ctx, name, value);
    return label === null ? text : `${label}: ${text}`;
  });
  return parts.length === 0 ? t('bulk.chosenEverything') : parts.join(' · ');
}

function partOf(
  t: AdminWords,
  ctx: Pick<AdminContext, 'catalogue'>,
  name: string,
  value: string,
): [label: string | null, text: string] {
  switch (name) {
    case 'status':
      return [t('connections.status'), statusLabel(t, value)];
    case 'provider':
      return [t('connections.provider'), providerLabel(ctx, value)];
    case 'type':
      return [t('connections.dataType'), dataTypeLabel(value)];
    case 'group':
      return [t('connections.group'), value];
    case 'age': {
      const age = ages.find((each) => each === value);
      return [t('connections.age'), age === undefined ? value : t(`connections.ages.${age}`)];
    }
    case 'error':
      return [t('connections.errorCode'), syncErrorWords(value)?.short ?? value];
    case 'q':
      return value === '…' ? [null, t('bulk.chosenSearch')] : [t('connections.search'), `“${value}”`];
    default:
      return [name, value];
  }
}

function statusLabel(t: AdminWords, value: string): string {
  const connection = Object.values(DataConnectionStatus).find((each) => each === value);
  if (connection !== undefined) return connectionLabel(t, connection);
  const sync = Object.values(DataSyncStatus).find((each) => each === value);
  return sync === undefined ? value : syncLabel(t, sync);
}

type Reason = Exclude<keyof typeof adminBulkEn.reasons, 'other'>;

function isReason(code: string): code is Reason {
  return code !== 'other' && code in adminBulkEn.reasons;
}
