import { isId } from '@/server/core/ids.ts';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { byCursor, eachRow, type Page, type PageRequest, readPage } from '@/server/db/pagination.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { toPosition } from './positions.ts';
import { countRows, type RecordRow, type Scope, selectRows } from './read-rows.ts';

export interface RecordFilter {
  data_connection_id?: string | undefined;
  provider_name?: string | undefined;
  /** RFC 3339; records that changed at or after it. */
  updated_since?: string | undefined;
  /** Also the ones that were removed at the source. */
  include_removed?: boolean | undefined;
}

/**
 * A user's records of one data type, the longest unchanged first, so that who reads on misses nothing: a record that
 * changes meanwhile moves behind the reader and comes again. Page 10,000 by cursor costs what page 1 costs. The caller has
 * checked whose user it is.
 */
export async function listRecords(
  ctx: Context,
  userId: string,
  dataType: DataTypeName,
  filter: RecordFilter,
  request: PageRequest,
): Promise<Page<RecordRow>> {
  const scope = await scopeOf(ctx, userId, dataType, filter);
  return readPage(request, {
    key: { of: (row) => String(row.position), isKey: isPosition },
    count: (limit) => countRows(ctx.database, scope, limit),
    find: ({ skip, take, after }) =>
      selectRows(ctx.database, after === undefined ? scope : { ...scope, from: BigInt(after) + 1n }, {
        skip,
        take,
      }),
  });
}

/** A product can be of a megabyte: fewer at a time than lists of short rows. */
const exportBatch = 100;

/** Every record of a list, for an export. One that changes meanwhile comes again, at the end. */
export function eachListedRecord(
  ctx: Context,
  userId: string,
  dataType: DataTypeName,
  filter: RecordFilter,
): AsyncGenerator<RecordRow> {
  return eachRow(
    byCursor((request) => listRecords(ctx, userId, dataType, filter, request)),
    exportBatch,
  );
}

/** The record that changed last, for data types that are one object per connection; null when there is none. */
export async function findLatestRecord(
  ctx: Context,
  userId: string,
  dataType: DataTypeName,
  filter: RecordFilter,
): Promise<RecordRow | null> {
  const scope = await scopeOf(ctx, userId, dataType, filter);
  const newest = { skip: 0, take: 1, newestFirst: true };
  // That one connection's is gone says nothing as long as another has one.
  const [live] = await selectRows(ctx.database, { ...scope, withRemoved: false }, newest);
  if (live !== undefined || !scope.withRemoved) return live ?? null;
  const [removed] = await selectRows(ctx.database, scope, newest);
  return removed ?? null;
}

/** Connections are read first: what belongs to a deleted one is unreadable at once, though its rows take a while to go. */
async function scopeOf(
  ctx: Context,
  userId: string,
  dataType: DataTypeName,
  filter: RecordFilter,
): Promise<Scope> {
  const { data_connection_id: id, provider_name: providerName, updated_since: since } = filter;
  const isImpossible = id !== undefined && !isId(id);
  const connections = isImpossible
    ? []
    : await ctx.database.dataConnection.findMany({
        where: {
          accountId: ctx.accountId,
          userId,
          ...(id !== undefined && { id }),
          ...(providerName !== undefined && { providerName }),
        },
        select: { id: true },
      });
  return {
    connectionIds: connections.map((connection) => connection.id),
    dataType,
    from: since === undefined ? 0n : BigInt(toPosition(new Date(since))),
    withRemoved: filter.include_removed ?? false,
  };
}

/** At most 18 digits: what a 64-bit integer holds. */
function isPosition(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}
