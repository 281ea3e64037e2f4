import { mayStillChange, systemActor } from '@/server/admins/index.ts';
import { recordAudit } from '@/server/audit/index.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import { isForeignKeyViolation } from '@/server/db/errors.ts';
import type { BulkRun, Prisma } from '@/server/db/models.ts';
import { withSavepoint } from '@/server/db/open-transactions.ts';
import { type Handler, type Job, wake } from '@/server/jobs/index.ts';
import { wakeRevoker } from '@/server/revocations/index.ts';
import { type Context, type Runtime, withAccount } from '@/server/runtime/runtime.ts';
import { type BulkReason, carryOut } from './carry-out.ts';
import { type BulkItem, findItems } from './find-items.ts';
import { adminWithdrawn, reasonsSchema } from './list-runs.ts';
import { mostListed, over } from './runs.ts';
import { type BulkSelection, openSelection } from './selection.ts';

/** A run of any length gives its place to what waits, and goes on behind it. */
const sliceMs = 10_000;

/**
 * The job of a bulk run. What is done to a connection and the place in the list behind it are written in one transaction:
 * killed anywhere, the next worker goes on with the next connection, and nothing happens twice.
 */
export function createBulkHandler(runtime: Runtime): Handler<'bulk_run'> {
  return async (job) => {
    const { accountId, runId } = job.payload;
    const began = performance.now();
    const isTimeUp = () => performance.now() - began >= sliceMs;
    for (;;) {
      job.signal.throwIfAborted();
      const run = await findRunning(runtime.database, accountId, runId);
      if (run === null || run.selection === null) return;
      const ctx = withAccount(runtime, accountId, run.startedBy, run.requestId);
      if (!(await mayStillChange(runtime, run.startedBy))) return withdraw(ctx, job);
      const selection = openSelection(ctx, runId, run.selection);
      const { items, next } = await findItems(ctx, selection, run);
      for (const item of items) {
        job.signal.throwIfAborted();
        if (!(await handle(ctx, job, selection, item))) return;
        // Behind the item: a slice that began with a slow look has moved on all the same.
        if (isTimeUp()) return goOnLater(runtime, job);
      }
      // The verbs could not wake anybody before the commit.
      wake();
      wakeRevoker(runtime);
      if (next === null) return end(ctx, job);
      await moveOn(ctx, job, next);
      if (isTimeUp()) return goOnLater(runtime, job);
    }
  };
}

function goOnLater({ clock }: Runtime, job: Job<'bulk_run'>): Promise<void> {
  return job.settle(async () => ({ runAgainAt: clock.now() }));
}

function findRunning(
  database: Pick<Transaction, 'bulkRun'>,
  accountId: string,
  id: string,
): Promise<BulkRun | null> {
  return database.bulkRun.findFirst({ where: { id, accountId, status: 'RUNNING' } });
}

/** False: the run is over, cancelled for instance. */
function handle(
  ctx: Context,
  job: Job<'bulk_run'>,
  selection: BulkSelection,
  item: BulkItem,
): Promise<boolean> {
  return transaction(ctx.database, async (tx) => {
    await job.hold(tx);
    const run = await findRunning(tx, ctx.accountId, job.payload.runId);
    if (run === null) return false;
    const isLate = item.changedAt !== null && item.changedAt > run.createdAt;
    const reason = isLate ? 'CHANGED_SINCE_START' : await carryOut(tx, ctx, { run, selection }, item);
    const listed = reason === null ? null : await listRefusal(tx, run, item, reason);
    await tx.bulkRun.updateMany({
      where: { id: run.id, accountId: ctx.accountId },
      data: { position: item.id, ...countsWith(run, listed) },
    });
    return true;
  });
}

function countsWith(run: BulkRun, reason: BulkReason | null): Prisma.BulkRunUpdateManyMutationInput {
  if (reason === null) return { done: run.done + 1 };
  const reasons = reasonsSchema.parse(run.reasons);
  return { refused: run.refused + 1, reasons: { ...reasons, [reason]: (reasons[reason] ?? 0) + 1 } };
}

/** As many as people can read. What is gone is counted only, also when that is found here. Returns what to count it as. */
async function listRefusal(
  tx: Transaction,
  run: BulkRun,
  item: BulkItem,
  code: BulkReason,
): Promise<BulkReason> {
  if (run.refused >= mostListed || code === 'DATA_CONNECTION_NOT_FOUND') return code;
  const { id: itemId, connectionId, dataType } = item;
  const data = { runId: run.id, itemId, connectionId, accountId: run.accountId, dataType, code };
  try {
    await withSavepoint(tx, (part) => part.bulkRefusal.create({ data }));
    return code;
  } catch (error) {
    if (isForeignKeyViolation(error)) return 'DATA_CONNECTION_NOT_FOUND';
    throw error;
  }
}

/** Behind rows that were looked at and did not match. */
async function moveOn(ctx: Context, job: Job<'bulk_run'>, position: string): Promise<void> {
  await transaction(ctx.database, async (tx) => {
    await job.hold(tx);
    await tx.bulkRun.updateMany({
      where: { id: job.payload.runId, accountId: ctx.accountId },
      data: { position },
    });
  });
}

async function end(ctx: Context, job: Job<'bulk_run'>): Promise<void> {
  await job.settle(async (tx) => {
    await tx.bulkRun.updateMany({
      where: { id: job.payload.runId, accountId: ctx.accountId, status: 'RUNNING' },
      data: over(ctx, 'DONE'),
    });
    return { done: true };
  });
}

/** What an admin set going does not outlive the right to do it: the rest is cancelled, by nobody in person. */
async function withdraw(ctx: Context, job: Job<'bulk_run'>): Promise<void> {
  await job.settle(async (tx) => {
    const run = await findRunning(tx, ctx.accountId, job.payload.runId);
    if (run === null) return { done: true };
    const reasons = { ...reasonsSchema.parse(run.reasons), [adminWithdrawn]: 1 };
    const { count } = await tx.bulkRun.updateMany({
      where: { id: run.id, accountId: ctx.accountId, status: 'RUNNING' },
      data: { ...over(ctx, 'CANCELLED'), reasons },
    });
    // Somebody cancelled it at this moment.
    if (count === 0) return { done: true };
    const { id, done, refused } = run;
    await recordAudit(tx, ctx, systemActor, {
      ...{ action: 'bulk.cancel', accountId: ctx.accountId },
      object: { type: 'bulk_run', id, label: run.action.toLowerCase() },
      after: { done, refused, reason: 'its admin may not change anything any more' },
    });
    return { done: true };
  });
}
