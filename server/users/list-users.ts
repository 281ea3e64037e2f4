import type { Database } from '@/server/db/client.ts';
import type { User } from '@/server/db/models.ts';
import { byCursor, eachBatch, type Page, type PageRequest, readPage } from '@/server/db/pagination.ts';
import { countMatching, type Scan, scanPage } from '@/server/db/scan.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { type NamedFilter, namesBeginning, planNamed } from './user-scan.ts';

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

interface Range {
  skip: number;
  take: number;
  after?: string;
}

/** A walk that found nothing in a long while goes on: what is named here is common, so it cannot be far. */
async function findNamed(database: Database, scan: Scan, { skip, take, after }: Range): Promise<string[]> {
  const ids: string[] = [];
  let position: string | null = after ?? null;
  do {
    const page = await scanPage(database, scan, { after: position, take: skip + take - ids.length });
    ids.push(...page.found.map(({ id }) => id));
    position = page.next;
  } while (ids.length < skip + take && position !== null);
  return ids.slice(skip);
}

async function listNamed(ctx: Context, filter: NamedFilter, request: PageRequest): Promise<Page<User>> {
  const { accountId, database } = ctx;
  const scan = await planNamed(ctx, filter);
  return readPage(request, {
    count: () => countMatching(database, scan),
    async find(range) {
      for (;;) {
        const ids = await findNamed(database, scan, range);
        const rows = await database.user.findMany({
          where: { accountId, id: { in: ids } },
          orderBy: { id: 'desc' },
        });
        // One that was deleted in between would make the page look like the last one.
        if (rows.length === ids.length) return rows;
      }
    },
  });
}

/** Every user of a filter, batch after batch, for an export. */
export function eachUserBatch(ctx: Context, filter: UserFilter): AsyncGenerator<User[]> {
  return eachBatch(byCursor((request) => listUsers(ctx, filter, request)));
}

/** What the users of one page are called. */
export async function listUserNames(ctx: Context, userIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.database.user.findMany({
    where: { accountId: ctx.accountId, id: { in: [...new Set(userIds)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
