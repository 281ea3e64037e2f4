import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { ProviderName } from '@/components/admin/provider-name.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Section } from '@/components/ui/page.tsx';
import { exactTime, relativeTime } from '@/components/ui/relative-time.tsx';
import type { KeyRow } from '@/server/accounts/index.ts';
import type { NeedsAttention } from '@/server/dashboard/index.ts';
import { type Entry, keyEntries } from './key-entries.ts';
import { providerLabel, syncErrorWords } from './labels.ts';
import { hrefWith } from './query.ts';

interface Props extends Pick<AdminPageProps, 'ctx' | 't'> {
  attention: NeedsAttention;
  /** API keys whose users need another one soon. */
  expiringKeys: readonly KeyRow[];
}

/** What somebody should look at now, each with what helps and the way to it. */
export function Attention({ ctx, t, attention, expiringKeys }: Props) {
  const entries = [...entriesOf(t, attention), ...keyEntries(t, expiringKeys, ctx.clock.now())];
  if (entries.length === 0) {
    return (
      <Section title={t('overview.attention')}>
        <p className="flex items-center gap-2">
          <CircleCheck aria-hidden className="text-good" size={18} />
          {t('overview.attentionNone')}
        </p>
      </Section>
    );
  }
  const rest = entries.slice(mostShown);
  return (
    <Section flush title={t('overview.attention')}>
      <EntryList ctx={ctx} entries={entries.slice(0, mostShown)} t={t} />
      {rest.length === 0 ? null : (
        <details className="border-line border-t">
          <summary className="link mx-5 my-2.5 w-fit text-sm">
            {t('overview.attentionMore', { count: rest.length })}
          </summary>
          <EntryList ctx={ctx} entries={rest} t={t} />
        </details>
      )}
    </Section>
  );
}

/** What is below them is seen without scrolling. */
const mostShown = 6;

function EntryList({ ctx, t, entries }: Pick<Props, 'ctx' | 't'> & { entries: readonly Entry[] }) {
  return (
    <ul className="pb-1">
      {entries.map((entry) => (
        <li className="border-line border-t first:border-0" key={entry.key}>
          <Link
            className="grid gap-x-6 px-5 py-2.5 hover:bg-soft sm:grid-cols-[minmax(0,1fr)_auto]"
            href={entry.href}
          >
            <span className="grid">
              <span className="flex flex-wrap items-center gap-x-2 font-medium">
                {entry.provider === null ? null : (
                  <ProviderName displayName={providerLabel(ctx, entry.provider)} name={entry.provider} />
                )}
                <span>{entry.what}</span>
              </span>
              <span className="text-muted text-sm">{entry.cure}</span>
            </span>
            <Since date={entry.since} now={ctx.clock.now()} t={t} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Since({ t, date, now }: { t: AdminPageProps['t']; date: Date | null; now: Date }): ReactNode {
  if (date === null) return null;
  return (
    // Within a link: the exact time is its title, not another stop of the keyboard.
    <time className="self-center text-muted text-sm" dateTime={date.toISOString()} title={exactTime(date)}>
      {t('overview.firstSeen', { when: relativeTime(date, now) })}
    </time>
  );
}

const mostErrors = 6;

function entriesOf(t: Props['t'], attention: NeedsAttention): Entry[] {
  const { authErrors, stuckConnecting, failingSyncs, openBreakers, stuckJobs } = attention;
  const connections = (query: Record<string, string>) => hrefWith('/admin/connections', query);
  return [
    ...authErrors.map(({ providerName: provider, count, firstSeen }) => ({
      ...{ key: `lost ${provider}`, provider, since: firstSeen },
      what: t('overview.lost', { count }),
      cure: t('overview.lostCure'),
      href: connections({ provider, status: 'AUTH_ERROR' }),
    })),
    ...failingSyncs.slice(0, mostErrors).map(({ providerName: provider, errorCode, count, firstSeen }) => ({
      ...{ key: `error ${provider} ${errorCode}`, provider, since: firstSeen },
      what: t('overview.failing', { count, cause: syncErrorWords(errorCode)?.short ?? errorCode }),
      cure: syncErrorWords(errorCode)?.cure ?? t('states.noCode'),
      href: hrefWith('/admin/syncs', { provider, error: errorCode }),
    })),
    ...stuckConnecting.map(({ providerName: provider, count, firstSeen }) => ({
      ...{ key: `stuck ${provider}`, provider, since: firstSeen },
      what: t('overview.stuck', { count }),
      cure: t('overview.stuckCure'),
      href: connections({ provider, status: 'CONNECTING' }),
    })),
    ...openBreakers.map(({ provider, host, service }) => ({
      ...{ key: `breaker ${provider} ${host} ${service}`, provider, since: null },
      what: t('overview.breaker'),
      cure: t('overview.breakerCure'),
      href: `/admin/providers/${provider}/doctor`,
    })),
    ...(stuckJobs.length === 0
      ? []
      : [
          {
            ...{ key: 'jobs', provider: null, since: null },
            what: t('overview.stuckJobs', { count: stuckJobs.length }),
            cure: t('overview.stuckJobsCure'),
            href: '/admin/syncs?status=FETCHING',
          },
        ]),
  ];
}
