import { scaleBand, scaleLinear } from '@visx/scale';

interface SmallBarsProps {
  label: string;
  bars: readonly { at: string; runs: number; failed: number; title: string }[];
}

const width = 240;
const height = 32;

/** Runs by the hour or day: height is how many, the marked part is what failed. Drawn on the server. */
export function SmallBars({ label, bars }: SmallBarsProps) {
  const x = scaleBand<string>({ domain: bars.map(({ at }) => at), range: [0, width], paddingInner: 0.25 });
  const y = scaleLinear<number>({
    domain: [0, Math.max(1, ...bars.map(({ runs }) => runs))],
    range: [0, height],
  });
  const band = x.bandwidth();
  return (
    <svg
      aria-label={label}
      className="h-8 w-full max-w-60"
      preserveAspectRatio="none"
      role="img"
      viewBox={`0 0 ${width} ${height}`}
    >
      {bars.map(({ at, runs, failed, title }) => {
        const bad = y(failed);
        const good = y(runs - failed);
        return (
          <g key={at}>
            <title>{title}</title>
            {runs === 0 ? (
              <rect className="fill-line" height={1} width={band} x={x(at)} y={height - 1} />
            ) : null}
            <rect className="fill-good-chart" height={good} width={band} x={x(at)} y={height - good} />
            <rect className="fill-bad-chart" height={bad} width={band} x={x(at)} y={height - good - bad} />
          </g>
        );
      })}
    </svg>
  );
}
