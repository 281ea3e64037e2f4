import type { AdminWords } from '@/app/admin/words.ts';
import { relativeTime } from '@/components/ui/relative-time.tsx';
import { addMs, minuteMs } from '@/server/core/clock.ts';
import type { ConnectionDataType } from '@/server/dashboard/index.ts';
import type { DataConnection, DataSync } from '@/server/db/models.ts';
import { syncErrorWords } from './labels.ts';

/** The schedule looks every minute; a worker that is busy takes a while. */
const patienceMs = 15 * minuteMs;

interface Subject {
  row: Pick<DataConnection, 'status' | 'nextSyncAt'>;
  /** Undefined: it was never heard of, as of one that comes along with another. */
  dataType: Pick<ConnectionDataType, 'isGranted' | 'latestSync'> | undefined;
  /** Whether a sync of it can succeed. */
  isReadable: boolean;
  /** Whether who reads this may press “Sync”. */
  canChange: boolean;
  now: Date;
}

/** Why a data type is as fresh, or as stale, as it is: what holds it up comes first. */
export function typeWhy(t: AdminWords, { row, dataType, isReadable, canChange, now }: Subject): string {
  const sync = dataType?.latestSync ?? null;
  if (row.status === 'AUTH_REQUIRED' || row.status === 'CONNECTING')
    return t(sync === null ? 'connections.types.notYet' : 'connections.types.ended');
  if (row.status !== 'CONNECTED') return t('connections.types.ended');
  if (dataType?.isGranted === false)
    return t('connections.types.leftOut', { cure: syncErrorWords('PERMISSION_NOT_GRANTED')?.cure ?? '' });
  if (sync !== null && sync.status !== 'SUCCESS') return whyUnfinished(t, sync);
  if (!isReadable) return t('connections.types.notRead');
  const { nextSyncAt } = row;
  if (nextSyncAt !== null && nextSyncAt < addMs(now, -patienceMs))
    return t('connections.types.overdue', { when: relativeTime(nextSyncAt, now) });
  const soFar = t(sync === null ? 'connections.types.never' : 'connections.types.fresh');
  return `${soFar} ${whatIsNext(t, { nextSyncAt, canChange, now })}`;
}

function whatIsNext(
  t: AdminWords,
  { nextSyncAt, canChange, now }: Pick<Subject, 'canChange' | 'now'> & { nextSyncAt: Date | null },
): string {
  if (nextSyncAt !== null) return t('connections.types.planned', { when: relativeTime(nextSyncAt, now) });
  const nothing = t('connections.types.unplanned');
  return canChange ? `${nothing} ${t('connections.types.pressSync')}` : nothing;
}

function whyUnfinished(t: AdminWords, { status, activeKey, errorCode, pages, added }: DataSync): string {
  const words = syncErrorWords(errorCode, activeKey !== null);
  if (words !== null) return `${words.cause} ${words.cure}`;
  if (activeKey === null) return t('states.noCode');
  return status === 'FETCHING' ? t('syncs.progress', { pages, added }) : t('connections.types.running');
}
