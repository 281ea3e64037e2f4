import { z } from 'zod';
import { isId } from '@/server/core/ids.ts';
import type { BulkRefusal, BulkRun } from '@/server/db/models.ts';
import { byCursor, eachBatch, type Page, type PageRequest, readPage } from '@/server/db/pagination.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** The account's bulk runs of the last 30 days, newest first. */
export function listBulkRuns({ accountId, database }: Context, request: PageRequest): Promise<Page<BulkRun>> {
  return readPage(request, {
    count: (limit) => database.bulkRun.count({ where: { accountId }, take: limit }),
    find: ({ skip, take, after }) =>
      database.bulkRun.findMany({
        where: { accountId, ...(after !== undefined && { id: { lt: after } }) },
        orderBy: { id: 'desc' },
        skip,
        take,
      }),
  });
}

/** A refusal with what is needed to say whose it is. */
export interface ListedRefusal extends BulkRefusal {
  id: string;
  userId: string;
  providerName: string;
}

/** Those of a run that were left as they are, in the order they came; the first 10,000 are kept. */
export function listBulkRefusals(
  { accountId, database }: Context,
  runId: string,
  request: PageRequest,
): Promise<Page<ListedRefusal>> {
  const where = { runId, accountId };
  return readPage(request, {
    key: { of: ({ itemId }) => itemId, isKey: isId },
    count: (limit) => database.bulkRefusal.count({ where, take: limit }),
    find: async ({ skip, take, after }) => {
      const rows = await database.bulkRefusal.findMany({
        where: { ...where, ...(after !== undefined && { itemId: { lt: after } }) },
        orderBy: { itemId: 'desc' },
        skip,
        take,
        include: { connection: { select: { userId: true, providerName: true } } },
      });
      return rows.map(({ connection, ...row }) => ({ ...row, ...connection, id: row.itemId }));
    },
  });
}

/** All of them that are kept, batch after batch, for an export. */
export function eachRefusalBatch(ctx: Context, runId: string): AsyncGenerator<ListedRefusal[]> {
  return eachBatch(byCursor((request) => listBulkRefusals(ctx, runId, request)));
}

/** Stands among the reasons, and is not one of a connection: why the run itself was ended. */
export const adminWithdrawn = 'ADMIN_WITHDRAWN';

export const reasonsSchema = z.record(z.string(), z.number());
const filterSchema = z.record(z.string(), z.string());

/** How many were refused for which reason, the most frequent first. */
export function reasonsOf({ reasons }: BulkRun): { code: string; count: number }[] {
  return Object.entries(reasonsSchema.parse(reasons))
    .filter(([code]) => code !== adminWithdrawn)
    .map(([code, count]) => ({ code, count }))
    .toSorted((one, other) => other.count - one.count);
}

/** Whether it was ended because the admin who started it may not change anything any more. */
export function wasWithdrawn({ reasons }: BulkRun): boolean {
  return Object.hasOwn(reasonsSchema.parse(reasons), adminWithdrawn);
}

export function shownFilterOf({ shownFilter }: BulkRun): Record<string, string> {
  return filterSchema.parse(shownFilter);
}
