import type { Metadata } from 'next';
import { bulkHref } from '@/app/admin/(shell)/connections/bulk/bulk-wish.ts';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { CurlSteps } from '@/app/admin/parts/curl-steps.tsx';
import { dataTypeLabel, providerLabel, syncErrorWords, syncLabel } from '@/app/admin/parts/labels.ts';
import { SavedViews } from '@/app/admin/parts/saved-views.tsx';
import { SyncTable } from '@/app/admin/parts/sync-table.tsx';
import { filterWords, pagerWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { LiveList } from '@/components/admin/live-list.tsx';
import { ProviderName } from '@/components/admin/provider-name.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { FilterBar, FilterSelect } from '@/components/ui/filter.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';
import { Pager } from '@/components/ui/pager.tsx';
import { type ErrorGroup, listErrorGroups, listSyncsForAdmin } from '@/server/dashboard/index.ts';
import { syncErrorCodes } from '@/server/data-syncs/index.ts';
import { dataTypeNames } from '@/server/data-types/index.ts';
import { DataSyncStatus } from '@/server/db/models.ts';
import { listManifests } from '@/server/providers/index.ts';
import { listSavedViews } from '@/server/saved-views/index.ts';
import { listUserNames } from '@/server/users/index.ts';
import { readSyncQuery, type SyncQuery, syncsHref, toSyncFilter } from './sync-filter.ts';

export const metadata: Metadata = { title: adminWords()('syncs.title') };

const perPage = 50;
const mostGroups = 8;

export default adminPage(async ({ ctx, t, canChange, query }) => {
  const wanted = readSyncQuery(query);
  const isFiltered = Object.keys(wanted).length > 0;
  const [{ rows, nextCursor }, groups, views] = await Promise.all([
    listSyncsForAdmin(ctx, toSyncFilter(wanted), { cursor: query.cursor, perPage }),
    listErrorGroups(ctx, '24h'),
    listSavedViews(ctx, 'syncs'),
  ]);
  const userNames = await listUserNames(
    ctx,
    rows.map(({ userId }) => userId),
  );
  const isEmpty = rows.length === 0 && !isFiltered && query.cursor === undefined;
  const hasFailed = rows.some(({ status }) => status.endsWith('_ERROR'));
  return (
    <>
      <PageHeader lead={t('syncs.lead')} title={t('syncs.title')}>
        {isEmpty ? null : (
          <LinkButton href={syncsHref(wanted, '/admin/syncs/export.csv')} plain>
            {t('states.exportCsv')}
          </LinkButton>
        )}
        {canChange && hasFailed ? (
          <LinkButton href={bulkHref({ action: 'retry', ...wanted })}>{t('syncs.retryAll')}</LinkButton>
        ) : null}
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {groups.length === 0 ? null : (
          <ErrorGroups ctx={ctx} groups={groups.slice(0, mostGroups)} t={t} wanted={wanted} />
        )}
        <div>
          <SavedViews
            canChange={canChange && !isEmpty}
            ctx={ctx}
            list="syncs"
            query={query}
            t={t}
            views={views}
          />
          {isEmpty ? null : <Filters ctx={ctx} isFiltered={isFiltered} t={t} wanted={wanted} />}
          <LiveList topic="sync">
            <Section flush>
              {rows.length > 0 ? (
                <SyncTable ctx={ctx} rows={rows} t={t} userNames={userNames} />
              ) : isEmpty ? (
                <EmptyState text={t('syncs.emptyText')} title={t('syncs.emptyTitle')}>
                  <CurlSteps ctx={ctx} steps={['user', 'connection', 'sync']} t={t} />
                </EmptyState>
              ) : (
                <EmptyState text={t('states.nothingText')} title={t('states.nothingTitle')}>
                  <LinkButton href="/admin/syncs">{t('states.filter.clear')}</LinkButton>
                </EmptyState>
              )}
              <Pager
                cursor={query.cursor}
                href={syncsHref(wanted)}
                nextCursor={nextCursor}
                words={pagerWords(t)}
              />
            </Section>
          </LiveList>
        </div>
      </div>
    </>
  );
});

interface FiltersProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  wanted: SyncQuery;
  isFiltered: boolean;
}

function Filters({ ctx, t, wanted, isFiltered }: FiltersProps) {
  const any = t('states.filter.any');
  return (
    <FilterBar clearHref="/admin/syncs" isFiltered={isFiltered} words={filterWords(t)}>
      <FilterSelect
        any={any}
        label={t('syncs.status')}
        name="status"
        options={Object.values(DataSyncStatus).map((value) => ({ value, label: syncLabel(t, value) }))}
        value={wanted.status}
      />
      <FilterSelect
        any={any}
        label={t('syncs.provider')}
        name="provider"
        options={listManifests(ctx.catalogue).map((each) => ({ value: each.name, label: each.displayName }))}
        value={wanted.provider}
      />
      <FilterSelect
        any={any}
        label={t('syncs.dataType')}
        name="type"
        options={dataTypeNames.map((value) => ({ value, label: dataTypeLabel(value) }))}
        value={wanted.type}
      />
      <FilterSelect
        any={any}
        label={t('syncs.errorCode')}
        name="error"
        options={syncErrorCodes.map((value) => ({ value, label: syncErrorWords(value)?.short ?? value }))}
        value={wanted.error}
      />
    </FilterBar>
  );
}

interface ErrorGroupsProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  groups: readonly ErrorGroup[];
  wanted: SyncQuery;
}

/** What fails now, by cause: each a filter of the list below. */
function ErrorGroups({ ctx, t, groups, wanted }: ErrorGroupsProps) {
  return (
    <Section flush lead={t('syncs.groupsLead')} title={t('syncs.groupsTitle')}>
      <ul className="py-1">
        {groups.map(({ errorCode, providerName, count }) => {
          const words = syncErrorWords(errorCode);
          return (
            <li className="border-line border-t first:border-0" key={`${providerName} ${errorCode}`}>
              <Link
                aria-current={
                  wanted.error === errorCode && wanted.provider === providerName ? 'true' : undefined
                }
                className="grid gap-x-4 px-5 py-2 hover:bg-soft sm:grid-cols-[minmax(0,1fr)_auto]"
                href={syncsHref({ provider: providerName, error: errorCode })}
              >
                <span className="grid">
                  <span className="flex flex-wrap items-center gap-x-2 font-medium">
                    <ProviderName displayName={providerLabel(ctx, providerName)} name={providerName} />
                    <span>{words?.short ?? errorCode}</span>
                  </span>
                  <span className="text-muted text-sm">{words?.cure ?? t('states.noCode')}</span>
                </span>
                <span className="text-sm sm:text-end">
                  {t('syncs.groupCount', { count })}
                  {words === null ? null : (
                    <span className="block text-muted">{t(`states.by.${words.by}`)}</span>
                  )}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
