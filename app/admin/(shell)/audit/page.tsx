import type { Metadata } from 'next';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { ChainState } from '@/app/admin/parts/chain-state.tsx';
import { SavedViews } from '@/app/admin/parts/saved-views.tsx';
import { copyWords, filterWords, pagerWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Copyable } from '@/components/ui/copyable.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { FilterBar, FilterSelect, FilterText } from '@/components/ui/filter.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';
import { Pager } from '@/components/ui/pager.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { listAdmins } from '@/server/admins/index.ts';
import { type AuditEntry, auditActions, listAudit } from '@/server/audit/index.ts';
import { readCursorPage } from '@/server/db/pagination.ts';
import { listSavedViews } from '@/server/saved-views/index.ts';
import { auditHref, readAuditQuery, toAuditFilter } from './audit-filter.ts';

export const metadata: Metadata = { title: adminWords()('audit.title') };

const perPage = 50;

export default adminPage(async ({ ctx, t, canChange, query }) => {
  const wanted = readAuditQuery(query);
  const isFiltered = Object.keys(wanted).length > 0;
  const [{ rows, nextCursor }, admins, views] = await Promise.all([
    readCursorPage(query.cursor, perPage, (request) => listAudit(ctx, toAuditFilter(wanted), request)),
    listAdmins(ctx),
    listSavedViews(ctx, 'audit'),
  ]);
  const any = t('states.filter.any');
  return (
    <>
      <PageHeader lead={t('audit.lead')} title={t('audit.title')}>
        <LinkButton href={auditHref(wanted, '/admin/audit/export.csv')} plain>
          {t('states.exportCsv')}
        </LinkButton>
      </PageHeader>
      <ChainState ctx={ctx} t={t} />
      <SavedViews canChange={canChange} ctx={ctx} list="audit" query={query} t={t} views={views} />
      <FilterBar clearHref={auditHref({})} isFiltered={isFiltered} words={filterWords(t)}>
        <FilterSelect
          any={any}
          label={t('audit.action')}
          name="action"
          options={auditActions.map((action) => ({ value: action, label: action }))}
          value={wanted.action}
        />
        <FilterSelect
          any={any}
          label={t('audit.actor')}
          name="actor"
          options={[
            ...admins.map(({ id, email }) => ({ value: `admin:${id}`, label: email })),
            { value: 'system', label: 'system' },
          ]}
          value={wanted.actor}
        />
        <FilterText label={t('audit.object')} name="object" value={wanted.object} wide />
      </FilterBar>
      <Section flush>
        {rows.length === 0 ? (
          <EmptyState
            text={t(isFiltered ? 'audit.nothingText' : 'audit.emptyText')}
            title={t(isFiltered ? 'audit.nothingTitle' : 'audit.emptyTitle')}
          />
        ) : (
          <EntryTable ctx={ctx} rows={rows} t={t} />
        )}
        <Pager cursor={query.cursor} href={auditHref(wanted)} nextCursor={nextCursor} words={pagerWords(t)} />
      </Section>
    </>
  );
});

function EntryTable({ ctx, t, rows }: Pick<AdminPageProps, 'ctx' | 't'> & { rows: readonly AuditEntry[] }) {
  const columns = ['colTime', 'colActor', 'colAction', 'colObject', 'colChange'] as const;
  const now = ctx.clock.now();
  return (
    <Table caption={t('audit.title')} compact head={columns.map((name) => t(`audit.${name}`))}>
      {rows.map((entry) => (
        <tr id={entry.id} key={entry.id}>
          <Cell label={t('audit.colTime')} place="corner">
            <RelativeTime date={entry.createdAt} now={now} />
          </Cell>
          <Cell label={t('audit.colActor')} place="rest">
            <div>
              {entry.actorLabel}
              <div className="wide-only text-muted text-xs">{entry.address}</div>
            </div>
          </Cell>
          <Cell label={t('audit.colAction')} place="title">
            <Action name={entry.action} />
          </Cell>
          <Cell label={t('audit.colObject')} place="rest">
            <div>
              <span>{entry.objectLabel}</span>
              <div className="wide-only">
                <Copyable short={`…${entry.objectId.slice(-8)}`} text={entry.objectId} words={copyWords(t)} />
              </div>
            </div>
          </Cell>
          <Cell label={t('audit.colChange')} place="rest">
            <Change entry={entry} t={t} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** Where it does not fit into a line it breaks after the dot. */
function Action({ name }: { name: string }) {
  const [object, verb] = name.split('.');
  return (
    <code className="text-sm">
      {object}.<wbr />
      {verb}
    </code>
  );
}

function Change({ entry, t }: { entry: AuditEntry; t: AdminPageProps['t'] }) {
  // The last two have their place in the row where there is room.
  const facts = [
    [t('audit.before'), entry.before, undefined],
    [t('audit.after'), entry.after, undefined],
    [t('audit.request'), entry.requestId, undefined],
    [t('audit.address'), entry.address, 'narrow-only'],
    [t('audit.object'), entry.objectId, 'narrow-only'],
  ] as const;
  return (
    <details>
      <summary className="link w-fit">{t('audit.details')}</summary>
      <dl className="mt-2 grid gap-1.5">
        {facts.map(([label, value, className]) =>
          value === null ? null : (
            <div className={className} key={label}>
              <dt className="text-muted text-xs">{label}</dt>
              <dd className="whitespace-pre-wrap font-mono text-xs">{spelledOut(value)}</dd>
            </div>
          ),
        )}
      </dl>
    </details>
  );
}

/** JSON as lines; what is none, as it is. */
function spelledOut(value: string): string {
  if (!value.startsWith('{')) return value;
  const fields: [string, unknown][] = Object.entries(JSON.parse(value));
  return fields
    .map(([name, field]) => `${name}: ${typeof field === 'string' ? field : JSON.stringify(field)}`)
    .join('\n');
}
