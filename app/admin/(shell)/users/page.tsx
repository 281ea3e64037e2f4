import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { CurlSteps } from '@/app/admin/parts/curl-steps.tsx';
import { connectionLabel } from '@/app/admin/parts/labels.ts';
import { SavedViews } from '@/app/admin/parts/saved-views.tsx';
import { filterWords, pagerWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { Status } from '@/components/admin/status.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { FilterBar, FilterText } from '@/components/ui/filter.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';
import { Pager } from '@/components/ui/pager.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { type ConnectionCount, countConnectionsOfUsers } from '@/server/connections/index.ts';
import { isId } from '@/server/core/ids.ts';
import type { User } from '@/server/db/models.ts';
import { readCursorPage } from '@/server/db/pagination.ts';
import { listSavedViews } from '@/server/saved-views/index.ts';
import { listUserNames, listUsers } from '@/server/users/index.ts';
import { readUserQuery, toUserFilter, usersHref } from './user-filter.ts';

export const metadata: Metadata = { title: adminWords()('users.title') };

const path = '/admin/users';
const perPage = 50;

export default adminPage(async ({ ctx, t, canChange, query }) => {
  const wanted = readUserQuery(query);
  const { q: search, group } = wanted;
  const id = search?.toLowerCase() ?? '';
  if (isId(id) && (await listUserNames(ctx, [id])).has(id)) redirect(`${path}/${id}`);
  const [{ rows, nextCursor }, views] = await Promise.all([
    readCursorPage(query.cursor, perPage, (request) => listUsers(ctx, toUserFilter(wanted), request)),
    listSavedViews(ctx, 'users'),
  ]);
  const counts = await countConnectionsOfUsers(
    ctx,
    rows.map(({ id }) => id),
  );
  const isFiltered = search !== undefined || group !== undefined;
  const isEmpty = rows.length === 0 && query.cursor === undefined;
  const create = (
    <LinkButton href={`${path}/new`} look="main">
      {t('users.create')}
    </LinkButton>
  );
  return (
    <>
      <PageHeader lead={t('users.lead')} title={t('users.title')}>
        {isEmpty && !isFiltered ? null : (
          <LinkButton href={usersHref(wanted, `${path}/export.csv`)} plain>
            {t('states.exportCsv')}
          </LinkButton>
        )}
        {canChange ? create : null}
      </PageHeader>
      <SavedViews
        canChange={canChange && (isFiltered || !isEmpty)}
        ctx={ctx}
        list="users"
        query={query}
        t={t}
        views={views}
      />
      {isEmpty && !isFiltered ? null : (
        <FilterBar clearHref={path} isFiltered={isFiltered} words={filterWords(t)}>
          <FilterText
            label={t('users.search')}
            name="q"
            placeholder={t('users.searchHint')}
            value={search}
            wide
          />
          <FilterText label={t('users.group')} name="group" value={group} />
        </FilterBar>
      )}
      <Section flush>
        {rows.length > 0 ? (
          <UserTable counts={counts} ctx={ctx} rows={rows} t={t} />
        ) : isFiltered ? (
          <EmptyState text={t('states.nothingText')} title={t('states.nothingTitle')} />
        ) : (
          <EmptyState text={t('users.emptyText')} title={t('users.emptyTitle')}>
            <CurlSteps ctx={ctx} steps={['user']} t={t} />
          </EmptyState>
        )}
        <Pager cursor={query.cursor} href={usersHref(wanted)} nextCursor={nextCursor} words={pagerWords(t)} />
      </Section>
    </>
  );
});

interface UserTableProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  rows: readonly User[];
  counts: ReadonlyMap<string, readonly ConnectionCount[]>;
}

function UserTable({ ctx, t, rows, counts }: UserTableProps) {
  const now = ctx.clock.now();
  const columns = ['colName', 'colSiren', 'colGroup', 'colConnections', 'colCreated'] as const;
  return (
    <Table caption={t('users.title')} compact head={columns.map((name) => t(`users.${name}`))}>
      {rows.map((user) => (
        <tr key={user.id}>
          <Cell label={t('users.colName')} place="title">
            <Link className="row-link" href={`${path}/${user.id}`}>
              {user.name}
            </Link>
            <div className="wide-only text-muted text-xs">{t(`states.userType.${user.type}`)}</div>
          </Cell>
          <Cell label={t('users.colSiren')} place={user.siren === null ? 'wide-only' : 'rest'}>
            {user.siren === null ? (
              <span className="text-muted">{t('states.none')}</span>
            ) : (
              <span className="font-mono text-sm">{user.siren}</span>
            )}
          </Cell>
          <Cell label={t('users.colGroup')} place="rest">
            {user.group}
          </Cell>
          <Cell label={t('users.colConnections')} place="corner">
            <div className="flex flex-wrap gap-1">
              {(counts.get(user.id) ?? []).map(({ status, count }) => (
                <Status
                  key={status}
                  label={count === 1 ? connectionLabel(t, status) : `${count} ${connectionLabel(t, status)}`}
                  status={status}
                />
              ))}
              {counts.has(user.id) ? null : <span className="text-muted">{t('states.none')}</span>}
            </div>
          </Cell>
          <Cell label={t('users.colCreated')} place="rest">
            <RelativeTime date={user.createdAt} now={now} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
