/** `npm run chaos`: kill -9 at every failpoint, on SQLite and on Postgres; then the checker says what is broken. */
import { type FailpointName, failpointNames } from '@/server/core/failpoint.ts';
import { startPostgres } from '@/server/testing/postgres.ts';
import { killAll, type Outcome } from './campaign.ts';
import { inOwnWorld } from './own-world.ts';
import { killRandomly, loseAnswers } from './random-kills.ts';
import { addOutcomes, createTable } from './table.ts';
import type { ChaosWorld } from './world.ts';

const runs = readCount('CHAOS_RUNS', 20);
const randomKills = readCount('CHAOS_RANDOM_KILLS', 20);
const leaseMs = readCount('CHAOS_LEASE_MS', 2_000);
const databases = (process.env.CHAOS_DATABASES ?? 'sqlite,postgres').split(',');
const only = process.env.CHAOS_ONLY ?? '';

/** A sync that dies five times is given up, by design: see `killAll`. */
const killsAtOnce = 4;
/** F-05 in small; on SQLite, with one process, a tenth of the connections is enough to keep it busy. */
const randomWorkers = 4;
const everyMs = 700;

function readCount(name: string, usual: number): number {
  const value = Number(process.env[name] ?? usual);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name}: must be a whole number`);
  return value;
}

async function killAtFailpoint(world: ChaosWorld, failpoint: FailpointName): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (let first = 0; first < runs; first += killsAtOnce) {
    const count = Math.min(killsAtOnce, runs - first);
    const planned = Array.from({ length: count }, (_, index) => ({ failpoint, run: first + index }));
    outcomes.push(await killAll(world, planned));
  }
  return addOutcomes(outcomes);
}

/** Whether nothing is broken. */
async function chaosOn(postgresUrl: string | null): Promise<boolean> {
  const table = createTable(postgresUrl === null ? 'SQLite' : 'Postgres');
  const part = async (name: string, workers: number, work: (world: ChaosWorld) => Promise<Outcome>) => {
    if (!name.includes(only)) return;
    const began = performance.now();
    const done = await inOwnWorld({ postgresUrl, leaseMs, workers }, async (world) => {
      const outcome = await work(world);
      return { outcome, keep: outcome.broken.length > 0 };
    });
    table.add(name, done.outcome, performance.now() - began, done.dataDir);
  };
  for (const name of failpointNames) await part(name, 2, (world) => killAtFailpoint(world, name));
  await part('lost answers of refreshes', 2, (world) => loseAnswers(world, runs));
  const connections = postgresUrl === null ? 10 : 40;
  await part('random kills', randomWorkers, (world) =>
    killRandomly(world, { connections, kills: randomKills, everyMs }),
  );
  return table.end();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const verdicts: boolean[] = [];
if (databases.includes('sqlite')) verdicts.push(await chaosOn(null));
if (databases.includes('postgres')) {
  const postgres = await startPostgres();
  try {
    verdicts.push(await chaosOn(postgres.url));
  } finally {
    await postgres.stop();
  }
}
process.exitCode = verdicts.length > 0 && verdicts.every(Boolean) ? 0 : 1;
