/** `npm run bench`: requests per second of the built server, on SQLite and on Postgres, as a ratio to its floor. */
import { cpus } from 'node:os';
import { startPostgres } from '@/server/testing/postgres.ts';
import { type Case, floor, prepareCases } from './cases.ts';
import { openProfiler } from './cpu-profile.ts';
import { connections, type Load, loadFor, loadOnce } from './load.ts';
import { startServerProcess } from './server-process.ts';
import { printRow, printTableHead, printTimes } from './table.ts';
import { whereTimeGoes } from './where-time-goes.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 4);
const warmUpSeconds = Math.max(1, seconds / 2);
const profileSeconds = Math.max(1, seconds / 2);

async function benchDatabase(name: string, databaseUrl: string | null): Promise<void> {
  const server = await startServerProcess(databaseUrl);
  try {
    const cases = await prepareCases(server);
    for (const { request } of [{ request: floor }, ...cases])
      await loadFor(server.url, request, warmUpSeconds);

    printTableHead(name);
    let before = await loadFor(server.url, floor, seconds);
    printRow({ name: 'floor: GET /healthz', aim: null }, before, null);
    for (const each of cases) {
      const load = await measure(server.url, each);
      const after = await loadFor(server.url, floor, seconds);
      printRow(each, load, (before.requestsPerSecond + after.requestsPerSecond) / 2);
      before = after;
    }

    console.log('\nWhere the time of the main thread goes (CPU profile, taken after the measurement)\n');
    const profiler = await openProfiler(server);
    for (const { name: what, request } of [{ name: 'floor: GET /healthz', request: floor }, ...cases]) {
      const profile = await profiler.during(() => loadFor(server.url, request, profileSeconds));
      printTimes(what, whereTimeGoes(profile));
    }
    profiler.close();
  } finally {
    await server.stop();
  }
}

function measure(url: string, { request, once }: Case): Promise<Load> {
  return once ? loadOnce(url, once) : loadFor(url, request, seconds);
}

const [cpu] = cpus();
console.log(
  `Moorage bench: Node ${process.versions.node}, ${cpus().length} × ${cpu?.model.trim()}, ${connections} ` +
    `kept-alive connections, ${seconds} s each after ${warmUpSeconds} s of warm-up, LOG_LEVEL=info`,
);
await benchDatabase('SQLite (WAL, synchronous=FULL)', null);
const postgres = await startPostgres({ durable: true });
try {
  await benchDatabase('Postgres 18 (fsync and synchronous_commit on, same machine)', postgres.url);
} finally {
  await postgres.stop();
}
