import { toWireTime } from '@/server/core/clock.ts';
import type { ConnectionEvent } from '@/server/db/models.ts';
import { byCursor, eachRow, type Page, type PageRequest, readPage } from '@/server/db/pagination.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { WireConnectionEvent } from './schemas.ts';

/** Status changes and edits, ends of syncs, steps of the connect flow. */
export const eventKinds = ['connection', 'sync', 'connect'] as const;
export type EventKind = (typeof eventKinds)[number];

const prefixes: Record<EventKind, string> = {
  connection: 'DATA_CONNECTION_',
  sync: 'DATA_SYNC_',
  connect: 'CONNECT_',
};

interface EventFilter {
  kind?: EventKind | undefined;
  /** The id of an event: it comes first, then what was before it. */
  from?: string | undefined;
}

/** One connection's timeline, newest first (CONTRACT section 8). The caller has checked whose connection it is. */
export function listConnectionEvents(
  ctx: Context,
  connectionId: string,
  request: PageRequest,
  { kind, from }: EventFilter = {},
): Promise<Page<ConnectionEvent>> {
  const where = {
    ...{ accountId: ctx.accountId, connectionId },
    ...(kind !== undefined && { type: { startsWith: prefixes[kind] } }),
    ...(from !== undefined && { id: { lte: from } }),
  };
  return readPage(request, {
    count: (limit) => ctx.database.connectionEvent.count({ where, take: limit }),
    find: ({ skip, take, after }) =>
      ctx.database.connectionEvent.findMany({
        // What comes behind a cursor lies behind `from` as well.
        where: after === undefined ? where : { ...where, id: { lt: after } },
        orderBy: { id: 'desc' },
        skip,
        take,
      }),
  });
}

/** Every event of a filter, for an export. */
export function eachConnectionEvent(
  ctx: Context,
  connectionId: string,
  filter: EventFilter = {},
): AsyncGenerator<ConnectionEvent> {
  return eachRow(byCursor((request) => listConnectionEvents(ctx, connectionId, request, filter)));
}

export function serializeConnectionEvent(row: ConnectionEvent): WireConnectionEvent {
  return {
    id: row.id,
    type: row.type,
    from_status: row.fromStatus,
    to_status: row.toStatus,
    actor: row.actor,
    reason: row.reason,
    data_sync_id: row.dataSyncId,
    data_type: row.dataType,
    request_id: row.requestId,
    created_at: toWireTime(row.createdAt),
  };
}
