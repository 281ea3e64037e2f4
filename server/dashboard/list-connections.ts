import { readDataTypes } from '@/server/connections/index.ts';
import type { DataConnection, DataConnectionStatus, User } from '@/server/db/models.ts';
import { type CursorPage, eachRow } from '@/server/db/pagination.ts';
import { fewRows, scanPage } from '@/server/db/scan.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { type ConnectionFilter, type ConnectionSort, newestFirst } from './connection-filter.ts';
import { countByStatus, countFound, planConnections } from './connection-scan.ts';
import { timeOfKey } from './key-time.ts';
import { type CappedCount, type CursorRequest, parseKeyCursor } from './page.ts';

/** A connection as a list shows it. */
export interface ConnectionRow {
  id: string;
  userId: string;
  userName: string;
  userSiren: string | null;
  userGroup: string;
  providerName: string;
  providerAccountLabel: string | null;
  requestedDataTypes: string[];
  /** Null before the first authorization. */
  grantedDataTypes: string[] | null;
  status: DataConnectionStatus;
  statusChangedAt: Date;
  createdAt: Date;
  connectedAt: Date | null;
  disconnectedAt: Date | null;
  changedAt: Date;
  /** Another one after every change: compare with `readChanges`. */
  changeKey: string;
  lastSyncedAt: Date | null;
  lastErrorCode: string | null;
  nextSyncAt: Date | null;
}

/**
 * The account's connections, page after page without an end, in the time that a page takes however many there are. A
 * connection that changes while it is sorted by change moves to the front. Throws `VALIDATION_FAILED` for a wrong cursor.
 */
export async function listConnectionsForAdmin(
  ctx: Context,
  filter: ConnectionFilter,
  sort: ConnectionSort,
  request: CursorRequest,
): Promise<CursorPage<ConnectionRow>> {
  const after = parseKeyCursor(request);
  const scan = await planConnections(ctx, filter, sort);
  const { found, next } = await scanPage(ctx.database, scan, { after, take: request.perPage });
  return { rows: await readInOrder(ctx, found), nextCursor: next };
}

/** Some connections by id, in this order; those that are gone are missing. */
export function listConnectionsById(ctx: Context, ids: readonly string[]): Promise<ConnectionRow[]> {
  return readInOrder(
    ctx,
    ids.map((id) => ({ id })),
  );
}

/** Every connection of a filter, for an export. */
export function eachConnectionForAdmin(
  ctx: Context,
  filter: ConnectionFilter,
  sort: ConnectionSort = newestFirst,
): AsyncGenerator<ConnectionRow> {
  return eachRow((request) => listConnectionsForAdmin(ctx, filter, sort, request));
}

/** How many connections a filter finds: exactly when it is about status and provider only, up to 10,000 otherwise. */
export async function countConnectionsForAdmin(ctx: Context, filter: ConnectionFilter): Promise<CappedCount> {
  const { statuses, providerName, ...others } = filter;
  const isCounted = Object.values(others).every((value) => value === undefined || value === '');
  if (isCounted) return { count: await countByStatus(ctx, { statuses, providerName }), isCapped: false };
  const count = await countFound(ctx, filter);
  return { count: Math.min(count, fewRows), isCapped: count > fewRows };
}

async function readInOrder(ctx: Context, found: readonly { id: string }[]): Promise<ConnectionRow[]> {
  const rows = await ctx.database.dataConnection.findMany({
    where: { id: { in: found.map(({ id }) => id) }, accountId: ctx.accountId },
  });
  // Not as a relation: Prisma would look them up by id and group, and SQLite takes no thousand values.
  const users = await ctx.database.user.findMany({
    where: { id: { in: rows.map(({ userId }) => userId) }, accountId: ctx.accountId },
    select: { id: true, name: true, siren: true },
  });
  const connectionOf = new Map(rows.map((row) => [row.id, row]));
  const userOf = new Map(users.map((user) => [user.id, user]));
  return found.flatMap(({ id }) => {
    const row = connectionOf.get(id);
    const user = row && userOf.get(row.userId);
    // One that was deleted in between is left out.
    return row === undefined || user === undefined ? [] : [toConnectionRow(row, user)];
  });
}

function toConnectionRow(row: DataConnection, user: Pick<User, 'name' | 'siren'>): ConnectionRow {
  return {
    id: row.id,
    userId: row.userId,
    userName: user.name,
    userSiren: user.siren,
    userGroup: row.userGroup,
    providerName: row.providerName,
    providerAccountLabel: row.providerAccountLabel,
    requestedDataTypes: readDataTypes(row.requestedDataTypes),
    grantedDataTypes: row.grantedDataTypes === null ? null : readDataTypes(row.grantedDataTypes),
    status: row.status,
    statusChangedAt: row.statusChangedAt,
    createdAt: row.createdAt,
    connectedAt: row.connectedAt,
    disconnectedAt: row.disconnectedAt,
    changedAt: timeOfKey(row.changeKey),
    changeKey: row.changeKey,
    lastSyncedAt: row.lastSyncedAt,
    lastErrorCode: row.lastErrorCode,
    nextSyncAt: row.nextSyncAt,
  };
}
