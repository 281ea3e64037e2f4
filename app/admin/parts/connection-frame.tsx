import type { ReactNode } from 'react';
import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { ProviderLogo } from '@/components/admin/provider-name.tsx';
import { QueryTabs } from '@/components/admin/query-tabs.tsx';
import { Status } from '@/components/admin/status.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { PageHeader } from '@/components/ui/page.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { ConnectionActions } from './connection-actions.tsx';
import { type Why, whyOf } from './connection-why.ts';
import { connectionLabel, providerLabel } from './labels.ts';
import type { LoadedConnection } from './load-connection.ts';

interface Props extends Pick<AdminPageProps, 'ctx' | 't' | 'canChange'> {
  loaded: LoadedConnection;
  current: 'timeline' | 'types' | 'syncs' | 'details';
  children: ReactNode;
}

/** What the pages of one connection have in common: how it is, why, and what can be done. */
export function ConnectionFrame({ ctx, t, canChange, loaded, current, children }: Props) {
  const { row, user } = loaded;
  const why = whyOf(loaded, ctx.clock.now());
  const path = `/admin/connections/${row.id}`;
  const tabs = [
    ['timeline', '', 'tabTimeline'],
    ['types', '/types', 'tabTypes'],
    ['syncs', '/syncs', 'tabSyncs'],
    ['details', '/details', 'tabDetails'],
  ] as const;
  return (
    <div data-live-page={row.id}>
      <PageHeader
        icon={<ProviderLogo name={row.providerName} size={36} />}
        title={t('connections.pageTitle', {
          provider: providerLabel(ctx, row.providerName),
          user: user.name,
        })}
      >
        <LinkButton href={`/admin/users/${user.id}`}>{t('connections.toUser')}</LinkButton>
      </PageHeader>
      <section aria-label={t('connections.status')} className="card mb-6 grid gap-4 p-5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Status label={connectionLabel(t, row.status)} status={row.status} />
          <span className="text-muted">
            {t('connections.since')} <RelativeTime date={row.statusChangedAt} now={ctx.clock.now()} />
          </span>
        </div>
        <Because t={t} why={why} />
        <ConnectionActions
          accountId={ctx.accountId}
          canChange={canChange}
          cure={why.cure}
          loaded={loaded}
          t={t}
        />
      </section>
      <QueryTabs
        label={t('connections.tabs')}
        tabs={tabs.map(([name, tail, label]) => ({
          href: path + tail,
          label: t(`connections.${label}`),
          isCurrent: current === name,
        }))}
      />
      {children}
    </div>
  );
}

function Because({ t, why: { key, error } }: Pick<Props, 't'> & { why: Why }) {
  return (
    <div className="grid max-w-3xl gap-1">
      <p>{t(`connections.because.${key}`)}</p>
      {error === null ? null : (
        <p>
          <span className="font-medium">{error.short}.</span> {error.cause} {error.cure}{' '}
          <span className="text-muted">{t(`states.by.${error.by}`)}.</span>
        </p>
      )}
    </div>
  );
}
