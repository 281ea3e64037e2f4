import { addMs } from '@/server/core/clock.ts';
import { randomFraction } from '@/server/core/random.ts';
import type { Handler } from '@/server/jobs/index.ts';
import { getAccountProvider, readSyncPlan } from '@/server/provider-settings/index.ts';
import { type Context, type Runtime, withAccount } from '@/server/runtime/runtime.ts';

const batch = 500;
/** Connections that get one time together. */
const group = 25;

/**
 * The job that follows a change of `sync_every`: gives every CONNECTED connection of the provider a place somewhere in
 * the interval, at random, so that a million of them are not due at once. Going over them twice does no harm.
 */
export function createRescheduler(runtime: Runtime): Handler<'reschedule_provider'> {
  return async ({ payload: { accountId, providerName }, signal }) => {
    const ctx = withAccount(runtime, accountId, 'system', null);
    const { everyMs } = readSyncPlan(await getAccountProvider(ctx, providerName));
    let after = '';
    for (;;) {
      signal.throwIfAborted();
      const rows = await ctx.database.dataConnection.findMany({
        where: { accountId, providerName, id: { gt: after } },
        orderBy: { id: 'asc' },
        take: batch,
        select: { id: true },
      });
      const ids = rows.map(({ id }) => id);
      for (let start = 0; start < ids.length; start += group)
        await place(ctx, ids.slice(start, start + group), everyMs);
      if (ids.length < batch) return;
      after = ids.at(-1) ?? after;
    }
  };
}

async function place(ctx: Context, ids: string[], everyMs: number | null): Promise<void> {
  const now = ctx.clock.now();
  const nextSyncAt = everyMs === null ? null : addMs(now, Math.round(everyMs * randomFraction(ctx.random)));
  await ctx.database.dataConnection.updateMany({
    // One that is due now has its look before it: it may have just become CONNECTED.
    where: { id: { in: ids }, status: 'CONNECTED', OR: [{ nextSyncAt: null }, { nextSyncAt: { gt: now } }] },
    data: { nextSyncAt },
  });
}
