import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { ProviderName } from '@/components/admin/provider-name.tsx';
import { Status } from '@/components/admin/status.tsx';
import { formatCount } from '@/components/ui/formats.ts';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import type { DataSync } from '@/server/db/models.ts';
import { dataTypeLabel, providerLabel, syncErrorWords, syncLabel } from './labels.ts';

interface Props extends Pick<AdminPageProps, 'ctx' | 't'> {
  rows: readonly DataSync[];
  /** Of many users: each row says whose it is. */
  userNames?: ReadonlyMap<string, string>;
}

/** Runs, one per line: what, how it went, what came of it. */
export function SyncTable({ ctx, t, rows, userNames }: Props) {
  const columns = [
    'colDataType',
    ...(userNames === undefined ? [] : (['colUser'] as const)),
    'colStatus',
    'colRecords',
    'colDuration',
    'colRequested',
  ] as const;
  return (
    <Table caption={t('syncs.title')} compact head={columns.map((name) => t(`syncs.${name}`))}>
      {rows.map((row) => (
        <tr data-live-id={row.id} key={row.id}>
          <Cell label={t('syncs.colDataType')} place="title">
            <Link className="row-link" href={`/admin/syncs/${row.id}`}>
              {dataTypeLabel(row.dataType)}
            </Link>
            <div className="text-muted text-sm">
              <ProviderName displayName={providerLabel(ctx, row.providerName)} name={row.providerName} />
            </div>
          </Cell>
          {userNames === undefined ? null : (
            <Cell label={t('syncs.colUser')} place="rest">
              <Link className="link" href={`/admin/connections/${row.connectionId}`}>
                {userNames.get(row.userId)}
              </Link>
            </Cell>
          )}
          <Cell label={t('syncs.colStatus')} place="corner">
            <div>
              <Status label={syncLabel(t, row.status)} status={row.status} />
              {row.errorCode === null ? null : (
                <div className="text-muted text-sm">
                  {syncErrorWords(row.errorCode)?.short ?? row.errorCode}
                </div>
              )}
            </div>
          </Cell>
          <Cell label={t('syncs.colRecords')} place="rest">
            <Counts row={row} t={t} />
            {row.status === 'FETCHING' ? (
              <div className="text-muted text-xs">
                {t('syncs.progress', { pages: row.pages, added: row.added })}
              </div>
            ) : null}
          </Cell>
          <Cell label={t('syncs.colDuration')} place="wide-only">
            {durationOf(row, ctx.clock.now())}
          </Cell>
          <Cell label={t('syncs.colRequested')} place="rest">
            <RelativeTime date={row.requestedAt} now={ctx.clock.now()} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** `+400 ~2 −1`, in words for screen readers. */
export function Counts({ row, t }: { row: DataSync; t: AdminPageProps['t'] }) {
  const { added, updated, removed } = row;
  if (added + updated + removed === 0) {
    return (
      <span className="text-muted">{row.status === 'SUCCESS' ? t('syncs.unchanged') : t('states.none')}</span>
    );
  }
  return (
    <span title={t('syncs.counts', { added, updated, removed })}>
      <span aria-hidden="true" className="whitespace-nowrap">
        {shortCounts(row)}
      </span>
      <span className="sr-only">{t('syncs.counts', { added, updated, removed })}</span>
    </span>
  );
}

/** Without what did not happen. */
function shortCounts({ added, updated, removed }: DataSync): string {
  const parts = [
    ['+', added],
    ['~', updated],
    ['−', removed],
  ] as const;
  return parts
    .filter(([, count]) => count > 0)
    .map(([sign, count]) => sign + formatCount(count))
    .join(' ');
}

/** `840 ms`, `3.2 s`, `4 min 10 s`; undefined before it began. */
export function durationOf({ startedAt, completedAt }: DataSync, now: Date): string | undefined {
  if (startedAt === null) return undefined;
  return formatDuration((completedAt ?? now).getTime() - startedAt.getTime());
}

export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const [minutes, rest] = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  return minutes < 60 ? `${minutes} min ${rest} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
