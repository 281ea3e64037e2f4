import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { ChartTable } from '@/components/admin/chart-table.tsx';
import { ProviderName } from '@/components/admin/provider-name.tsx';
import { Segments } from '@/components/admin/segments.tsx';
import { SmallBars } from '@/components/admin/small-bars.tsx';
import { formatDay } from '@/components/ui/formats.ts';
import { Link } from '@/components/ui/link.tsx';
import { Section } from '@/components/ui/page.tsx';
import { Cell, Table } from '@/components/ui/table.tsx';
import type { SyncBar, SyncRange, SyncStats } from '@/server/dashboard/index.ts';
import { adminLocale } from '@/texts/locales.ts';
import { providerLabel } from './labels.ts';
import { hrefWith } from './query.ts';
import { formatDuration } from './sync-table.tsx';

/** What the page offers: 48 bars by the hour, or days. */
export type ShownRange = Exclude<SyncRange, '24h'>;

interface Props extends Pick<AdminPageProps, 'ctx' | 't' | 'query'> {
  range: ShownRange;
  ranges: readonly ShownRange[];
  stats: SyncStats;
  bars: readonly { providerName: string; bars: SyncBar[] }[];
}

const hourFormat = new Intl.DateTimeFormat(adminLocale, {
  ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' },
});

/** How syncs go, per provider: is one ill, since when, and how long they take. Bars can be read as a table. */
export function SyncHealthTable({ ctx, t, query, range, ranges, stats, bars }: Props) {
  const columns = ['provider', 'bars', 'succeeded', 'p50', 'p95'] as const;
  const label = (name: (typeof columns)[number]) => t(`overview.${name}`);
  const { all, byProvider } = stats;
  const finding =
    all.successRate === null
      ? t('overview.successNone')
      : t('overview.successFinding', { share: all.successRate, count: all.runs });
  const slow =
    all.p50Ms === null || all.p95Ms === null
      ? undefined
      : t('overview.durationFinding', { p50: formatDuration(all.p50Ms), p95: formatDuration(all.p95Ms) });
  return (
    <Section
      aside={
        <Segments
          options={ranges.map((each) => ({
            href: hrefWith('/admin', { ...query, range: each }),
            label: t(`overview.ranges.${each}`),
            isCurrent: each === range,
          }))}
        />
      }
      flush
      lead={slow}
      title={finding}
    >
      {byProvider.length === 0 ? null : (
        <Table caption={t('overview.successTitle')} head={columns.map(label)}>
          {byProvider.map((health) => {
            const name = providerLabel(ctx, health.providerName);
            const own = bars.find(({ providerName }) => providerName === health.providerName)?.bars ?? [];
            return (
              <tr key={health.providerName}>
                <Cell label={label('provider')}>
                  <Link className="row-link" href={`/admin/syncs?provider=${health.providerName}`}>
                    <ProviderName displayName={name} name={health.providerName} />
                  </Link>
                </Cell>
                <Cell label={label('bars')}>
                  <SmallBars
                    bars={own.map(({ at, runs, failed }) => ({
                      ...{ at: at.toISOString(), runs, failed },
                      title: t('overview.bar', { when: timeOf(at, range), runs, failed }),
                    }))}
                    label={t('overview.barsLabel', {
                      provider: name,
                      runs: health.runs,
                      failed: health.runs - health.succeeded,
                    })}
                  />
                </Cell>
                <Cell label={label('succeeded')}>
                  {t('overview.share', {
                    share: health.successRate ?? 0,
                    succeeded: health.succeeded,
                    runs: health.runs,
                  })}
                </Cell>
                <Cell label={label('p50')}>
                  {health.p50Ms === null ? t('states.none') : formatDuration(health.p50Ms)}
                </Cell>
                <Cell label={label('p95')}>
                  {health.p95Ms === null ? t('states.none') : formatDuration(health.p95Ms)}
                </Cell>
              </tr>
            );
          })}
        </Table>
      )}
      {byProvider.length === 0 ? null : (
        <div className="border-line border-t px-5 py-3">
          <ChartTable
            caption={t('overview.bars')}
            head={[t('overview.time'), ...bars.map((each) => providerLabel(ctx, each.providerName))]}
            rows={tableRows(t, range, bars)}
            summary={t('overview.asTable')}
          />
        </div>
      )}
    </Section>
  );
}

/** The newest first: what each provider did in each hour or day. */
function tableRows(t: Props['t'], range: ShownRange, bars: Props['bars']): string[][] {
  const times = bars[0]?.bars.map(({ at }) => at) ?? [];
  return times
    .map((at, index) => [
      timeOf(at, range),
      ...bars.map((each) => {
        const { runs = 0, failed = 0 } = each.bars[index] ?? {};
        return runs === 0 ? t('states.none') : t('overview.runsAndFailed', { runs, failed });
      }),
    ])
    .toReversed();
}

function timeOf(at: Date, range: ShownRange): string {
  return range === '48h' ? `${hourFormat.format(at)} UTC` : formatDay(at);
}
