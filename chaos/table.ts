import type { Outcome } from './campaign.ts';
import type { Finding } from './check/index.ts';

const nameWidth = 28;

/** Each check looks at everything so far: what an earlier one found is not counted again. */
export function addOutcomes(outcomes: readonly Outcome[]): Outcome {
  return {
    broken: distinct(outcomes.flatMap(({ broken }) => broken)),
    exceptions: distinct(outcomes.flatMap(({ exceptions }) => exceptions)),
    kills: outcomes.reduce((sum, { kills }) => sum + kills, 0),
    missed: outcomes.flatMap(({ missed }) => missed),
  };
}

function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

/** Prints a line per part, and every broken invariant. */
export function createTable(database: string) {
  let kills = 0;
  let exceptions = 0;
  let bad = 0;
  console.log(`\n${database}\n`);
  console.log(
    `${''.padEnd(nameWidth)}${'kills'.padStart(7)}${'missed'.padStart(8)}${'broken'.padStart(8)}` +
      `${'exceptions'.padStart(12)}${'seconds'.padStart(9)}`,
  );
  return {
    add(name: string, outcome: Outcome, ms: number, dataDir: string): void {
      const { broken, missed } = outcome;
      kills += outcome.kills;
      exceptions += outcome.exceptions.length;
      bad += broken.length + missed.length;
      const figures: [number, number][] = [
        [outcome.kills, 7],
        [missed.length, 8],
        [broken.length, 8],
        [outcome.exceptions.length, 12],
        [Math.round(ms / 1_000), 9],
      ];
      console.log(
        name.padEnd(nameWidth) + figures.map(([value, width]) => String(value).padStart(width)).join(''),
      );
      for (const { failpoint, run } of missed)
        console.log(`  ✗ run ${run}: nobody came by ${failpoint}, so nothing was killed`);
      for (const [what, count] of countSame(broken)) console.log(`  ✗ ${what}${times(count)}`);
      if (broken.length > 0) console.log(`  files: ${dataDir}`);
      for (const [what, count] of countSame(outcome.exceptions))
        console.log(`  exception: ${what}${times(count)}`);
    },
    /** Whether nothing is broken. */
    end(): boolean {
      const verdict = bad === 0 ? 'nothing is broken' : `${bad} things are broken or missed`;
      console.log(`\n${database}: ${kills} kills, ${exceptions} exceptions, ${verdict}`);
      return bad === 0;
    },
  };
}

function countSame(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { invariant, what } of findings) {
    const line = `${invariant} ${what}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
}

function times(count: number): string {
  return count === 1 ? '' : ` (${count} connections)`;
}
