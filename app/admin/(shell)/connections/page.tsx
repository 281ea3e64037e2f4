import { ArrowDown } from 'lucide-react';
import type { Metadata } from 'next';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { BulkBar, SelectAll, SelectRow } from '@/app/admin/parts/bulk-selection.tsx';
import { DataTypeList } from '@/app/admin/parts/connection-table.tsx';
import { CurlSteps } from '@/app/admin/parts/curl-steps.tsx';
import { connectionLabel, dataTypeLabel, providerLabel, syncErrorWords } from '@/app/admin/parts/labels.ts';
import { SavedViews } from '@/app/admin/parts/saved-views.tsx';
import { filterWords, pagerWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { LiveList } from '@/components/admin/live-list.tsx';
import { ProviderName } from '@/components/admin/provider-name.tsx';
import { Status } from '@/components/admin/status.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { FilterBar, FilterSelect, FilterText } from '@/components/ui/filter.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';
import { Pager } from '@/components/ui/pager.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, type HeadCell, Table } from '@/components/ui/table.tsx';
import {
  type ConnectionRow,
  countConnectionsForAdmin,
  listConnectionsForAdmin,
} from '@/server/dashboard/index.ts';
import { syncErrorCodes } from '@/server/data-syncs/index.ts';
import { dataTypeNames } from '@/server/data-types/index.ts';
import { DataConnectionStatus } from '@/server/db/models.ts';
import { listManifests } from '@/server/providers/index.ts';
import { listSavedViews } from '@/server/saved-views/index.ts';
import {
  ages,
  type ConnectionQuery,
  connectionsHref,
  readConnectionQuery,
  toConnectionFilter,
  toConnectionSort,
} from './connection-filter.ts';

export const metadata: Metadata = { title: adminWords()('connections.title') };

const perPage = 50;

export default adminPage(async ({ ctx, t, canChange, query }) => {
  const wanted = readConnectionQuery(query);
  const { sort, ...filter } = wanted;
  const filtered = toConnectionFilter(wanted, ctx.clock.now());
  const [{ rows, nextCursor }, total, views] = await Promise.all([
    listConnectionsForAdmin(ctx, filtered, toConnectionSort(wanted), { cursor: query.cursor, perPage }),
    countConnectionsForAdmin(ctx, filtered),
    listSavedViews(ctx, 'connections'),
  ]);
  const isFiltered = Object.keys(filter).length > 0;
  const isEmpty = rows.length === 0 && !isFiltered && query.cursor === undefined;
  return (
    <>
      <PageHeader lead={t('connections.lead')} title={t('connections.title')}>
        {isEmpty ? null : (
          <>
            <LinkButton href="/admin/connections/bulk">{t('bulk.link')}</LinkButton>
            <LinkButton href={connectionsHref(wanted, '/admin/connections/export.csv')} plain>
              {t('states.exportCsv')}
            </LinkButton>
          </>
        )}
      </PageHeader>
      <SavedViews
        canChange={canChange && !isEmpty}
        ctx={ctx}
        list="connections"
        query={query}
        t={t}
        views={views}
      />
      {isEmpty ? null : <Filters ctx={ctx} isFiltered={isFiltered} t={t} wanted={wanted} />}
      <LiveList topic="connection">
        <div data-bulk key={`${connectionsHref(wanted)} ${query.cursor ?? ''}`}>
          {rows.length === 0 ? null : (
            <div className="mb-2 flex flex-wrap items-center justify-between gap-x-6">
              <p aria-live="polite" className="text-muted text-sm">
                {t(total.isCapped ? 'connections.matchingCapped' : 'connections.matching', {
                  count: total.count,
                })}
              </p>
              {canChange ? <SelectAll t={t} total={total} /> : null}
            </div>
          )}
          <Section flush>
            {rows.length > 0 ? (
              <ConnectionTable canChange={canChange} ctx={ctx} rows={rows} t={t} wanted={wanted} />
            ) : isEmpty ? (
              <EmptyState text={t('connections.emptyText')} title={t('connections.emptyTitle')}>
                <CurlSteps ctx={ctx} steps={['user', 'connection']} t={t} />
              </EmptyState>
            ) : (
              <EmptyState text={t('states.nothingText')} title={t('states.nothingTitle')}>
                <LinkButton href="/admin/connections">{t('states.filter.clear')}</LinkButton>
              </EmptyState>
            )}
            <Pager
              cursor={query.cursor}
              href={connectionsHref(wanted)}
              nextCursor={nextCursor}
              words={pagerWords(t)}
            />
          </Section>
          {canChange && rows.length > 0 ? <BulkBar query={wanted} t={t} /> : null}
        </div>
      </LiveList>
    </>
  );
});

interface FiltersProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  wanted: ConnectionQuery;
  isFiltered: boolean;
}

