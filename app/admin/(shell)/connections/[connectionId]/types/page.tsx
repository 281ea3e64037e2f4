import type { Metadata } from 'next';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { ConnectionFrame } from '@/app/admin/parts/connection-frame.tsx';
import { dataTypeLabel, syncErrorWords, syncLabel } from '@/app/admin/parts/labels.ts';
import { type LoadedConnection, loadConnection } from '@/app/admin/parts/load-connection.ts';
import { adminWords } from '@/app/admin/words.ts';
import { Status } from '@/components/admin/status.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Section } from '@/components/ui/page.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { readDataTypes } from '@/server/connections/index.ts';
import type { DataSync } from '@/server/db/models.ts';
import { withDependencies } from '@/server/providers/index.ts';

export const metadata: Metadata = { title: adminWords()('connections.tabTypes') };

export default adminPage(async ({ ctx, t, canChange, params }) => {
  const loaded = await loadConnection(ctx, params.connectionId ?? '');
  return (
    <ConnectionFrame canChange={canChange} ctx={ctx} current="types" loaded={loaded} t={t}>
      <Section flush>
        <TypeTable ctx={ctx} loaded={loaded} t={t} />
      </Section>
    </ConnectionFrame>
  );
});

interface TypeTableProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  loaded: LoadedConnection;
}

function TypeTable({ ctx, t, loaded }: TypeTableProps) {
  const { row, manifest, dataTypes } = loaded;
  const requested = readDataTypes(row.requestedDataTypes);
  const columns = ['head', 'granted', 'records', 'lastSuccess', 'latest', 'why'] as const;
  const label = (name: (typeof columns)[number]) => t(`connections.types.${name}`);
  const now = ctx.clock.now();
  return (
    <Table caption={t('connections.tabTypes')} head={columns.map(label)}>
      {withDependencies(manifest, requested).map((name) => {
        const known = dataTypes.find(({ dataType }) => dataType === name);
        const { count, isCapped } = known?.records ?? { count: 0, isCapped: false };
        const sync = known?.latestSync ?? null;
        return (
          <tr key={name}>
            <Cell label={label('head')}>
              <span className="font-medium">{dataTypeLabel(name)}</span>
              <div className="font-mono text-muted text-xs">{name}</div>
            </Cell>
            <Cell label={label('granted')}>
              {!requested.includes(name) ? (
                <span className="text-muted">{t('connections.types.dependency')}</span>
              ) : known === undefined || known.isGranted === null ? (
                <span className="text-muted">{t('connections.types.grantedUnknown')}</span>
              ) : (
                t(known.isGranted ? 'connections.types.grantedYes' : 'connections.types.grantedNo')
              )}
            </Cell>
            <Cell label={label('records')}>
              {count === 0 ? (
                <span className="text-muted">{t('states.none')}</span>
              ) : (
                <Link className="link" href={`/admin/users/${row.userId}/data/${name}?connection=${row.id}`}>
                  {t(isCapped ? 'states.recordsCapped' : 'states.records', { count })}
                </Link>
              )}
            </Cell>
            <Cell label={label('lastSuccess')}>
              {known?.succeededAt ? (
                <RelativeTime date={known.succeededAt} now={now} />
              ) : (
                <span className="text-muted">{t('time.never')}</span>
              )}
            </Cell>
            <Cell label={label('latest')}>
              {sync !== null ? (
                <Link href={`/admin/syncs/${sync.id}`}>
                  <Status label={syncLabel(t, sync.status)} status={sync.status} />
                </Link>
              ) : (
                <span className="text-muted">{t('states.none')}</span>
              )}
            </Cell>
            <Cell label={label('why')}>
              <span className="text-muted">{whyOf(t, sync)}</span>
            </Cell>
          </tr>
        );
      })}
    </Table>
  );
}

/** Why a data type is as fresh, or as stale, as it is. */
function whyOf(t: AdminPageProps['t'], sync: DataSync | null): string {
  if (sync === null) return t('connections.types.never');
  if (sync.status === 'SUCCESS') return t('connections.types.fresh');
  const words = syncErrorWords(sync.errorCode);
  if (sync.activeKey !== null && words === null) {
    const { pages, added } = sync;
    return sync.status === 'FETCHING'
      ? t('syncs.progress', { pages, added })
      : t('connections.types.running');
  }
  return words === null ? t('states.noCode') : `${words.cause} ${words.cure}`;
}
