import type { Metadata } from 'next';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { copyWords, pagerWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Copyable } from '@/components/ui/copyable.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';
import { Pager } from '@/components/ui/pager.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import { listAdmins } from '@/server/admins/index.ts';
import { type AuditEntry, auditActions, listAudit } from '@/server/audit/index.ts';
import { readCursorPage } from '@/server/db/pagination.ts';
import { auditHref, readAuditFilter } from './audit-filter.ts';

export const metadata: Metadata = { title: adminWords()('audit.title') };

const perPage = 50;

export default adminPage(async ({ ctx, t, query }) => {
  const filter = readAuditFilter(query);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const { rows, nextCursor } = await readCursorPage(query.cursor, perPage, (request) =>
    listAudit(ctx, filter, request),
  );
  const admins = await listAdmins(ctx);
  return (
    <>
      <PageHeader lead={t('audit.lead')} title={t('audit.title')}>
        <LinkButton href={auditHref('/admin/audit/export.csv', filter)} plain>
          {t('states.exportCsv')}
        </LinkButton>
      </PageHeader>
      <form className="mb-4 flex flex-wrap items-end gap-3" method="get">
        <Choice any={t('audit.any')} label={t('audit.action')} name="action" value={filter.action}>
          {auditActions.map((action) => ({ value: action, label: action }))}
        </Choice>
        <Choice any={t('audit.any')} label={t('audit.actor')} name="actor" value={filter.actor}>
          {[
            ...admins.map(({ id, email }) => ({ value: `admin:${id}`, label: email })),
            { value: 'system', label: 'system' },
          ]}
        </Choice>
        <label className="grid gap-1">
          <span className="text-muted text-sm">{t('audit.object')}</span>
          <input className="field-input font-mono text-sm" defaultValue={filter.objectId} name="object" />
        </label>
        <Button type="submit">{t('audit.filter')}</Button>
        {isFiltered ? (
          <LinkButton href="/admin/audit" look="quiet">
            {t('audit.clear')}
          </LinkButton>
        ) : null}
      </form>
      <Section flush>
        {rows.length === 0 ? (
          <EmptyState
            text={t(isFiltered ? 'audit.nothingText' : 'audit.emptyText')}
            title={t(isFiltered ? 'audit.nothingTitle' : 'audit.emptyTitle')}
          />
        ) : (
          <EntryTable ctx={ctx} rows={rows} t={t} />
        )}
        <Pager
          cursor={query.cursor}
          href={auditHref('/admin/audit', filter)}
          nextCursor={nextCursor}
          words={pagerWords(t)}
        />
      </Section>
    </>
  );
});

interface ChoiceProps {
  name: string;
  label: string;
  any: string;
  value: string | undefined;
  children: readonly { value: string; label: string }[];
}

/** Of a GET form: the address is the filter. */
function Choice({ name, label, any, value, children }: ChoiceProps) {
  return (
    <label className="grid gap-1">
      <span className="text-muted text-sm">{label}</span>
      <select className="field-input" defaultValue={value ?? ''} name={name}>
        <option value="">{any}</option>
        {children.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

function EntryTable({ ctx, t, rows }: Pick<AdminPageProps, 'ctx' | 't'> & { rows: readonly AuditEntry[] }) {
  const columns = ['colTime', 'colActor', 'colAction', 'colObject', 'colChange'] as const;
  const now = ctx.clock.now();
  return (
    <Table caption={t('audit.title')} head={columns.map((name) => t(`audit.${name}`))}>
      {rows.map((entry) => (
        <tr id={entry.id} key={entry.id}>
          <Cell label={t('audit.colTime')}>
            <RelativeTime date={entry.createdAt} now={now} />
          </Cell>
          <Cell label={t('audit.colActor')}>
            <div>
              {entry.actorLabel}
              <div className="text-muted text-xs">{entry.address}</div>
            </div>
          </Cell>
          <Cell label={t('audit.colAction')}>
            <code className="text-sm">{entry.action}</code>
          </Cell>
          <Cell label={t('audit.colObject')}>
            <div>
              <span>{entry.objectLabel}</span>
              <div>
                <Copyable short={`…${entry.objectId.slice(-8)}`} text={entry.objectId} words={copyWords(t)} />
              </div>
            </div>
          </Cell>
          <Cell label={t('audit.colChange')}>
            <Change entry={entry} t={t} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function Change({ entry, t }: { entry: AuditEntry; t: AdminPageProps['t'] }) {
  const facts = [
    [t('audit.before'), entry.before],
    [t('audit.after'), entry.after],
    [t('audit.request'), entry.requestId],
  ] as const;
  return (
    <details>
      <summary className="link w-fit">{t('audit.details')}</summary>
      <dl className="mt-2 grid gap-1.5">
        {facts.map(([label, value]) =>
          value === null ? null : (
            <div key={label}>
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
