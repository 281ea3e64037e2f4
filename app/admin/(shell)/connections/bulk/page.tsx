import type { Metadata } from 'next';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { BulkStatusBadge } from '@/app/admin/parts/bulk-status.tsx';
import { describeChoice } from '@/app/admin/parts/bulk-words.ts';
import { pagerWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { formatCount } from '@/components/ui/formats.ts';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';
import { Pager } from '@/components/ui/pager.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { listBulkRuns, shownFilterOf } from '@/server/bulk/index.ts';
import type { BulkRun } from '@/server/db/models.ts';
import { readCursorPage } from '@/server/db/pagination.ts';

export const metadata: Metadata = { title: adminWords()('bulk.title') };

const path = '/admin/connections/bulk';
const perPage = 50;

export default adminPage(async ({ ctx, t, query }) => {
  const { rows, nextCursor } = await readCursorPage(query.cursor, perPage, (request) =>
    listBulkRuns(ctx, request),
  );
  return (
    <div data-live-page={rows.some(({ status }) => status === 'RUNNING') ? 'moving' : undefined}>
      <PageHeader lead={t('bulk.lead')} title={t('bulk.title')} />
      <Section flush>
        {rows.length === 0 ? (
          <EmptyState text={t('bulk.emptyText')} title={t('bulk.emptyTitle')}>
            <LinkButton href="/admin/connections">{t('nav.connections')}</LinkButton>
          </EmptyState>
        ) : (
          <RunTable ctx={ctx} rows={rows} t={t} />
        )}
        <Pager cursor={query.cursor} href={path} nextCursor={nextCursor} words={pagerWords(t)} />
      </Section>
    </div>
  );
});

function RunTable({ ctx, t, rows }: Pick<AdminPageProps, 'ctx' | 't'> & { rows: readonly BulkRun[] }) {
  const now = ctx.clock.now();
  const columns = ['colWhat', 'colStatus', 'colDone', 'colRefused', 'colStarted'] as const;
  return (
    <Table caption={t('bulk.title')} head={columns.map((name) => t(`bulk.${name}`))}>
      {rows.map((run) => (
        <tr key={run.id}>
          <Cell label={t('bulk.colWhat')}>
            <Link className="row-link" href={`${path}/${run.id}`}>
              {t(`bulk.runTitle.${run.action}`)}
            </Link>
            <div className="text-muted text-xs">{describeChoice(t, ctx, shownFilterOf(run))}</div>
          </Cell>
          <Cell label={t('bulk.colStatus')}>
            <BulkStatusBadge status={run.status} t={t} />
          </Cell>
          <Cell label={t('bulk.colDone')}>{formatCount(run.done)}</Cell>
          <Cell label={t('bulk.colRefused')}>{formatCount(run.refused)}</Cell>
          <Cell label={t('bulk.colStarted')}>
            <RelativeTime date={run.createdAt} now={now} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
