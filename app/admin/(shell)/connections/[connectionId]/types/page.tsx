import type { Metadata } from 'next';
import { syncNowAction } from '@/app/admin/(shell)/connections/actions.ts';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { ConnectionFrame } from '@/app/admin/parts/connection-frame.tsx';
import { dataTypeLabel, syncLabel } from '@/app/admin/parts/labels.ts';
import { type LoadedConnection, loadConnection } from '@/app/admin/parts/load-connection.ts';
import { typeWhy } from '@/app/admin/parts/type-why.ts';
import { adminWords } from '@/app/admin/words.ts';
import { Status } from '@/components/admin/status.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Section } from '@/components/ui/page.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { readDataTypes } from '@/server/connections/index.ts';
import { withDependencies } from '@/server/providers/index.ts';

export const metadata: Metadata = { title: adminWords()('connections.tabTypes') };

export default adminPage(async ({ ctx, t, canChange, params }) => {
  const loaded = await loadConnection(ctx, params.connectionId ?? '');
  return (
    <ConnectionFrame canChange={canChange} ctx={ctx} current="types" loaded={loaded} t={t}>
      <Section flush>
        <TypeTable canChange={canChange} ctx={ctx} loaded={loaded} t={t} />
      </Section>
    </ConnectionFrame>
  );
});

interface TypeTableProps extends Pick<AdminPageProps, 'ctx' | 't' | 'canChange'> {
  loaded: LoadedConnection;
}

function TypeTable({ ctx, t, canChange, loaded }: TypeTableProps) {
  const { row, manifest, dataTypes, readable } = loaded;
  const requested = readDataTypes(row.requestedDataTypes);
  const columns = ['head', 'granted', 'records', 'lastSuccess', 'latest', 'why'] as const;
  const label = (name: (typeof columns)[number]) => t(`connections.types.${name}`);
  const now = ctx.clock.now();
  const maySync = canChange && row.status === 'CONNECTED';
  return (
    <Table caption={t('connections.tabTypes')} head={[...columns.map(label), ...(maySync ? [''] : [])]}>
      {withDependencies(manifest, requested).map((name) => {
        const known = dataTypes.find(({ dataType }) => dataType === name);
        const { count, isCapped } = known?.records ?? { count: 0, isCapped: false };
        const sync = known?.latestSync ?? null;
        const isReadable = readable.some((one) => one === name);
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
              <span className="text-muted">
                {typeWhy(t, { row, dataType: known, isReadable, canChange, now })}
              </span>
            </Cell>
            {maySync ? (
              <Cell end label="">
                {!isReadable || (sync !== null && sync.activeKey !== null) ? null : (
                  <ActionForm accountId={ctx.accountId} action={syncNowAction} className="contents">
                    <input name="connection_id" type="hidden" value={row.id} />
                    <input name="data_type" type="hidden" value={name} />
                    <Submit look="plain" small>
                      {t('connections.types.syncOne')}
                    </Submit>
                  </ActionForm>
                )}
              </Cell>
            ) : null}
          </tr>
        );
      })}
    </Table>
  );
}
