import { addMs, dayMs } from '@/server/core/clock.ts';
import { AppError } from '@/server/core/errors.ts';
import type { ApiKey } from '@/server/db/models.ts';
import { type Page, type PageRequest, readPage } from '@/server/db/pagination.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** A key as lists show it. Its hash stays here. */
export type KeyRow = Omit<ApiKey, 'keyHash'>;

/** The account's keys, newest first, those that are over included. */
export function listAccountApiKeys(ctx: Context, request: PageRequest): Promise<Page<KeyRow>> {
  const where = { accountId: ctx.accountId };
  return readPage(request, {
    count: (limit) => ctx.database.apiKey.count({ where, take: limit }),
    find: ({ skip, take, after }) =>
      ctx.database.apiKey.findMany({
        where: after === undefined ? where : { ...where, id: { lt: after } },
        omit: { keyHash: true },
        orderBy: { id: 'desc' },
        skip,
        take,
      }),
  });
}

/** Time enough to give a backend another key. */
const warnedMs = 30 * dayMs;

/** Whether a key works and ends within 30 days. */
export function isExpiring({ revokedAt, expiresAt }: KeyRow, now: Date): boolean {
  return revokedAt === null && expiresAt !== null && expiresAt > now && expiresAt <= addMs(now, warnedMs);
}

/** Of more nobody needs to know how many there are. */
export const mostExpiring = 100;

/** Keys that work and end within 30 days, the next one first; one more than `mostExpiring` when there are more. */
export function listExpiringApiKeys({ accountId, database, clock }: Context): Promise<KeyRow[]> {
  const now = clock.now();
  return database.apiKey.findMany({
    where: { accountId, revokedAt: null, expiresAt: { gt: now, lte: addMs(now, warnedMs) } },
    omit: { keyHash: true },
    orderBy: { expiresAt: 'asc' },
    take: mostExpiring + 1,
  });
}

/** Ends a key of the account at once. Returns it. Throws `VALIDATION_FAILED` when it is unknown or over already. */
export async function revokeAccountApiKey(ctx: Context, id: string): Promise<KeyRow> {
  const where = { id, accountId: ctx.accountId };
  const { count } = await ctx.database.apiKey.updateMany({
    where: { ...where, revokedAt: null },
    data: { revokedAt: ctx.clock.now() },
  });
  const key = await ctx.database.apiKey.findFirst({ where, omit: { keyHash: true } });
  if (count === 0 || key === null) throw new AppError('VALIDATION_FAILED', 'This key is revoked already.');
  return key;
}
