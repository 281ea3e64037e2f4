import type { DataSync, DataSyncStatus } from '@/server/db/models.ts';
import { type Page, type PageRequest, readPage } from '@/server/db/pagination.ts';
import type { Context } from '@/server/runtime/runtime.ts';

export interface SyncFilter {
  data_connection_id?: string | undefined;
  data_type?: string | undefined;
  status?: DataSyncStatus | undefined;
}

/** A user's syncs, newest first (CONTRACT section 6). The caller has checked whose user it is. */
export function listSyncs(
  ctx: Context,
  userId: string,
  { data_connection_id: connectionId, data_type: dataType, status }: SyncFilter,
  request: PageRequest,
): Promise<Page<DataSync>> {
  const where = {
    accountId: ctx.accountId,
    userId,
    ...(connectionId !== undefined && { connectionId }),
    ...(dataType !== undefined && { dataType }),
    ...(status !== undefined && { status }),
  };
  return readPage(request, {
    count: (limit) => ctx.database.dataSync.count({ where, take: limit }),
    find: ({ skip, take, after }) =>
      ctx.database.dataSync.findMany({
        where: after === undefined ? where : { ...where, id: { lt: after } },
        orderBy: { id: 'desc' },
        skip,
        take,
      }),
  });
}

/** The latest sync of each data type of each of a user's connections, newest first. */
export async function listLatestSyncs(ctx: Context, userId: string): Promise<DataSync[]> {
  const states = await ctx.database.syncState.findMany({
    where: { accountId: ctx.accountId, connection: { userId } },
    select: { lastSyncId: true },
  });
  const found: DataSync[] = [];
  for (let start = 0; start < states.length; start += mostIds) {
    const ids = states.slice(start, start + mostIds).map(({ lastSyncId }) => lastSyncId);
    found.push(...(await ctx.database.dataSync.findMany({ where: { id: { in: ids } } })));
  }
  return found.toSorted((one, other) => (one.id > other.id ? -1 : 1));
}

/** Parameters of one statement. */
const mostIds = 500;
