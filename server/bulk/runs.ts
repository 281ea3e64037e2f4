import { addMs, dayMs } from '@/server/core/clock.ts';
import { AppError } from '@/server/core/errors.ts';
import { isId, newId } from '@/server/core/ids.ts';
import type { CappedCount } from '@/server/dashboard/index.ts';
import { transaction } from '@/server/db/client.ts';
import type { BulkAction, BulkRun, BulkStatus, Prisma } from '@/server/db/models.ts';
import { enqueue, wake } from '@/server/jobs/index.ts';
import type { Context, Runtime } from '@/server/runtime/runtime.ts';
import { type BulkSelection, sealSelection } from './selection.ts';

/** How many refusals of a run are listed one by one; all are counted. */
export const mostListed = 10_000;

const keptMs = 30 * dayMs;

interface BulkRequest {
  action: BulkAction;
  selection: BulkSelection;
  /** What people read later: nothing of a person. */
  shownFilter: Record<string, string>;
  /** What `countItems` said. */
  expected: CappedCount;
}

/**
 * Begins a bulk run in the name of `ctx.actor`, as a job. What was there at this moment is worked off: its own id is
 * where the list begins, and whatever is created later has a greater one.
 */
export async function startBulkRun(ctx: Context, request: BulkRequest): Promise<BulkRun> {
  const id = newId();
  const { accountId } = ctx;
  const run = await transaction(ctx.database, async (tx) => {
    await enqueue(tx, ctx, 'bulk_run', { accountId, runId: id }, { key: id });
    return tx.bulkRun.create({
      data: {
        ...{ id, accountId, action: request.action, status: 'RUNNING', position: id },
        ...{ startedBy: ctx.actor, requestId: ctx.requestId, createdAt: ctx.clock.now() },
        ...{ selection: sealSelection(ctx, id, request.selection), shownFilter: request.shownFilter },
        ...{ expected: request.expected.count, expectedCapped: request.expected.isCapped, reasons: {} },
      },
    });
  });
  wake();
  return run;
}

/** What ends with a run: nobody needs to know any more whom it was about. */
export function over(
  { clock }: Pick<Runtime, 'clock'>,
  status: Exclude<BulkStatus, 'RUNNING'>,
): Prisma.BulkRunUpdateManyMutationInput {
  return { status, endedAt: clock.now(), selection: null };
}

/** What was done stays; the one that is being worked on may still be finished. Throws `VALIDATION_FAILED` when it is over. */
export async function cancelBulkRun(ctx: Context, runId: string): Promise<BulkRun> {
  const { id } = await getBulkRun(ctx, runId);
  const { count } = await ctx.database.bulkRun.updateMany({
    where: { id, accountId: ctx.accountId, status: 'RUNNING' },
    data: over(ctx, 'CANCELLED'),
  });
  if (count === 0)
    throw new AppError('VALIDATION_FAILED', 'It has ended already: nothing is left to cancel.');
  return getBulkRun(ctx, id);
}

export async function getBulkRun({ accountId, database }: Context, id: string): Promise<BulkRun> {
  const run = isId(id) ? await database.bulkRun.findFirst({ where: { id, accountId } }) : null;
  if (run === null) throw new AppError('ROUTE_NOT_FOUND', 'There is no such bulk run.');
  return run;
}

const batch = 500;

/**
 * Housekeeping: forgets a run that ended 30 days ago, its refusals first, some per call. Returns how many rows are gone.
 */
export async function deleteOldBulkRuns({ database, clock }: Runtime): Promise<number> {
  const old = await database.bulkRun.findFirst({
    where: { endedAt: { lt: addMs(clock.now(), -keptMs) } },
    orderBy: { endedAt: 'asc' },
    select: { id: true },
  });
  if (old === null) return 0;
  const refusals = await database.bulkRefusal.findMany({
    where: { runId: old.id },
    take: batch,
    select: { itemId: true },
  });
  const itemIds = refusals.map(({ itemId }) => itemId);
  const { count } =
    itemIds.length > 0
      ? await database.bulkRefusal.deleteMany({ where: { runId: old.id, itemId: { in: itemIds } } })
      : await database.bulkRun.deleteMany({ where: { id: old.id } });
  return count;
}
