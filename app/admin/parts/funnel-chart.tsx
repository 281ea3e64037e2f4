import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { ChartFrame } from '@/components/admin/chart-frame.tsx';
import { FunnelBars } from '@/components/admin/funnel-bars.tsx';
import { formatCount } from '@/components/ui/formats.ts';
import { Link } from '@/components/ui/link.tsx';
import type { Funnel } from '@/server/dashboard/index.ts';
import { providerLabel } from './labels.ts';
import { hrefWith } from './query.ts';

interface Props extends Pick<AdminPageProps, 'ctx' | 't' | 'query'> {
  funnels: readonly Funnel[];
}

const mostStops = 4;

/** From the link to the connection: how many came how far, and what stopped them. */
export function FunnelChart({ ctx, t, query, funnels }: Props) {
  const chosen = funnels.filter(({ providerName }) => providerName === query.funnel);
  const shown = chosen.length > 0 ? chosen : funnels;
  const steps = addUp(shown.flatMap((funnel) => funnel.steps));
  const stops = addUp(shown.flatMap((funnel) => funnel.stops))
    .toSorted((one, other) => other.count - one.count)
    .slice(0, mostStops);
  const [made = 0, connected = 0] = [steps[0]?.count, steps.at(-1)?.count];
  const label = (step: string) => t(`overview.funnel.${step as 'CREATED'}`);
  return (
    <ChartFrame
      chart={
        <>
          <FunnelBars
            steps={steps.map(({ step, count }, index) => ({
              label: label(step),
              count: formatCount(count),
              share: made === 0 ? 0 : count / made,
              loss: index === 0 ? null : lossOf(t, (steps[index - 1]?.count ?? 0) - count),
            }))}
          />
          {stops.length === 0 ? null : (
            <p className="text-muted text-sm">
              {t('overview.stops')}{' '}
              {stops
                .map(
                  ({ step, count }) =>
                    `${t(`overview.stop.${step as 'CANCELLED_HERE'}`)} (${formatCount(count)})`,
                )
                .join(', ')}
            </p>
          )}
          {funnels.length < 2 ? null : (
            <ByProvider ctx={ctx} current={chosen[0]} funnels={funnels} query={query} t={t} />
          )}
        </>
      }
      finding={
        made === 0
          ? t('overview.funnelNone')
          : t('overview.funnelFinding', { share: connected / made, count: made })
      }
      head={[t('overview.provider'), ...steps.map(({ step }) => label(step))]}
      rows={funnels.map((funnel) => [
        providerLabel(ctx, funnel.providerName),
        ...funnel.steps.map(({ count }) => formatCount(count)),
      ])}
      title={[chosen[0] && providerLabel(ctx, chosen[0].providerName), t('overview.funnelTitle')]
        .filter((part) => part !== undefined)
        .join(' · ')}
      words={{ asTable: t('overview.asTable') }}
    />
  );
}

interface ByProviderProps extends Props {
  /** Undefined: all of them are shown. */
  current: Funnel | undefined;
}

/** How many of its links led to a connection, and the way to its steps. */
function ByProvider({ ctx, t, query, funnels, current }: ByProviderProps) {
  const choices = [undefined, ...funnels].map((funnel) => ({
    ...{ name: funnel?.providerName, isCurrent: funnel === current },
    label: funnel === undefined ? t('overview.funnelAll') : providerLabel(ctx, funnel.providerName),
    share: funnel === undefined ? null : shareOf(funnel),
  }));
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-1 text-sm">
      <span className="text-muted">{t('overview.funnelBy')}</span>
      {choices.map(({ name, isCurrent, label, share }) => (
        <Link
          aria-current={isCurrent ? 'true' : undefined}
          className="link aria-[current]:font-semibold aria-[current]:no-underline"
          href={hrefWith('/admin', { ...query, funnel: name })}
          key={name ?? ''}
          scroll={false}
        >
          {label}
          {share === null ? null : ` ${t('overview.percent', { share })}`}
        </Link>
      ))}
    </p>
  );
}

function shareOf({ steps }: Funnel): number | null {
  const [made = 0, connected = 0] = [steps[0]?.count, steps.at(-1)?.count];
  return made === 0 ? null : connected / made;
}

function lossOf(t: Props['t'], lost: number): string | null {
  return lost > 0 ? t('overview.lostHere', { count: lost }) : null;
}

function addUp<Step extends string>(
  counts: readonly { step: Step; count: number }[],
): { step: Step; count: number }[] {
  const sums = new Map<Step, number>();
  for (const { step, count } of counts) sums.set(step, (sums.get(step) ?? 0) + count);
  return [...sums].map(([step, count]) => ({ step, count }));
}
