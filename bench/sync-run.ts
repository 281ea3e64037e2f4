import { withAccount } from '@/server/runtime/runtime.ts';
import { startSync } from '@/server/sync/index.ts';
import { type CpuProfile, openProfiler } from './cpu-profile.ts';
import type { BenchSandbox } from './sandbox-process.ts';
import { type Connected, connect } from './sync-connection.ts';
import type { BenchDatabase, MakeDatabase } from './sync-database.ts';
import { type Sample, startWorkerProcess } from './sync-worker.ts';

export interface SyncRun {
  database: BenchDatabase;
  connected: Connected;
  /** Of the transactions alone: the accounts were read before. */
  records: number;
  seconds: number;
  /** Of the worker process, without its start. */
  cpuSeconds: number;
  samples: Sample[];
  profile: CpuProfile | null;
}

export const measuredType = 'BANK_TRANSACTION';

/**
 * One whole synchronization into an empty database by a worker process: job, pages from the sandbox, store, end. How long
 * it took is what its own row says. The caller drops the database.
 */
export async function runSync(
  makeDatabase: MakeDatabase,
  sandbox: BenchSandbox,
  transactions: number,
  { profiled = false } = {},
): Promise<SyncRun> {
  await sandbox.setVolume(transactions);
  const database = await makeDatabase(sandbox.url);
  const connected = await database.use(async (runtime) => {
    const made = await connect(runtime, sandbox.url);
    await startSync(withAccount(runtime, made.accountId, 'system', null), made.userId, {});
    return made;
  });
  const worker = await startWorkerProcess(database);
  let profile: CpuProfile | null = null;
  try {
    if (profiled) {
      const profiler = await openProfiler(worker);
      profile = await profiler.during(() => worker.untilIdle());
      profiler.close();
    } else await worker.untilIdle();
  } finally {
    await worker.stop();
  }
  const sync = await database.use((runtime) =>
    runtime.database.dataSync.findFirstOrThrow({
      where: { connectionId: connected.connectionId, dataType: measuredType },
    }),
  );
  const { status, startedAt, completedAt, added, errorCode } = sync;
  if (status !== 'SUCCESS' || startedAt === null || completedAt === null)
    throw new Error(`The sync ended with ${status} ${errorCode}`);
  const seconds = (completedAt.getTime() - startedAt.getTime()) / 1_000;
  const { samples } = worker;
  const cpuSeconds = (samples.at(-1)?.cpuSeconds ?? 0) - (samples[0]?.cpuSeconds ?? 0);
  return { database, connected, records: added, seconds, cpuSeconds, samples, profile };
}
