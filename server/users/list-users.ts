import type { User } from '@/server/db/models.ts';
import { eachBatch, type Page, type PageRequest, readCursorPage, readPage } from '@/server/db/pagination.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { countNamed, findNamed, type NamedFilter, namesBeginning } from './find-by-name.ts';

export interface UserFilter {
  group?: string | undefined;
  siren?: string | undefined;
  /** Beginning of the name. */
  q?: string | undefined;
}

/** CONTRACT section 2, `GET /users`, newest first. */
export function listUsers(ctx: Context, filter: UserFilter, request: PageRequest): Promise<Page<User>> {
  const { group, siren, q } = filter;
  if (q !== undefined && q !== '') return listNamed(ctx, { names: namesBeginning(q), group, siren }, request);
  const where = {
    accountId: ctx.accountId,
    ...(group !== undefined && { group }),
    ...(siren !== undefined && { siren }),
  };
  return readPage(request, {
    count: (limit) => ctx.database.user.count({ where, take: limit }),
    find: ({ skip, take, after }) =>
      ctx.database.user.findMany({
        where: after === undefined ? where : { ...where, id: { lt: after } },
        orderBy: { id: 'desc' },
        skip,
        take,
      }),
  });
}

function listNamed(ctx: Context, filter: NamedFilter, request: PageRequest): Promise<Page<User>> {
  return readPage(request, {
    count: (limit) => countNamed(ctx, filter, limit),
    find: async (range) =>
      ctx.database.user.findMany({
        where: { accountId: ctx.accountId, id: { in: await findNamed(ctx, filter, range) } },
        orderBy: { id: 'desc' },
      }),
  });
}

/** Every user of a filter, batch after batch, for an export. */
export function eachUserBatch(ctx: Context, filter: UserFilter): AsyncGenerator<User[]> {
  return eachBatch(({ cursor, perPage }) =>
    readCursorPage(cursor, perPage, (request) => listUsers(ctx, filter, request)),
  );
}

/** What the users of one page are called. */
export async function listUserNames(ctx: Context, userIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.database.user.findMany({
    where: { accountId: ctx.accountId, id: { in: [...new Set(userIds)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
