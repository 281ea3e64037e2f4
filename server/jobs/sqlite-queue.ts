import { addMs, dayMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import type { Database, Transaction } from '@/server/db/client.ts';
import { claimInOrder } from './claim-in-order.ts';
import { isJobKind, type JobKind, jobKindNames } from './kinds.ts';
import type { Claim, JobCounts, NewJob, Queue, QueueContext } from './queue.ts';

const keepFailedMs = 7 * dayMs;

/** The embedded queue: the `Job` table, worked off by the one server process of the file (SECURITY 2.2). */
export function createSqliteQueue({ database, now, leaseMs }: QueueContext): Queue {
  const owner = newId();
  const own = ({ id, fence }: Claim) => ({ id, fence, owner });

  return {
    add: (tx, job) => add(tx, job, now()),

    claim: (request) =>
      claimInOrder(request, async (kind, limit) => {
        const values = [owner, addMs(now(), leaseMs), kind, now(), limit];
        const rows = await database.$queryRawUnsafe<ClaimedRow[]>(claimSql, ...values);
        return rows.map(toClaim);
      }),

    async heartbeat(claim) {
      const { count } = await database.job.updateMany({
        where: own(claim),
        data: { dueAt: addMs(now(), leaseMs) },
      });
      return count === 1;
    },

    async hold(tx, claim) {
      // A write, so that the transaction is the writer from its first statement on.
      const { count } = await tx.job.updateMany({ where: own(claim), data: { owner } });
      return count === 1;
    },

    async finish(tx, claim) {
      await tx.job.deleteMany({ where: own(claim) });
    },

    async putBack(tx, claim, runAt, attempts) {
      await tx.job.updateMany({ where: own(claim), data: { owner: null, dueAt: runAt, attempts } });
    },

    async bury(tx, claim, reason) {
      await tx.job.deleteMany({ where: { dueAt: null, createdAt: { lt: addMs(now(), -keepFailedMs) } } });
      // From here on its age counts from the failure.
      await tx.job.updateMany({
        where: own(claim),
        data: { owner: null, dueAt: null, key: null, lastError: reason, createdAt: now() },
      });
    },

    counts: () => counts(database, now()),

    async listStuck(ms) {
      const rows = await database.job.findMany({
        where: { owner: { not: null }, dueAt: { lt: addMs(now(), -ms) }, kind: { in: [...jobKindNames] } },
        select: { id: true, kind: true },
      });
      return rows.flatMap(({ id, kind }) => (isJobKind(kind) ? [{ id, kind }] : []));
    },

    open: async () => undefined,
    close: async () => undefined,
  };
}

/** A live job with this key stays the only one; one that waits for later is pulled forward. */
async function add(tx: Transaction, { kind, payload, key, runAt }: NewJob, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO job (id, kind, key, payload, due_at, fence, attempts, created_at)
    VALUES (${newId()}, ${kind}, ${key === null ? null : `${kind}:${key}`}, ${JSON.stringify(payload)}, ${runAt ?? now}, 0, 0, ${now})
    ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at
    WHERE job.owner IS NULL AND job.due_at > excluded.due_at`;
}

/** Reads one stretch of the index on kind and due_at, however many jobs wait behind it: the test explains it. */
export const claimSql = `
  UPDATE job SET owner = ?, due_at = ?, fence = fence + 1, attempts = attempts + 1
  WHERE id IN (SELECT id FROM job WHERE kind = ? AND due_at <= ? ORDER BY due_at LIMIT ?)
  RETURNING id, kind, payload, attempts, fence`;

interface ClaimedRow {
  id: string;
  kind: JobKind;
  payload: unknown;
  attempts: number | bigint;
  fence: number | bigint;
}

function toClaim({ id, kind, payload, attempts, fence }: ClaimedRow): Claim {
  const parsed: unknown = typeof payload === 'string' ? JSON.parse(payload) : payload;
  return { id, kind, payload: parsed, attempt: Number(attempts), fence: Number(fence) };
}

async function counts(database: Database, now: Date): Promise<Map<JobKind, JobCounts>> {
  const states = {
    ready: { owner: null, dueAt: { lte: now } },
    waiting: { owner: null, dueAt: { gt: now } },
    running: { owner: { not: null } },
    failed: { dueAt: null },
  } as const;
  const result = new Map<JobKind, JobCounts>();
  for (const kind of jobKindNames) result.set(kind, { ready: 0, waiting: 0, running: 0, failed: 0 });
  for (const state of ['ready', 'waiting', 'running', 'failed'] as const) {
    const groups = await database.job.groupBy({ by: ['kind'], where: states[state], _count: true });
    for (const { kind, _count } of groups) {
      const count = isJobKind(kind) ? result.get(kind) : undefined;
      if (count !== undefined) count[state] = _count;
    }
  }
  return result;
}
