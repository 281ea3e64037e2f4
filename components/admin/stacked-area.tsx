import { scaleLinear, scalePoint } from '@visx/scale';
import { area, stack } from '@visx/shape';
import { formatShortCount } from '@/components/ui/formats.ts';

interface StackedAreaProps {
  /** For people who do not see it: what it shows. */
  label: string;
  /** From below. */
  keys: readonly { key: string; fill: string }[];
  points: readonly { at: string; values: Readonly<Record<string, number>> }[];
}

const width = 560;
const height = 200;
const edge = { top: 12, right: 8, bottom: 26, left: 52 };
const dateEvery = 7;

/** Drawn on the server: no script. Fills are patterns where colours alone could be taken for each other. */
export function StackedArea({ label, keys, points }: StackedAreaProps) {
  const names = keys.map(({ key }) => key);
  const totals = points.map(({ values }) => names.reduce((sum, key) => sum + (values[key] ?? 0), 0));
  const x = scalePoint<string>({
    domain: points.map(({ at }) => at),
    range: [edge.left, width - edge.right],
  });
  const y = scaleLinear<number>({
    domain: [0, Math.max(1, ...totals)],
    range: [height - edge.bottom, edge.top],
    nice: 4,
  });
  const layers = stack<(typeof points)[number], string>({
    keys: names,
    value: ({ values }, key) => Math.max(0, values[key] ?? 0),
  })([...points]);
  const path = area<(typeof layers)[number][number]>({
    x: ({ data }) => x(data.at) ?? 0,
    y0: ([from]) => y(from),
    y1: ([, to]) => y(to),
  });
  return (
    <svg aria-label={label} className="h-auto w-full" role="img" viewBox={`0 0 ${width} ${height}`}>
      <Patterns />
      {y
        .ticks(4)
        .filter(Number.isInteger)
        .map((tick) => (
          <g key={tick}>
            <line className="chart-grid" x1={edge.left} x2={width - edge.right} y1={y(tick)} y2={y(tick)} />
            <text className="chart-text" textAnchor="end" x={edge.left - 6} y={y(tick) + 4}>
              {formatShortCount(tick)}
            </text>
          </g>
        ))}
      {layers.map((layer, index) => (
        <path className="chart-line" d={path(layer) ?? ''} fill={keys[index]?.fill} key={layer.key} />
      ))}
      {points.map(({ at }, index) =>
        (points.length - 1 - index) % dateEvery === 0 ? (
          <text
            className="chart-text"
            key={at}
            textAnchor={index === points.length - 1 ? 'end' : 'middle'}
            x={x(at)}
            y={height - 6}
          >
            {at}
          </text>
        ) : null,
      )}
    </svg>
  );
}

/** Of every chart on the page; named so that a fill can refer to them. */
function Patterns() {
  return (
    <defs>
      <pattern
        height="6"
        id="hatch-bad"
        patternTransform="rotate(45)"
        patternUnits="userSpaceOnUse"
        width="6"
      >
        <rect className="fill-bad-chart" height="6" width="6" />
        <rect className="fill-hatch" height="6" width="2" />
      </pattern>
      <pattern height="6" id="dots-accent" patternUnits="userSpaceOnUse" width="6">
        <rect className="fill-accent-chart" height="6" width="6" />
        <circle className="fill-hatch" cx="3" cy="3" r="1.2" />
      </pattern>
    </defs>
  );
}
