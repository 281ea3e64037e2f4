import { Prisma } from '@/generated/sqlite/client.ts';
import { type DataSync, DataSyncStatus } from '@/server/db/models.ts';
import { type CursorPage, eachBatch } from '@/server/db/pagination.ts';
import { countUpToFew, type Driver, fewRows, type Scan, scanPage } from '@/server/db/scan.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { keyAt } from './key-time.ts';
import { type CappedCount, type CursorRequest, parseKeyCursor } from './page.ts';

/** What the list of syncs can be narrowed to; everything that is given must hold. */
export interface SyncListFilter {
  /** One of these. */
  statuses?: readonly DataSyncStatus[] | undefined;
  providerName?: string | undefined;
  dataType?: string | undefined;
  errorCode?: string | undefined;
  /** Requested from then on. */
  from?: Date | undefined;
  /** Requested before then. */
  before?: Date | undefined;
  userId?: string | undefined;
  connectionId?: string | undefined;
}

/** The account's syncs, newest first, page after page without an end. Throws `VALIDATION_FAILED` for a wrong cursor. */
export async function listSyncsForAdmin(
  ctx: Context,
  filter: SyncListFilter,
  request: CursorRequest,
): Promise<CursorPage<DataSync>> {
  const after = parseKeyCursor(request);
  const scan = await planSyncs(ctx, filter);
  const { found, next } = await scanPage(ctx.database, scan, { after, take: request.perPage });
  const rows = await ctx.database.dataSync.findMany({
    where: { id: { in: found.map(({ id }) => id) }, accountId: ctx.accountId },
    orderBy: { id: 'desc' },
  });
  return { rows, nextCursor: next };
}

/** Every sync of a filter, batch after batch, for an export. */
export function eachSyncBatch(ctx: Context, filter: SyncListFilter): AsyncGenerator<DataSync[]> {
  return eachBatch((request) => listSyncsForAdmin(ctx, filter, request));
}

const perCount = 500;

/**
 * How many of them no later sync of the same data type took the place of. It looks at no more than one page of 10,000
 * does; what lies behind is not counted.
 */
export async function countLatestSyncsForAdmin(ctx: Context, filter: SyncListFilter): Promise<CappedCount> {
  const { accountId, database } = ctx;
  const scan = await planSyncs(ctx, filter);
  const { found, next } = await scanPage(database, scan, { after: null, take: fewRows });
  let count = 0;
  for (let from = 0; from < found.length; from += perCount) {
    const ids = found.slice(from, from + perCount).map(({ id }) => id);
    count += await database.dataSync.count({ where: { id: { in: ids }, accountId, expiresAt: null } });
  }
  return { count, isCapped: next !== null };
}

const table = Prisma.sql`data_sync`;

export async function planSyncs(ctx: Context, filter: SyncListFilter): Promise<Scan> {
  const { statuses, providerName, dataType, errorCode, from, before } = filter;
  const isNarrowed = statuses !== undefined && statuses.length > 0;
  return {
    from: table,
    columns: Prisma.sql`id, status, provider_name, data_type, error_code`,
    driver: await chooseDriver(ctx, filter),
    filter: [
      ...(isNarrowed ? [Prisma.sql`c.status IN (${statusList(statuses)})`] : []),
      ...(providerName === undefined ? [] : [Prisma.sql`c.provider_name = ${providerName}`]),
      ...(dataType === undefined ? [] : [Prisma.sql`c.data_type = ${dataType}`]),
      ...(errorCode === undefined ? [] : [Prisma.sql`c.error_code = ${errorCode}`]),
    ],
    key: Prisma.sql`id`,
    direction: 'desc',
    range: { from: from && keyAt(from), before: before && keyAt(before) },
  };
}

/** Every index here is in the order of the list: the one that leaves least is walked along. */
async function chooseDriver(ctx: Context, filter: SyncListFilter): Promise<Driver> {
  const { statuses = [], errorCode, userId, connectionId } = filter;
  const mine = Prisma.sql`account_id = ${ctx.accountId}`;
  if (connectionId !== undefined) {
    const ofUser = userId === undefined ? Prisma.empty : Prisma.sql`AND user_id = ${userId}`;
    return { kind: 'walk', where: Prisma.sql`connection_id = ${connectionId} AND ${mine} ${ofUser}` };
  }
  if (userId !== undefined) return { kind: 'walk', where: Prisma.sql`${mine} AND user_id = ${userId}` };
  const [only] = statuses;
  const ways: Driver[] = [
    ...(errorCode === undefined
      ? []
      : [{ kind: 'walk' as const, where: Prisma.sql`${mine} AND error_code = ${errorCode}` }]),
    ...(only === undefined
      ? []
      : [
          {
            // Several ranges one after the other are not in the order of the list.
            kind: statuses.length === 1 ? ('walk' as const) : ('few' as const),
            where: Prisma.sql`${mine} AND status IN (${statusList(statuses)})`,
          },
        ]),
  ];
  const counted = await Promise.all(
    ways.map(async (way) => ({ way, count: await countUpToFew(ctx.database, table, way.where) })),
  );
  const [best] = counted
    .filter(({ way, count }) => way.kind === 'walk' || count <= fewRows)
    .toSorted((one, other) => one.count - other.count);
  return best?.way ?? { kind: 'walk', where: mine };
}

function statusList(statuses: readonly DataSyncStatus[]): Prisma.Sql {
  const known = Object.values(DataSyncStatus).filter((status) => statuses.includes(status));
  return Prisma.raw(known.map((status) => `'${status}'`).join(', ') || 'NULL');
}