function Filters({ ctx, t, wanted, isFiltered }: FiltersProps) {
  const any = t('states.filter.any');
  return (
    <FilterBar
      clearHref={connectionsHref(wanted.sort === undefined ? {} : { sort: wanted.sort })}
      isFiltered={isFiltered}
      keep={{ sort: wanted.sort }}
      words={filterWords(t)}
    >
      <FilterText
        label={t('connections.search')}
        name="q"
        placeholder={t('connections.searchHint')}
        value={wanted.q}
        wide
      />
      <FilterSelect
        any={any}
        label={t('connections.status')}
        name="status"
        options={Object.values(DataConnectionStatus).map((value) => ({
          value,
          label: connectionLabel(t, value),
        }))}
        value={wanted.status}
      />
      <FilterSelect
        any={any}
        label={t('connections.provider')}
        name="provider"
        options={listManifests(ctx.catalogue).map((each) => ({ value: each.name, label: each.displayName }))}
        value={wanted.provider}
      />
      <FilterSelect
        any={any}
        label={t('connections.dataType')}
        name="type"
        options={dataTypeNames.map((value) => ({ value, label: dataTypeLabel(value) }))}
        value={wanted.type}
      />
      <FilterText label={t('connections.group')} name="group" value={wanted.group} />
      <FilterSelect
        any={any}
        label={t('connections.age')}
        name="age"
        options={ages.map((value) => ({ value, label: t(`connections.ages.${value}`) }))}
        value={wanted.age}
      />
      <FilterSelect
        any={any}
        label={t('connections.errorCode')}
        name="error"
        options={syncErrorCodes.map((value) => ({ value, label: syncErrorWords(value)?.short ?? value }))}
        value={wanted.error}
      />
    </FilterBar>
  );
}

interface ConnectionTableProps extends Pick<AdminPageProps, 'ctx' | 't' | 'canChange'> {
  rows: readonly ConnectionRow[];
  wanted: ConnectionQuery;
}

function ConnectionTable({ ctx, t, canChange, rows, wanted }: ConnectionTableProps) {
  const now = ctx.clock.now();
  const sortable = (label: string, sort: string | undefined): HeadCell => ({
    label,
    isSorted: wanted.sort === sort,
    content: (
      <Link
        className="sort-link"
        href={connectionsHref({ ...wanted, sort: sort ?? '' })}
        title={t('connections.sortBy', { name: label })}
      >
        {label}
        {wanted.sort === sort ? <ArrowDown aria-hidden size={12} /> : null}
      </Link>
    ),
  });
  return (
    <Table
      caption={t('connections.title')}
      compact
      head={[
        t('connections.colUser'),
        t('connections.colStatus'),
        t('connections.colProvider'),
        t('connections.colDataTypes'),
        t('connections.colLastSync'),
        sortable(t('connections.colChanged'), 'changed'),
        sortable(t('connections.colCreated'), undefined),
      ]}
    >
      {rows.map((row) => (
        <tr data-live-id={row.id} key={row.id}>
          <Cell label={t('connections.colUser')} place="title">
            <div className="flex items-start gap-2">
              {canChange ? (
                <SelectRow
                  id={row.id}
                  label={t('bulk.selectRow', {
                    user: row.userName,
                    provider: providerLabel(ctx, row.providerName),
                  })}
                />
              ) : null}
              <div className="min-w-0">
                <Link className="row-link" href={`/admin/connections/${row.id}`}>
                  {row.userName}
                </Link>
                <div className="wide-only text-muted text-xs">{row.userGroup}</div>
              </div>
            </div>
          </Cell>
          <Cell label={t('connections.colStatus')} place="corner">
            <div className="grid justify-items-start gap-0.5">
              <Status label={connectionLabel(t, row.status)} status={row.status} />
              {row.lastErrorCode === null ? null : (
                <span className="text-muted text-xs">
                  {syncErrorWords(row.lastErrorCode)?.short ?? row.lastErrorCode}
                </span>
              )}
            </div>
          </Cell>
          <Cell label={t('connections.colProvider')} place="rest">
            <ProviderName displayName={providerLabel(ctx, row.providerName)} name={row.providerName} />
          </Cell>
          <Cell label={t('connections.colDataTypes')} place="wide-only">
            <DataTypeList names={row.requestedDataTypes} t={t} />
          </Cell>
          <Cell label={t('connections.colLastSync')} place="named">
            {row.lastSyncedAt === null ? (
              <span className="text-muted">{t('time.never')}</span>
            ) : (
              <RelativeTime date={row.lastSyncedAt} isBrief now={now} />
            )}
          </Cell>
          <Cell label={t('connections.colChanged')} place="wide-only">
            <RelativeTime date={row.changedAt} isBrief now={now} />
          </Cell>
          <Cell label={t('connections.colCreated')} place="wide-only">
            <RelativeTime date={row.createdAt} isBrief now={now} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
