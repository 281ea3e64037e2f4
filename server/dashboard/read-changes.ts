import { addMs } from '@/server/core/clock.ts';
import { isId } from '@/server/core/ids.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { keyAt } from './key-time.ts';

/** How far somebody has read. `id` can be sent away and come back (`Last-Event-ID`). */
export interface ChangePosition {
  id: string;
  /** What was seen behind it already. */
  seen: ReadonlySet<string>;
}

export interface Changes {
  /** `changeKey`: as the row has it now. */
  connections: { id: string; changeKey: string }[];
  syncs: { id: string; connectionId: string; changeKey: string }[];
  deletedConnections: string[];
  position: ChangePosition;
  /** There is more: read again at once. */
  hasMore: boolean;
}

/**
 * A change is visible when its transaction commits, and that can be as long after its key was made as a transaction may
 * last (15 s), and the clocks of processes differ a little. So everything younger than this is looked at again.
 */
const settlingMs = 20_000;
const perRead = 5_000;

/** From now on; or from where `id` was given out, repeating the last seconds before it. */
export function changesFrom(ctx: Context, id?: string): ChangePosition {
  const isOurs = id !== undefined && (isId(id) || /^[0-9a-f]{8}-[0-9a-f]{4}$/.test(id));
  return { id: isOurs ? id : keyAt(addMs(ctx.clock.now(), -settlingMs)), seen: new Set() };
}

interface Change {
  kind: 'connection' | 'sync' | 'deleted';
  id: string;
  connectionId: string;
  changeKey: string;
}

/**
 * What changed in the account since `position`: each change once, as ranges of indexes. Made for one reader per process
 * and account that asks every second; the cost is that of the changes of the last 20 seconds.
 */
export async function readChanges(ctx: Context, { id: after, seen }: ChangePosition): Promise<Changes> {
  const { accountId } = ctx;
  const rows = await ctx.database.$queryRaw<Change[]>`
    SELECT * FROM (SELECT 'connection' AS kind, id, id AS "connectionId", change_key AS "changeKey" FROM data_connection
      WHERE account_id = ${accountId} AND change_key > ${after} ORDER BY change_key LIMIT ${perRead}) AS one
    UNION ALL
    SELECT * FROM (SELECT 'sync' AS kind, id, connection_id AS "connectionId", change_key AS "changeKey" FROM data_sync
      WHERE account_id = ${accountId} AND change_key > ${after} ORDER BY change_key LIMIT ${perRead}) AS two
    UNION ALL
    SELECT * FROM (SELECT CASE WHEN type = 'DATA_CONNECTION_DELETED' THEN 'deleted' ELSE 'other' END AS kind,
        id, connection_id AS "connectionId", id AS "changeKey" FROM connection_event
      WHERE account_id = ${accountId} AND id > ${after} ORDER BY id LIMIT ${perRead}) AS three`;
  const changes = new Map(rows.map((row) => [`${row.kind}:${row.changeKey}`, row]));
  const end = endOfReading(rows);
  const settled = keyAt(addMs(ctx.clock.now(), -settlingMs));
  const next = end ?? (settled > after ? settled : after);
  const within = [...changes].filter(([, { changeKey }]) => end === null || changeKey <= end);
  const fresh = within.flatMap(([key, row]) => (seen.has(key) ? [] : [row]));
  return {
    connections: fresh
      .filter(({ kind }) => kind === 'connection')
      .map(({ id, changeKey }) => ({ id, changeKey })),
    syncs: fresh
      .filter(({ kind }) => kind === 'sync')
      .map(({ id, connectionId, changeKey }) => ({ id, connectionId, changeKey })),
    deletedConnections: fresh
      .filter(({ kind }) => kind === 'deleted')
      .map(({ connectionId }) => connectionId),
    position: {
      id: next,
      seen: new Set(within.flatMap(([key, { changeKey }]) => (changeKey > next ? [key] : []))),
    },
    hasMore: end !== null,
  };
}

/** Null: everything was read. Otherwise the key up to which each of the three lists was read. */
function endOfReading(rows: readonly Change[]): string | null {
  const ends = (['connection', 'sync', 'deleted'] as const).flatMap((kind) => {
    const keys = rows.filter((row) => kindOf(row) === kind).map(({ changeKey }) => changeKey);
    const last = keys.toSorted().at(-1);
    return keys.length < perRead || last === undefined ? [] : [last];
  });
  return ends.toSorted()[0] ?? null;
}

function kindOf({ kind }: { kind: string }): Change['kind'] {
  return kind === 'connection' || kind === 'sync' ? kind : 'deleted';
}
