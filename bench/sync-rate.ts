import { catalogue } from '@/server/providers/catalogue.ts';
import { insertByHand, type Spent } from './hand-written.ts';
import type { BenchSandbox } from './sandbox-process.ts';
import type { MakeDatabase } from './sync-database.ts';
import { measuredType, runSync, type SyncRun } from './sync-run.ts';
import { median, printRatio, printTimes } from './table.ts';
import { whereTimeGoes } from './where-time-goes.ts';

const rounds = 3;

interface Rates {
  perSecond: number;
  /** Of the one process that inserts. */
  perCpuSecond: number;
}

/**
 * Records per second of a whole sync, as a ratio to inserting the same rows by hand. Each round is a sync into an empty
 * database and then, into another empty one, its rows by hand.
 */
export async function benchRate(
  makeDatabase: MakeDatabase,
  sandbox: BenchSandbox,
  records: number,
): Promise<void> {
  const results: { sync: Rates; byHand: Rates }[] = [];
  for (let round = 0; round < rounds; round++) {
    const run = await runSync(makeDatabase, sandbox, records);
    results.push({ sync: ratesOf(run.records, run), byHand: await rateByHand(makeDatabase, run) });
    await run.database.drop();
  }
  console.log(`\n${records} records, pages of ${pageSize()}, the median of ${rounds} rounds\n`);
  for (const key of ['perSecond', 'perCpuSecond'] as const) {
    const unit = key === 'perSecond' ? 'records/s' : 'records/s of CPU';
    const ratio = median(results.map(({ sync, byHand }) => sync[key] / byHand[key]));
    printRatio('by hand', median(results.map(({ byHand }) => byHand[key])), unit);
    printRatio('synchronized', median(results.map(({ sync }) => sync[key])), unit, {
      ratio,
      aim: key === 'perSecond' ? { atLeast: 0.5 } : null,
    });
  }

  const { profile, database } = await runSync(makeDatabase, sandbox, records, { profiled: true });
  await database.drop();
  if (profile !== null) printTimes("the worker's time", whereTimeGoes(profile));
}

async function rateByHand(makeDatabase: MakeDatabase, { database, connected }: SyncRun): Promise<Rates> {
  const rows = await database.use((runtime) =>
    runtime.database.dataRecord.findMany({
      where: { connectionId: connected.connectionId, dataType: measuredType },
      orderBy: { position: 'asc' },
    }),
  );
  const empty = await makeDatabase('http://localhost:1');
  const spent = await insertByHand(empty, rows, pageSize());
  await empty.drop();
  return ratesOf(rows.length, spent);
}

function ratesOf(records: number, { seconds, cpuSeconds }: Spent): Rates {
  return { perSecond: records / seconds, perCpuSecond: records / cpuSeconds };
}

/** Of the sandbox bank, as its manifest asks for them. */
function pageSize(): number {
  const manifest = catalogue.get('sandbox_openbanking');
  const pagination = manifest?.dataTypes.find(({ type }) => type === measuredType)?.reads[0]?.pagination;
  if (pagination === undefined || !('size' in pagination) || pagination.size === undefined)
    throw new Error('The sandbox bank has no page size');
  return pagination.size.value;
}
