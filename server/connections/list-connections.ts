import type { DataConnection } from '@/server/db/models.ts';
import { type Page, type PageRequest, readPage } from '@/server/db/pagination.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { getUser } from './find.ts';
import type { Status } from './status.ts';

/** CONTRACT section 4, `GET …/data-connections`, newest first. Throws `USER_NOT_FOUND`. */
export async function listConnections(
  ctx: Context,
  userId: string,
  filter: { status?: Status | undefined; provider_name?: string | undefined },
  request: PageRequest,
): Promise<Page<DataConnection>> {
  await getUser(ctx, userId);
  const where = {
    accountId: ctx.accountId,
    userId,
    ...(filter.status !== undefined && { status: filter.status }),
    ...(filter.provider_name !== undefined && { providerName: filter.provider_name }),
  };
  return readPage(request, {
    count: (limit) => ctx.database.dataConnection.count({ where, take: limit }),
    find: ({ skip, take, after }) =>
      ctx.database.dataConnection.findMany({
        where: after === undefined ? where : { ...where, id: { lt: after } },
        orderBy: { id: 'desc' },
        skip,
        take,
      }),
  });
}
