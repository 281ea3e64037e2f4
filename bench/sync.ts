/** `npm run bench:sync`: what synchronizing costs, on SQLite and on Postgres (bench/README.md). */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { startPostgres } from '@/server/testing/postgres.ts';
import { startBenchSandbox } from './sandbox-process.ts';
import { benchBacklog } from './sync-backlog.ts';
import { type MakeDatabase, makePostgresOn, makeSqlite } from './sync-database.ts';
import { benchRate } from './sync-rate.ts';
import { benchVolume } from './sync-volume.ts';

const { values } = parseArgs({
  options: {
    /** `sqlite` or `postgres`; both when left out. */
    database: { type: 'string' },
    /** One part alone. */
    only: { type: 'string' },
  },
});

const records = Number(process.env.BENCH_RECORDS ?? 1_000_000);
const rateRecords = Math.ceil(records / 5);

const connections = Number(process.env.BENCH_CONNECTIONS ?? 1_000_000);
const backlogs = [1_000, Math.ceil(connections / 10), connections];

async function benchDatabase(name: string, makeDatabase: MakeDatabase): Promise<void> {
  console.log(`\n${name}`);
  const sandbox = await startBenchSandbox();
  const wants = (part: string) => values.only === undefined || values.only === part;
  try {
    if (wants('rate')) await benchRate(makeDatabase, sandbox, rateRecords);
    if (wants('volume')) await benchVolume(makeDatabase, sandbox, records);
    if (wants('backlog')) await benchBacklog(makeDatabase, backlogs);
  } finally {
    await sandbox.stop();
  }
}

const [cpu] = cpus();
console.log(
  `Moorage bench:sync: Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim()}, ${new Date().toISOString().slice(0, 10)}`,
);
if (values.database !== 'postgres') await benchDatabase('SQLite (WAL, synchronous=FULL)', makeSqlite);
if (values.database !== 'sqlite') {
  const postgres = await startPostgres({ durable: true });
  try {
    await benchDatabase(
      'Postgres 18 (fsync and synchronous_commit on, same machine)',
      makePostgresOn(postgres.url),
    );
  } finally {
    await postgres.stop();
  }
}
