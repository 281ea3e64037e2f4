import type { Case } from './cases.ts';
import type { Load } from './load.ts';

const nameWidth = 36;

export function printTableHead(database: string): void {
  console.log(`\n${database}\n`);
  console.log(
    `${''.padEnd(nameWidth)}${'req/s'.padStart(8)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}` +
      `${'of floor'.padStart(10)}${'aim'.padStart(7)}`,
  );
}

/** `floor`: requests per second of the empty route, the mean of just before and just after. */
export function printRow({ name, aim }: Pick<Case, 'name' | 'aim'>, load: Load, floor: number | null): void {
  const ratio = floor === null ? null : load.requestsPerSecond / floor;
  const verdict = ratio === null || aim === null ? '' : ratio >= aim ? ' ✓' : ' ✗';
  console.log(
    name.padEnd(nameWidth) +
      load.requestsPerSecond.toFixed(0).padStart(8) +
      load.p50Ms.toFixed(1).padStart(9) +
      load.p99Ms.toFixed(1).padStart(9) +
      (ratio === null ? '' : ratio.toFixed(2)).padStart(10) +
      (aim === null ? '' : `≥ ${aim}`).padStart(8) +
      verdict,
  );
}

const smallestShare = 0.005;

export function printTimes(name: string, times: [area: string, share: number][]): void {
  const shown = times
    .filter(([, share]) => share >= smallestShare)
    .map(([area, share]) => `${area} ${(share * 100).toFixed(0)} %`);
  console.log(`${name.padEnd(nameWidth)}${shown.join(', ')}`);
}

interface Judged {
  ratio: number;
  aim: { atLeast: number } | { atMost: number } | null;
}

/** One figure, and what it is of the one it is compared with. */
export function printRatio(name: string, figure: number, unit: string, judged: Judged | null = null): void {
  const shown = `${name.padEnd(nameWidth)}${format(figure).padStart(10)} ${unit.padEnd(17)}`;
  console.log(judged === null ? shown.trimEnd() : `${shown}${verdict(judged)}`);
}

function verdict({ ratio, aim }: Judged): string {
  const text = `×${ratio.toFixed(2)}`.padStart(8);
  if (aim === null) return text;
  const isReached = 'atLeast' in aim ? ratio >= aim.atLeast : ratio <= aim.atMost;
  const limit = 'atLeast' in aim ? `≥ ${aim.atLeast}` : `≤ ${aim.atMost}`;
  return `${text}  ${limit} ${isReached ? '✓' : '✗'}`;
}

function format(figure: number): string {
  return figure >= 100 ? figure.toFixed(0) : figure.toFixed(figure >= 10 ? 1 : 2);
}

export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
