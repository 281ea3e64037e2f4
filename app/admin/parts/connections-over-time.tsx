import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { ChartFrame, Legend } from '@/components/admin/chart-frame.tsx';
import { Segments } from '@/components/admin/segments.tsx';
import { StackedArea } from '@/components/admin/stacked-area.tsx';
import { formatCount, formatDay } from '@/components/ui/formats.ts';
import {
  type ConnectionCounts,
  countConnectionsByDay,
  type DayOfConnections,
} from '@/server/dashboard/index.ts';
import { connectionLabel, providerLabel } from './labels.ts';
import { hrefWith } from './query.ts';

interface Props extends Pick<AdminPageProps, 'ctx' | 't' | 'query'> {
  counts: ConnectionCounts;
  days: readonly DayOfConnections[];
}

const fills = {
  CONNECTED: 'var(--color-chart-good)',
  CONNECTING: 'url(#dots-accent)',
  AUTH_REQUIRED: 'var(--color-chart-wait)',
  AUTH_ERROR: 'url(#hatch-bad)',
  DISCONNECTED: 'var(--color-chart-off)',
} as const;
const statuses = ['CONNECTED', 'CONNECTING', 'AUTH_REQUIRED', 'AUTH_ERROR', 'DISCONNECTED'] as const;

/** Of providers; the last is for all others together. */
const providerFills = [
  'var(--color-chart-good)',
  'url(#dots-accent)',
  'var(--color-chart-wait)',
  'url(#hatch-bad)',
  'var(--color-chart-off)',
];

/** Connections on each of the last days: in layers of status, or of provider. */
export async function ConnectionsOverTime({ ctx, t, query, counts, days }: Props) {
  const byProvider = query.by === 'provider';
  const layers = byProvider ? await providerLayers(ctx, t, counts, days) : statusLayers(t, days);
  const points = days.map(({ day }, index) => ({
    at: formatDay(day),
    values: Object.fromEntries(layers.map(({ key, amounts }) => [key, amounts[index] ?? 0])),
  }));
  const totals = days.map(({ byStatus }) => totalOf(byStatus));
  const [first = 0, last = 0] = [totals[0], totals.at(-1)];
  const finding = t('overview.overTimeFinding', { now: last, change: last - first });
  return (
    <ChartFrame
      chart={
        <>
          <StackedArea keys={layers} label={finding} points={points} />
          <Legend items={layers} />
        </>
      }
      choices={<Choices byProvider={byProvider} query={query} t={t} />}
      finding={finding}
      head={[t('overview.day'), ...layers.map(({ label }) => label), t('overview.total')]}
      rows={points
        .map(({ at, values }, index) => [
          at,
          ...layers.map(({ key }) => formatCount(values[key] ?? 0)),
          formatCount(totals[index] ?? 0),
        ])
        .toReversed()}
      title={t('overview.overTime')}
      words={{ asTable: t('overview.asTable') }}
    />
  );
}

interface Layer {
  key: string;
  label: string;
  fill: string;
  amounts: number[];
}

function statusLayers(t: Props['t'], days: Props['days']): Layer[] {
  return statuses.map((status) => ({
    ...{ key: status, label: connectionLabel(t, status), fill: fills[status] },
    amounts: days.map(({ byStatus }) => byStatus[status]),
  }));
}

async function providerLayers(
  ctx: Props['ctx'],
  t: Props['t'],
  counts: ConnectionCounts,
  days: Props['days'],
): Promise<Layer[]> {
  const named = counts.byProvider.slice(0, providerFills.length - 1);
  const layers = await Promise.all(
    named.map(async ({ providerName }, index) => {
      const own = await countConnectionsByDay(ctx, { days: days.length, providerName });
      return {
        ...{ key: providerName, label: providerLabel(ctx, providerName), fill: providerFills[index] ?? '' },
        amounts: own.map(({ byStatus }) => totalOf(byStatus)),
      };
    }),
  );
  if (counts.byProvider.length <= named.length) return layers;
  const rest = days.map(({ byStatus }, index) =>
    layers.reduce((left, { amounts }) => left - (amounts[index] ?? 0), totalOf(byStatus)),
  );
  const others = {
    key: 'others',
    label: t('overview.others'),
    fill: providerFills.at(-1) ?? '',
    amounts: rest,
  };
  return [...layers, others];
}

function totalOf(byStatus: Readonly<Record<string, number>>): number {
  return Object.values(byStatus).reduce((sum, count) => sum + count, 0);
}

function Choices({ t, query, byProvider }: Pick<Props, 't' | 'query'> & { byProvider: boolean }) {
  const choices = [
    { label: t('overview.byStatus'), by: undefined, isCurrent: !byProvider },
    { label: t('overview.byProvider'), by: 'provider', isCurrent: byProvider },
  ];
  return (
    <Segments
      options={choices.map(({ label, by, isCurrent }) => ({
        href: hrefWith('/admin', { ...query, by }),
        label,
        isCurrent,
      }))}
    />
  );
}
