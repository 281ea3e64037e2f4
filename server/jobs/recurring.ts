import { addMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import { leaseLength } from '@/server/core/lease-length.ts';
import type { Database } from '@/server/db/client.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { LeaseLostError, WorkerStoppingError } from './job.ts';
import { keepLease } from './keep-lease.ts';

export interface RecurringOptions {
  /** From the end of a run to the beginning of the next. */
  everyMs: number;
  /** How long after a crash of the process that runs it another takes over. Default 30 s. */
  leaseMs?: number;
}

export interface Recurring {
  /** Waits for the run under way, whose signal is aborted, and lets another process take over at once. */
  stop(): Promise<void>;
}

/**
 * Runs `tick` again and again, in one process at a time: the one that holds the lease of `name`. A run whose signal is
 * aborted must end soon. A tick that fails is logged and comes again.
 */
export function startRecurring(
  runtime: Runtime,
  name: string,
  tick: (signal: AbortSignal) => Promise<void>,
  { everyMs, leaseMs = leaseLength(30_000) }: RecurringOptions,
): Recurring {
  const { log } = runtime;
  const lease = createNamedLease(runtime, `recurring:${name}`, leaseMs);
  const stopping = new AbortController();
  let wakeUp: () => void = () => undefined;

  async function pause(ms: number): Promise<void> {
    if (stopping.signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    wakeUp = resolve;
    const timer = setTimeout(resolve, ms);
    timer.unref();
    await promise;
    clearTimeout(timer);
  }

  async function runWhileHeld(): Promise<void> {
    const lost = new AbortController();
    const signal = AbortSignal.any([lost.signal, stopping.signal]);
    const keeper = keepLease(leaseMs, lease.renew, {
      onLost: () => lost.abort(new LeaseLostError()),
      onError: (error) =>
        log.warn({ err: error, name }, 'the lease of a recurring task could not be renewed yet'),
    });
    try {
      while (!signal.aborted) {
        await tick(signal).catch((error: unknown) => {
          if (!signal.aborted) log.error({ err: error, name }, 'a recurring task failed; it comes again');
        });
        if (!signal.aborted) await pause(everyMs);
      }
    } finally {
      keeper.stop();
    }
  }

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if (await lease.take()) await runWhileHeld();
        if (stopping.signal.aborted) await lease.release();
      } catch (error) {
        log.error({ err: error, name }, 'a recurring task could not take its lease; it tries again');
      }
      await pause(Math.min(leaseMs / 3, 5_000));
    }
  }

  const working = work();
  return {
    async stop() {
      stopping.abort(new WorkerStoppingError());
      wakeUp();
      await working;
    },
  };
}

interface NamedLease {
  take(): Promise<boolean>;
  renew(): Promise<boolean>;
  release(): Promise<void>;
}

/** A lease in a row of the `Job` table, on both databases. Postgres: by the clock of the database. */
function createNamedLease({ database, settings, clock }: Runtime, id: string, leaseMs: number): NamedLease {
  const owner = newId();
  const now = async () => (settings.database === 'sqlite' ? clock.now() : readDatabaseTime(database));
  const end = async () => addMs(await now(), leaseMs);
  return {
    async take() {
      await database.$executeRaw`
        INSERT INTO job (id, kind, payload, created_at) VALUES (${id}, 'recurring', '{}', ${await now()})
        ON CONFLICT (id) DO NOTHING`;
      const { count } = await database.job.updateMany({
        where: { id, OR: [{ owner: null }, { owner }, { dueAt: { lt: await now() } }] },
        data: { owner, dueAt: await end(), fence: { increment: 1 } },
      });
      return count === 1;
    },
    async renew() {
      const { count } = await database.job.updateMany({ where: { id, owner }, data: { dueAt: await end() } });
      return count === 1;
    },
    async release() {
      await database.job.updateMany({ where: { id, owner }, data: { owner: null, dueAt: null } });
    },
  };
}

async function readDatabaseTime(database: Database): Promise<Date> {
  const [row] = await database.$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
  if (row === undefined) throw new Error('the database told no time');
  return row.now;
}
