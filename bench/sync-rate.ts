import { catalogue } from '@/server/providers/catalogue.ts';
import { insertByHand } from './hand-written.ts';
import type { SandboxProcess } from './sandbox-process.ts';
import type { MakeDatabase } from './sync-database.ts';
import { measuredType, runSync, type SyncRun } from './sync-run.ts';
import { median, printRatio, printTimes } from './table.ts';
import { whereTimeGoes } from './where-time-goes.ts';

const rounds = 3;

/**
 * Records per second of a whole sync, as a ratio to inserting the same rows by hand. Each round is a sync into an empty
 * database and then, into another empty one, its rows by hand.
 */
export async function benchRate(
  makeDatabase: MakeDatabase,
  sandbox: SandboxProcess,
  records: number,
): Promise<void> {
  const results: { sync: number; byHand: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const run = await runSync(makeDatabase, sandbox, records);
    results.push({ sync: run.records / run.seconds, byHand: await rateByHand(makeDatabase, run) });
    await run.database.drop();
  }
  const ratio = median(results.map(({ sync, byHand }) => sync / byHand));
  const sync = median(results.map((result) => result.sync));
  const byHand = median(results.map((result) => result.byHand));
  console.log(`\n${records} records, pages of ${pageSize()}, the median of ${rounds} rounds\n`);
  printRatio('by hand', byHand, 'records/s');
  printRatio('synchronized', sync, 'records/s', { ratio, aim: { atLeast: 0.5 } });

  const { profile, database } = await runSync(makeDatabase, sandbox, records, { profiled: true });
  await database.drop();
  if (profile !== null) printTimes("the worker's time", whereTimeGoes(profile));
}

async function rateByHand(makeDatabase: MakeDatabase, { database, connected }: SyncRun): Promise<number> {
  const rows = await database.use((runtime) =>
    runtime.database.dataRecord.findMany({
      where: { connectionId: connected.connectionId, dataType: measuredType },
      orderBy: { position: 'asc' },
    }),
  );
  const empty = await makeDatabase('http://localhost:1');
  const seconds = await insertByHand(empty, rows, pageSize());
  await empty.drop();
  return rows.length / seconds;
}

/** Of the sandbox bank, as its manifest asks for them. */
function pageSize(): number {
  const manifest = catalogue.get('sandbox_openbanking');
  const pagination = manifest?.dataTypes.find(({ type }) => type === measuredType)?.reads[0]?.pagination;
  if (pagination === undefined || !('size' in pagination) || pagination.size === undefined)
    throw new Error('The sandbox bank has no page size');
  return pagination.size.value;
}
