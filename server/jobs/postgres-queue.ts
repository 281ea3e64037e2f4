import { fromPrisma, PgBoss } from 'pg-boss';
import { newId } from '@/server/core/ids.ts';
import type { Database, Transaction } from '@/server/db/client.ts';
import { claimInOrder } from './claim-in-order.ts';
import { openPgBoss } from './install-pg-boss.ts';
import { type JobKind, jobKindNames } from './kinds.ts';
import type { Claim, JobCounts, NewJob, Queue, QueueContext } from './queue.ts';

/** What we store with pg-boss: it counts only the attempts since the job was put back the last time. */
interface Stored {
  payload: unknown;
  attempts: number;
  /** By the clock of who put it there; null: at once. pg-boss' own time is by the clock of the database. */
  runAt: string | null;
}

/**
 * pg-boss (DESIGN section 2). It keeps the jobs, hands them out and cleans up; the lease is ours, in `heartbeat_on`: its
 * own heartbeats are no shorter than 10 s, and found missing only once a minute.
 */
export function createPostgresQueue(context: QueueContext): Queue {
  const { database, leaseMs } = context;
  let opened: Promise<PgBoss> | undefined;
  let keeper: PgBoss | undefined;

  /** A time by our clock as a span: when it is over is for the database to say, whose clock may differ (F-13). */
  const delayOf = (runAt: Date | null) => (runAt === null ? 0 : runAt.getTime() - context.now().getTime());

  /** Opened on first use; a failure is not remembered. */
  const open = (): Promise<PgBoss> => {
    opened ??= openPgBoss(context.databaseUrl).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };

  return {
    async add(tx, job) {
      const boss = await open();
      if (job.key === null) {
        await send(boss, tx, job, delayOf(job.runAt), newId(), 0);
        return;
      }
      // A round is lost only when the live job ends, or is put back, between its two statements.
      for (let round = 0; round < 10; round++) {
        if (await pullForward(tx, job, job.key, delayOf(job.runAt))) return;
        if (await send(boss, tx, job, delayOf(job.runAt), job.key, 0)) return;
      }
      throw new Error(`${job.kind}: the live job of this key changes faster than it can be read`);
    },

    async claim(request) {
      await open();
      await takeBackLost(database, leaseMs);
      return claimInOrder(request, (kind, limit) => takeDue(database, kind, limit));
    },

    async heartbeat({ id, kind, fence }) {
      const count = await database.$executeRaw`
        UPDATE pgboss.job SET heartbeat_on = pgboss.job_now()
        WHERE name = ${kind} AND id = ${id}::uuid AND state = 'active' AND retry_count = ${fence}`;
      return count === 1;
    },

    async hold(tx, { id, kind, fence }) {
      const rows = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM pgboss.job
        WHERE name = ${kind} AND id = ${id}::uuid AND state = 'active' AND retry_count = ${fence} FOR UPDATE`;
      return rows.length === 1;
    },

    async finish(tx, claim) {
      const boss = await open();
      await boss.deleteJob(claim.kind, { id: claim.id, retryCount: claim.fence }, { db: fromPrisma(tx) });
    },

    async putBack(tx, claim, runAt, attempts) {
      const boss = await open();
      const [row] = await tx.$queryRaw<{ key: string; data: Stored }[]>`
        SELECT singleton_key AS key, data FROM pgboss.job WHERE name = ${claim.kind} AND id = ${claim.id}::uuid`;
      if (row === undefined) throw new Error('only a job that is held can be put back');
      await boss.deleteJob(claim.kind, { id: claim.id, retryCount: claim.fence }, { db: fromPrisma(tx) });
      const job = { kind: claim.kind, payload: row.data.payload, runAt };
      await send(boss, tx, job, delayOf(runAt), row.key, attempts);
    },

    async bury(tx, { id, kind }, reason) {
      await tx.$executeRaw`
        UPDATE pgboss.job SET state = 'failed', completed_on = pgboss.job_now(), output = jsonb_build_object('error', ${reason}::text)
        WHERE name = ${kind} AND id = ${id}::uuid`;
    },

    counts: () => counts(database),

    listStuck: (ms) => database.$queryRaw<{ id: string; kind: JobKind }[]>`
      SELECT id::text, name AS kind FROM pgboss.job
      WHERE name = ANY(${jobKindNames}) AND state = 'active'
        AND heartbeat_on < pgboss.job_now() - ${leaseMs + ms}::float8 * interval '1 ms'`,

    async open() {
      await open();
      const starting = createKeeper(context);
      await starting.start().catch(async (error: unknown) => {
        await starting.stop({ graceful: false });
        throw error;
      });
      keeper = starting;
    },

    async close() {
      await keeper?.stop({ graceful: false });
      keeper = undefined;
    },
  };
}

/** What a worker runs beside its jobs: pg-boss' own maintenance, on two connections of its own. */
function createKeeper({ databaseUrl, log }: QueueContext): PgBoss {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: 2,
    schedule: false,
    monitorIntervalSeconds: 60,
    maintenanceIntervalSeconds: 10 * 60,
  });
  boss.on('error', (error) =>
    log.error({ err: error }, 'pg-boss maintenance failed; it runs again in a minute'),
  );
  boss.on('warning', ({ message }) => log.warn({}, message));
  return boss;
}

/**
 * Whether a job with this key lives; if it waits, it waits no longer than `delayMs`. The row stays locked until the
 * caller commits: the job cannot end without seeing what the caller wrote (a lost wake-up otherwise).
 */
async function pullForward(
  tx: Transaction,
  { kind, runAt }: Pick<NewJob, 'kind' | 'runAt'>,
  key: string,
  delayMs: number,
): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    UPDATE pgboss.job SET
      start_after = LEAST(start_after, pgboss.job_now() + ${delayMs}::float8 * interval '1 ms'),
      data = CASE WHEN start_after > pgboss.job_now() + ${delayMs}::float8 * interval '1 ms'
        THEN data || jsonb_build_object('runAt', ${runAt?.toISOString() ?? null}::text) ELSE data END
    WHERE name = ${kind} AND COALESCE(singleton_key, '') = ${key} AND state <= 'active' AND policy = 'exclusive'
    RETURNING id`;
  return rows.length > 0;
}

/** False: a job with this key lives. */
async function send(
  boss: PgBoss,
  tx: Transaction,
  { kind, payload, runAt }: { kind: JobKind; payload: unknown; runAt: Date | null },
  delayMs: number,
  singletonKey: string,
  attempts: number,
): Promise<boolean> {
  const stored: Stored = { payload, attempts, runAt: runAt?.toISOString() ?? null };
  const id = await boss.send(kind, stored, {
    singletonKey,
    db: fromPrisma(tx),
    // What has been due for a while goes before what is due now.
    ...(runAt !== null && { startAfter: delayMs > 0 ? delayMs / 1_000 : runAt }),
  });
  return id !== null;
}

/**
 * What pg-boss' `fetch` does, but in the order in which jobs became due, which an index of its own is in: by their age,
 * as it takes them, every claim reads all jobs that are for later and older than the first that is due (26 ms of
 * 500,000).
 */
async function takeDue(database: Database, kind: JobKind, limit: number): Promise<Claim[]> {
  const rows = await database.$queryRaw<{ id: string; data: Stored; fence: number }[]>`
    WITH created AS (
      SELECT id, start_after FROM pgboss.job
      WHERE name = ${kind} AND state = 'created' AND NOT blocked AND start_after <= pgboss.job_now()
      ORDER BY start_after LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), retried AS (
      SELECT id, start_after FROM pgboss.job
      WHERE name = ${kind} AND state = 'retry' AND NOT blocked AND start_after <= pgboss.job_now()
      ORDER BY start_after LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), due AS (
      SELECT id FROM (SELECT * FROM created UNION ALL SELECT * FROM retried) AS either
      ORDER BY start_after LIMIT ${limit}
    )
    UPDATE pgboss.job SET state = 'active', started_on = pgboss.job_now(), heartbeat_on = pgboss.job_now(),
      retry_count = CASE WHEN started_on IS NULL THEN retry_count ELSE retry_count + 1 END
    WHERE name = ${kind} AND id = ANY (ARRAY(SELECT id FROM due))
    RETURNING id::text, data, retry_count AS fence`;
  return rows.map(({ id, data: { payload, attempts }, fence }) => ({
    ...{ id, kind, payload, fence },
    attempt: attempts + fence + 1,
  }));
}

/** Jobs of workers that died are ready again: their next claim counts as a further attempt. */
async function takeBackLost(database: Database, leaseMs: number): Promise<void> {
  await database.$executeRaw`
    UPDATE pgboss.job SET state = 'retry', start_after = pgboss.job_now()
    WHERE name = ANY(${jobKindNames}) AND state = 'active'
      AND heartbeat_on < pgboss.job_now() - ${leaseMs}::float8 * interval '1 ms'`;
}

async function counts(database: Database): Promise<Map<JobKind, JobCounts>> {
  const rows = await database.$queryRaw<{ kind: JobKind; state: keyof JobCounts; count: number }[]>`
    SELECT name AS kind, count(*)::int AS count,
      CASE WHEN state = 'active' THEN 'running' WHEN state = 'failed' THEN 'failed'
           WHEN start_after <= pgboss.job_now() THEN 'ready' ELSE 'waiting' END AS state
    FROM pgboss.job WHERE name = ANY(${jobKindNames}) AND state IN ('created', 'retry', 'active', 'failed')
    GROUP BY 1, 3`;
  const result = new Map<JobKind, JobCounts>();
  for (const kind of jobKindNames) result.set(kind, { ready: 0, waiting: 0, running: 0, failed: 0 });
  for (const { kind, state, count } of rows) {
    const counts = result.get(kind);
    if (counts !== undefined) counts[state] = count;
  }
  return result;
}
