/**
 * `npm run bench:admin`: how long what each page of the dashboard reads takes, at 1,000 and at 1,000,000 connections, on
 * SQLite and on Postgres. With DATABASE_URL: on that database as it is (`npm run seed` fills one).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { seedDatabase } from '@/scripts/seed-database.ts';
import { createAccount, listAccounts } from '@/server/accounts/index.ts';
import { readSettings } from '@/server/core/settings.ts';
import { createDatabase } from '@/server/db/client.ts';
import { migrate } from '@/server/db/migrate.ts';
import { installPgBoss } from '@/server/jobs/index.ts';
import { createRuntime, type Runtime, withAccount } from '@/server/runtime/runtime.ts';
import { startPostgres } from '@/server/testing/postgres.ts';
import { prepareAdminCases } from './admin-cases.ts';

const sizes = [1_000, Number(process.env.BENCH_CONNECTIONS ?? 1_000_000)];
const runs = Number(process.env.BENCH_RUNS ?? 40);
const aimMs = 200;

async function benchDatabase(name: string, url: string, size: number | null): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'moorage-bench-admin-'));
  const environment = { DATABASE_URL: url, MOORAGE_DATA_DIR: dataDir, PUBLIC_URL: 'http://localhost:4000' };
  const settings = readSettings(environment);
  await migrate(url);
  if (settings.database === 'postgres') await installPgBoss(url);
  const runtime = createRuntime(settings);
  try {
    const began = performance.now();
    const accountId = size === null ? await busiestAccount(runtime) : await createAccount(runtime, 'bench');
    if (size !== null) await seedDatabase(runtime, { accountId, connections: size });
    const seconds = (performance.now() - began) / 1_000;
    const ctx = withAccount(runtime, accountId, 'admin:bench', null);
    const total = await runtime.database.dataConnection.count();
    console.log(
      `\n${name}, ${total.toLocaleString('en')} connections${size === null ? '' : ` (seeded in ${seconds.toFixed(0)} s)`}\n`,
    );
    console.log(`${''.padEnd(nameWidth)}${'p50 ms'.padStart(9)}${'p95 ms'.padStart(9)}`);
    for (const { name: what, run } of await prepareAdminCases(ctx)) printRow(what, await measure(run));
  } finally {
    await runtime.http.close();
    await runtime.database.$disconnect();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function busiestAccount(runtime: Runtime): Promise<string> {
  const [first, ...others] = await Promise.all(
    (await listAccounts(runtime)).map(async ({ id }) => ({
      id,
      count: await runtime.database.dataConnection.count({ where: { accountId: id }, take: 1_000 }),
    })),
  );
  if (first === undefined) throw new Error('This database is empty: npm run seed fills it.');
  return others.reduce((best, other) => (other.count > best.count ? other : best), first).id;
}

/** One after the other, as one person clicks. The first three are not counted. */
async function measure(run: (turn: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < runs + 3; turn += 1) {
    const began = performance.now();
    await run(turn);
    if (turn >= 3) times.push(performance.now() - began);
  }
  return times.toSorted((one, other) => one - other);
}

const nameWidth = 58;

function printRow(name: string, times: readonly number[]): void {
  const quantile = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  const p95 = quantile(0.95);
  console.log(
    `${name.padEnd(nameWidth)}${quantile(0.5).toFixed(1).padStart(9)}${p95.toFixed(1).padStart(9)}` +
      (p95 < aimMs ? '  ✓' : `  ✗ aim < ${aimMs}`),
  );
}

const [cpu] = cpus();
console.log(
  `Moorage bench:admin: Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim()}, ${runs} times each`,
);
const given = process.env.DATABASE_URL;
if (given !== undefined && given !== '') {
  await benchDatabase(given.startsWith('file:') ? 'SQLite' : 'Postgres', given, null);
} else {
  const directory = mkdtempSync(path.join(tmpdir(), 'moorage-bench-admin-'));
  const postgres = await startPostgres({ durable: true });
  try {
    for (const size of sizes) {
      await benchDatabase('SQLite', `file:${directory}/${size}.sqlite`, size);
      const admin = createDatabase(postgres.url);
      await admin.$executeRawUnsafe(`CREATE DATABASE bench_${size}`);
      await admin.$disconnect();
      await benchDatabase('Postgres 18', postgres.url.replace(/\/[^/]*$/, `/bench_${size}`), size);
    }
  } finally {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
