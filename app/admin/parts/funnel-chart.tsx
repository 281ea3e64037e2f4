import type { AdminPageProps } from '@/app/admin/admin-page.tsx';
import { ChartFrame } from '@/components/admin/chart-frame.tsx';
import { FunnelBars } from '@/components/admin/funnel-bars.tsx';
import { formatCount } from '@/components/ui/formats.ts';
import type { Funnel } from '@/server/dashboard/index.ts';
import { providerLabel } from './labels.ts';

interface Props extends Pick<AdminPageProps, 'ctx' | 't'> {
  funnels: readonly Funnel[];
}

const mostStops = 4;

/** From the link to the connection: how many came how far, and what stopped them. */
export function FunnelChart({ ctx, t, funnels }: Props) {
  const steps = addUp(funnels.flatMap((funnel) => funnel.steps));
  const stops = addUp(funnels.flatMap((funnel) => funnel.stops))
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
      title={t('overview.funnelTitle')}
      words={{ asTable: t('overview.asTable') }}
    />
  );
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
