import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { retrySyncAction } from '@/app/admin/(shell)/syncs/actions.ts';
import { type AdminPageProps, adminPage } from '@/app/admin/admin-page.tsx';
import { dataTypeLabel, providerLabel, syncErrorWords, syncLabel } from '@/app/admin/parts/labels.ts';
import { cureOf } from '@/app/admin/parts/sync-cure.ts';
import { Counts, durationOf } from '@/app/admin/parts/sync-table.tsx';
import { copyWords } from '@/app/admin/shared-words.ts';
import { adminWords } from '@/app/admin/words.ts';
import { ProviderName } from '@/components/admin/provider-name.tsx';
import { Status } from '@/components/admin/status.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { CopyButton } from '@/components/ui/copy-button.tsx';
import { Copyable } from '@/components/ui/copyable.tsx';
import { FactList } from '@/components/ui/facts.tsx';
import { ActionForm, Submit } from '@/components/ui/form.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader, Section } from '@/components/ui/page.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { getUser } from '@/server/connections/index.ts';
import { isId } from '@/server/core/ids.ts';
import { findSync } from '@/server/data-syncs/index.ts';
import type { DataSync, User } from '@/server/db/models.ts';

export const metadata: Metadata = { title: adminWords()('syncs.title') };

export default adminPage(async ({ ctx, t, canChange, params }) => {
  const id = params.syncId ?? '';
  const sync = isId(id) ? await findSync(ctx, id) : null;
  if (sync === null) notFound();
  const user = await getUser(ctx, sync.userId);
  const mayRetry =
    canChange && sync.activeKey === null && sync.status !== 'SUCCESS' && sync.expiresAt === null;
  return (
    <div data-live-page={`${sync.id} ${sync.connectionId}`}>
      <PageHeader title={t('syncs.pageTitle', { type: dataTypeLabel(sync.dataType) })}>
        <LinkButton href={`/admin/connections/${sync.connectionId}/syncs`}>
          {t('syncs.toConnection')}
        </LinkButton>
        {mayRetry ? (
          <ActionForm accountId={ctx.accountId} action={retrySyncAction} className="contents">
            <input name="sync_id" type="hidden" value={sync.id} />
            <Submit>{t('syncs.retryOne')}</Submit>
          </ActionForm>
        ) : null}
      </PageHeader>
      <div className="grid gap-4">
        <Section title={t('syncs.summary')}>
          <SyncFacts ctx={ctx} sync={sync} t={t} user={user} />
        </Section>
        {sync.errorCode === null ? null : <Trouble sync={sync} t={t} />}
        <Section title={t('syncs.curl')}>
          <Curl ctx={ctx} sync={sync} t={t} />
        </Section>
      </div>
    </div>
  );
});

interface FactsProps extends Pick<AdminPageProps, 'ctx' | 't'> {
  sync: DataSync;
  user: User;
}

const triggers = ['api', 'admin', 'connected', 'schedule'] as const;

function SyncFacts({ ctx, t, sync, user }: FactsProps) {
  const now = ctx.clock.now();
  const time = (date: Date | null) =>
    date === null ? t('states.none') : <RelativeTime date={date} now={now} />;
  const trigger = triggers.find((name) => name === sync.trigger) ?? 'other';
  const isWaiting = sync.status === 'QUEUED' && sync.attempts > 0;
  const facts: [string, ReactNode][] = [
    [t('syncs.status'), <Status key="s" label={syncLabel(t, sync.status)} status={sync.status} />],
    [
      t('syncs.provider'),
      <ProviderName displayName={providerLabel(ctx, sync.providerName)} key="p" name={sync.providerName} />,
    ],
    [
      t('syncs.user'),
      <Link className="link" href={`/admin/users/${user.id}`} key="u">
        {user.name}
      </Link>,
    ],
    [t('syncs.colRecords'), <Counts key="c" row={sync} t={t} />],
    [t('syncs.pages'), String(sync.pages)],
    [t('syncs.attempts'), String(sync.attempts)],
    [t('syncs.colDuration'), durationOf(sync, now) ?? t('states.none')],
    [t('syncs.requestedAt'), time(sync.requestedAt)],
    [t('syncs.startedAt'), time(sync.startedAt)],
    [
      t(isWaiting ? 'syncs.nextAttempt' : 'syncs.completedAt'),
      time(isWaiting ? sync.nextAttemptAt : sync.completedAt),
    ],
    ...(sync.failingSince === null || sync.activeKey === null
      ? []
      : [[t('syncs.failing'), time(sync.failingSince)] satisfies [string, ReactNode]]),
    [t('syncs.trigger'), t(`syncs.triggers.${trigger}`, { name: sync.trigger })],
    [
      t('syncs.requestId'),
      sync.requestId === null ? (
        t('states.none')
      ) : (
        <Copyable key="r" text={sync.requestId} words={copyWords(t)} />
      ),
    ],
    [t('syncs.id'), <Copyable key="i" text={sync.id} words={copyWords(t)} />],
  ];
  return <FactList facts={facts} />;
}

function Trouble({ t, sync }: { t: AdminPageProps['t']; sync: DataSync }) {
  const isWaiting = sync.activeKey !== null;
  const words = syncErrorWords(sync.errorCode, isWaiting);
  return (
    <Section
      lead={isWaiting ? t('syncs.errorWaiting') : undefined}
      title={words?.short ?? t('syncs.errorTitle')}
    >
      <div className="grid max-w-3xl gap-3">
        {words === null ? (
          <p>{t('states.noCode')}</p>
        ) : (
          <>
            <p>{words.cause}</p>
            <p>
              <span className="font-medium">{t('syncs.cure')}:</span> {words.cure}{' '}
              <span className="text-muted">{t(`states.by.${words.by}`)}.</span>
            </p>
            <Cure sync={sync} t={t} />
          </>
        )}
        <p className="text-muted text-sm">
          {t('syncs.message')}: <code>{sync.errorCode}</code> {sync.errorMessage}
        </p>
      </div>
    </Section>
  );
}

/** What can be pressed about it. To synchronize again has its button at the top of the page. */
function Cure({ t, sync }: { t: AdminPageProps['t']; sync: DataSync }) {
  const cure = cureOf(t, sync);
  if (cure === null || cure.kind === 'retry') return null;
  if (cure.kind === 'link')
    return (
      <div>
        <LinkButton href={cure.href}>{cure.label}</LinkButton>
      </div>
    );
  return (
    <div>
      <CopyButton
        label={cure.label}
        small={false}
        text={cure.text}
        words={{ copy: cure.label, copied: t('form.copied') }}
      />
    </div>
  );
}

function Curl({ ctx, t, sync }: Pick<AdminPageProps, 'ctx' | 't'> & { sync: DataSync }) {
  const body = JSON.stringify({ data_types: [sync.dataType], data_connection_id: sync.connectionId });
  const url = `${ctx.settings.publicUrl}/api/v6/users/${sync.userId}/sync`;
  const text = `curl -s -X POST ${url} -H "X-API-KEY: $MOORAGE_API_KEY" -H "Content-Type: application/json" -d '${body}'`;
  return (
    <div className="grid items-start justify-items-start gap-2 sm:grid-cols-[minmax(0,1fr)_auto]">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (WCAG 2.1.1). */}
      <pre className="code w-full" tabIndex={0}>
        {text}
      </pre>
      <CopyButton label={t('syncs.curl')} text={text} words={copyWords(t)} />
    </div>
  );
}
