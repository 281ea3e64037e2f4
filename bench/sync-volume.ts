import { listRecords } from '@/server/records/index.ts';
import { withAccount } from '@/server/runtime/runtime.ts';
import type { BenchSandbox } from './sandbox-process.ts';
import type { MakeDatabase } from './sync-database.ts';
import { measuredType, runSync, type SyncRun } from './sync-run.ts';
import { median, printRatio } from './table.ts';

/** The smaller of the two syncs whose memory is compared. */
const share = 10;
const mostMegabytes = 300;
const perPage = 100;
const readRounds = 200;

/** The memory of a worker while it synchronizes `records` and a tenth of them, and reading what it has stored. */
export async function benchVolume(
  makeDatabase: MakeDatabase,
  sandbox: BenchSandbox,
  records: number,
): Promise<void> {
  const small = await runSync(makeDatabase, sandbox, Math.ceil(records / share));
  await small.database.drop();
  const large = await runSync(makeDatabase, sandbox, records);
  console.log(`\nMemory of a worker that synchronizes ${small.records} and ${large.records} records\n`);
  printMemory(small, null);
  printMemory(large, small);
  await benchPages(large);
  await large.database.drop();
}

function printMemory(run: SyncRun, smaller: SyncRun | null): void {
  const rss = most(run, 'rss');
  const of = `${run.records} records`;
  printRatio(`RSS at most, ${of}`, rss, 'MB', { ratio: rss / mostMegabytes, aim: { atMost: 1 } });
  for (const key of ['rss', 'heapUsed'] as const) {
    const name = `${key === 'rss' ? 'RSS' : 'heap'}, median, ${of}`;
    const figure = typical(run, key);
    const ratio = smaller === null ? null : figure / typical(smaller, key);
    printRatio(name, figure, 'MB', ratio === null ? null : { ratio, aim: { atMost: 1.2 } });
  }
  printRatio(`records per second, ${of}`, run.records / run.seconds, 'records/s');
}

function most({ samples }: SyncRun, key: 'rss' | 'heapUsed'): number {
  return Math.max(...samples.map((sample) => sample[key])) / 1e6;
}

/** Of the second half of the run: what it has come to. */
function typical({ samples }: SyncRun, key: 'rss' | 'heapUsed'): number {
  return median(samples.slice(samples.length / 2).map((sample) => sample[key])) / 1e6;
}

/** The first page of all records against the last one, by cursor, taking turns. */
async function benchPages({ database, connected, records }: SyncRun): Promise<void> {
  const pages = Math.floor(records / perPage);
  await database.use(async (runtime) => {
    const ctx = withAccount(runtime, connected.accountId, 'system', null);
    const cursor = await cursorOfPage(ctx.database, connected.connectionId, pages);
    const read = async (at: string) => {
      const started = performance.now();
      const { rows } = await listRecords(ctx, connected.userId, measuredType, {}, { cursor: at, perPage });
      if (rows.length !== perPage) throw new Error(`a page had ${rows.length} records`);
      return performance.now() - started;
    };
    const times: { first: number; last: number }[] = [];
    for (let round = 0; round < readRounds; round++)
      times.push({ first: await read(''), last: await read(cursor) });
    const first = median(times.map((time) => time.first));
    const last = median(times.map((time) => time.last));
    console.log(`\nPages of ${perPage} of these ${records} records, by cursor\n`);
    printRatio('page 1', first, 'ms');
    printRatio(`page ${pages}`, last, 'ms', { ratio: last / first, aim: { atMost: 1.5 } });
  });
}

/** The cursor that asks for a page: the position of the record before it. */
async function cursorOfPage(
  database: Parameters<typeof withAccount>[0]['database'],
  connectionId: string,
  page: number,
): Promise<string> {
  const [row] = await database.dataRecord.findMany({
    where: { connectionId, dataType: measuredType, isRemoved: false },
    orderBy: { position: 'asc' },
    skip: (page - 1) * perPage - 1,
    take: 1,
    select: { position: true },
  });
  return Buffer.from(String(row?.position)).toString('base64url');
}
