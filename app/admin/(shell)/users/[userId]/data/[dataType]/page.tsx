import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { CurlSteps } from '@/app/admin/parts/curl-steps.tsx';
import { dataTypeLabel, providerLabel } from '@/app/admin/parts/labels.ts';
import { given, hrefWith } from '@/app/admin/parts/query.ts';
import { recordSummary } from '@/app/admin/parts/record-summary.ts';
import { plainPagerWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { ProviderName } from '@/components/admin/provider-name.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';
import { Pager } from '@/components/ui/pager.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { getUser } from '@/server/connections/index.ts';
import { findDataType, isDataTypeName } from '@/server/data-types/index.ts';
import { readCursorPage } from '@/server/db/pagination.ts';
import { listRecords, type RecordRow, recordChangedAt, serializeRecord } from '@/server/records/index.ts';

export const metadata: Metadata = { title: adminWords()('users.data') };

const perPage = 50;

export default adminPage(async ({ ctx, t, params, query }) => {
  const user = await getUser(ctx, params.userId ?? '');
  const name = params.dataType ?? '';
  const declared = findDataType(name);
  if (declared === null || !isDataTypeName(name)) notFound();
  const connection = given(query, 'connection');
  const { rows, nextCursor } = await readCursorPage(query.cursor, perPage, (request) =>
    listRecords(ctx, user.id, name, { data_connection_id: connection }, request),
  );
  const path = `/admin/users/${user.id}/data/${name}`;
  return (
    <>
      <PageHeader
        lead={t(declared.single ? 'users.recordsLeadSingle' : 'users.recordsLead', {
          path: `/users/…/${declared.path}`,
        })}
        title={t('users.recordsTitle', { type: dataTypeLabel(name), name: user.name })}
      >
        {rows.length === 0 ? null : (
          <LinkButton href={hrefWith(`${path}/export.csv`, { connection })} plain>
            {t('states.exportCsv')}
          </LinkButton>
        )}
        {connection === undefined ? null : <LinkButton href={path}>{t('users.recordsOfAll')}</LinkButton>}
        <LinkButton href={`/admin/users/${user.id}`}>{t('connections.toUser')}</LinkButton>
      </PageHeader>
      <Section flush>
        {rows.length === 0 ? (
          <EmptyState text={t('users.recordsEmptyText')} title={t('users.recordsEmptyTitle')}>
            <CurlSteps ctx={ctx} dataPath={declared.path} steps={['sync', 'read']} t={t} userId={user.id} />
          </EmptyState>
        ) : (
          <RecordTable ctx={ctx} rows={rows} t={t} />
        )}
        <Pager
          cursor={query.cursor}
          href={hrefWith(path, { connection })}
          nextCursor={nextCursor}
          words={plainPagerWords(t)}
        />
      </Section>
    </>
  );
});

interface RecordTableProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  rows: readonly RecordRow[];
}

function RecordTable({ ctx, t, rows }: RecordTableProps) {
  const columns = ['recordColumn', 'colProvider', 'recordUpdated'] as const;
  return (
    <Table caption={t('users.data')} head={columns.map((name) => t(`users.${name}`))}>
      {rows.map((row) => (
        <tr key={row.id}>
          <Cell label={t('users.recordColumn')}>
            <RecordText row={row} t={t} />
          </Cell>
          <Cell label={t('users.colProvider')}>
            <Link className="link" href={`/admin/connections/${row.connectionId}`}>
              <span className="whitespace-nowrap">
                <ProviderName displayName={providerLabel(ctx, row.providerName)} name={row.providerName} />
              </span>
            </Link>
          </Cell>
          <Cell label={t('users.recordUpdated')}>
            <RelativeTime date={recordChangedAt(row)} now={ctx.clock.now()} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** Words of a provider: whatever stands in them is text, and an address among them is no link. */
function RecordText({ t, row }: Pick<AdminPageProps, 't'> & { row: RecordRow }) {
  const { title, facts } = recordSummary(JSON.parse(row.payload));
  return (
    <div className="flex min-w-0 flex-wrap gap-x-5 gap-y-1">
      <span className="basis-full font-medium">{title ?? t('users.recordUntitled')}</span>
      {facts.length === 0 ? null : (
        <dl className="flex flex-wrap gap-x-4 text-sm">
          {facts.map(([name, value]) => (
            <div className="flex min-w-0 flex-wrap gap-x-1.5" key={name}>
              <dt className="text-muted">{name.replaceAll('_', ' ')}</dt>
              <dd className="min-w-0">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <details className="min-w-0 text-sm open:basis-full">
        <summary className="link w-fit">{t('users.recordJson')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (WCAG 2.1.1). */}
        <pre className="code my-1.5" tabIndex={0}>
          {JSON.stringify(serializeRecord(row), null, 2)}
        </pre>
      </details>
    </div>
  );
}
