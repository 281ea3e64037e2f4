import type { Metadata } from 'next';
import { cancelBulkAction } from '@/app/admin/(shell)/connections/bulk/actions.ts';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { BulkStatusBadge } from '@/app/admin/parts/bulk-status.tsx';
import { describeChoice, reasonLabel } from '@/app/admin/parts/bulk-words.ts';
import { dataTypeLabel, providerLabel } from '@/app/admin/parts/labels.ts';
import { pagerWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { ProviderName } from '@/components/admin/provider-name.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Fact, Facts } from '@/components/ui/facts.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { formatCount } from '@/components/ui/formats.ts';
import { Link } from '@/components/ui/link.tsx';
import { Note, PageHeader, Section } from '@/components/ui/page.tsx';
import { Pager } from '@/components/ui/pager.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { listAdmins } from '@/server/admins/index.ts';
import {
  getBulkRun,
  type ListedRefusal,
  listBulkRefusals,
  mostListed,
  reasonsOf,
  shownFilterOf,
  wasWithdrawn,
} from '@/server/bulk/index.ts';
import type { BulkRun } from '@/server/db/models.ts';
import { readCursorPage } from '@/server/db/pagination.ts';
import { listUserNames } from '@/server/users/index.ts';

export const metadata: Metadata = { title: adminWords()('bulk.title') };

const perPage = 50;

export default adminPage(async ({ ctx, t, canChange, params, query }) => {
  const run = await getBulkRun(ctx, params.runId ?? '');
  const [{ rows, nextCursor }, admins] = await Promise.all([
    readCursorPage(query.cursor, perPage, (request) => listBulkRefusals(ctx, run.id, request)),
    listAdmins(ctx),
  ]);
  const userNames = await listUserNames(
    ctx,
    rows.map(({ userId }) => userId),
  );
  const isRunning = run.status === 'RUNNING';
  const startedBy = admins.find(({ id }) => run.startedBy === `admin:${id}`)?.email ?? t('bulk.byGone');
  const reasons = reasonsOf(run);
  return (
    <div data-live-page={isRunning ? 'moving' : run.id}>
      <PageHeader
        icon={<BulkStatusBadge status={run.status} t={t} />}
        title={t(`bulk.runTitle.${run.action}`)}
      >
        <LinkButton href="/admin/connections/bulk">{t('bulk.all')}</LinkButton>
        {canChange && isRunning ? (
          <ActionForm accountId={ctx.accountId} action={cancelBulkAction}>
            <input name="run_id" type="hidden" value={run.id} />
            <Submit look="plain">{t('bulk.cancel')}</Submit>
          </ActionForm>
        ) : null}
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {wasWithdrawn(run) ? <Note>{t('bulk.withdrawn')}</Note> : null}
        <Section>
          <Progress ctx={ctx} run={run} startedBy={startedBy} t={t} />
        </Section>
        {reasons.length === 0 ? null : (
          <Section title={t('bulk.reasonsTitle')}>
            <dl className="grid max-w-md grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-1.5">
              {reasons.map(({ code, count }) => (
                <div className="contents" key={code}>
                  <dt>{reasonLabel(t, code)}</dt>
                  <dd className="text-end tabular-nums">{formatCount(count)}</dd>
                </div>
              ))}
            </dl>
          </Section>
        )}
        {rows.length === 0 ? null : (
          <Section
            aside={
              <LinkButton href={`/admin/connections/bulk/${run.id}/export.csv`} plain small>
                {t('states.exportCsv')}
              </LinkButton>
            }
            flush
            lead={t('bulk.refusedLead', { count: mostListed })}
            title={t('bulk.refusedTitle')}
          >
            <RefusalTable
              ctx={ctx}
              isRetry={run.action === 'RETRY'}
              rows={rows}
              t={t}
              userNames={userNames}
            />
            <Pager
              cursor={query.cursor}
              href={`/admin/connections/bulk/${run.id}`}
              nextCursor={nextCursor}
              words={{ ...pagerWords(t), first: t('bulk.pager.first'), next: t('bulk.pager.next') }}
            />
          </Section>
        )}
      </div>
    </div>
  );
});

interface ProgressProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  run: BulkRun;
  startedBy: string;
}

function Progress({ ctx, t, run, startedBy }: ProgressProps) {
  const handled = run.done + run.refused;
  const now = ctx.clock.now();
  // Nobody knows how many there are behind the number that is counted to.
  const isOpen = run.status === 'RUNNING' && run.expectedCapped && handled >= run.expected;
  const label = t(run.expectedCapped ? 'bulk.handledCapped' : 'bulk.handled', {
    handled,
    expected: run.expected,
  });
  return (
    <div className="grid gap-5">
      <div className="grid gap-1.5">
        <progress
          aria-label={t('bulk.progress')}
          className="progress"
          max={Math.max(run.expected, handled, 1)}
          value={isOpen ? undefined : run.status === 'DONE' ? Math.max(run.expected, handled, 1) : handled}
        />
        <p className="text-muted text-sm tabular-nums">{label}</p>
      </div>
      <Facts>
        <Fact label={t('bulk.done')}>
          <span className="font-semibold text-xl tabular-nums">{formatCount(run.done)}</span>
        </Fact>
        <Fact label={t('bulk.refused')}>
          <span className="font-semibold text-xl tabular-nums">{formatCount(run.refused)}</span>
        </Fact>
        <Fact label={t('bulk.chosen')}>{describeChoice(t, ctx, shownFilterOf(run))}</Fact>
        <Fact label={t('bulk.by')}>{startedBy}</Fact>
        <Fact label={t('bulk.startedAt')}>
          <RelativeTime date={run.createdAt} now={now} />
        </Fact>
        {run.endedAt === null ? null : (
          <Fact label={t('bulk.endedAt')}>
            <RelativeTime date={run.endedAt} now={now} />
          </Fact>
        )}
      </Facts>
    </div>
  );
}

interface RefusalTableProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  rows: readonly ListedRefusal[];
  userNames: ReadonlyMap<string, string>;
  isRetry: boolean;
}

function RefusalTable({ ctx, t, rows, userNames, isRetry }: RefusalTableProps) {
  const columns = [
    ...(['colUser', 'colProvider'] as const),
    ...(isRetry ? (['colDataType'] as const) : []),
    'colReason' as const,
  ];
  return (
    <Table caption={t('bulk.refusedTitle')} head={columns.map((name) => t(`bulk.${name}`))}>
      {rows.map((row) => (
        <tr key={row.itemId}>
          <Cell label={t('bulk.colUser')}>
            <Link
              className="row-link"
              href={isRetry ? `/admin/syncs/${row.itemId}` : `/admin/connections/${row.connectionId}`}
            >
              {userNames.get(row.userId)}
            </Link>
          </Cell>
          <Cell label={t('bulk.colProvider')}>
            <ProviderName displayName={providerLabel(ctx, row.providerName)} name={row.providerName} />
          </Cell>
          {isRetry ? (
            <Cell label={t('bulk.colDataType')}>
              {row.dataType === null ? null : dataTypeLabel(row.dataType)}
            </Cell>
          ) : null}
          <Cell label={t('bulk.colReason')}>{reasonLabel(t, row.code)}</Cell>
        </tr>
      ))}
    </Table>
  );
}
