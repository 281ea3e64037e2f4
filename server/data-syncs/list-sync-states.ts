import type { DataSync, SyncState } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';

export interface DataTypeState {
  state: SyncState;
  /** The latest one; null when it was forgotten. */
  sync: DataSync | null;
}

/** Where each data type of a connection stands; those that were never asked for are missing. */
export async function listSyncStates(ctx: Context, connectionId: string): Promise<DataTypeState[]> {
  const where = { connectionId, accountId: ctx.accountId };
  const states = await ctx.database.syncState.findMany({ where, orderBy: { dataType: 'asc' } });
  const syncs = await ctx.database.dataSync.findMany({
    where: { accountId: ctx.accountId, id: { in: states.map(({ lastSyncId }) => lastSyncId) } },
  });
  const byId = new Map(syncs.map((sync) => [sync.id, sync]));
  return states.map((state) => ({ state, sync: byId.get(state.lastSyncId) ?? null }));
}

/** A sync of this account; null when there is none. */
export function findSync(ctx: Context, id: string): Promise<DataSync | null> {
  return ctx.database.dataSync.findFirst({ where: { id, accountId: ctx.accountId } });
}
