import { getConnectionById, patchConnection } from '@/server/connections/index.ts';
import { AppError, type ErrorCode } from '@/server/core/errors.ts';
import type { SyncListFilter } from '@/server/dashboard/index.ts';
import { asDatabase, type Transaction, transaction } from '@/server/db/client.ts';
import { translateDatabaseError } from '@/server/db/errors.ts';
import type { BulkAction, BulkRun, DataConnection, DataSync } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { startSync } from '@/server/sync/index.ts';
import { type BulkItem, onlyFailed } from './find-items.ts';
import type { BulkSelection } from './selection.ts';

/** Why one was left as it is: what the API would have answered, or a reason that only a bulk run has. */
export type BulkReason =
  | ErrorCode
  | 'CONNECTION_NOT_CONNECTED'
  | 'NOTHING_TO_SYNC'
  /** It came into the filter after the run was started. */
  | 'CHANGED_SINCE_START'
  /** A later sync of this data type took its place. */
  | 'SYNC_SUPERSEDED';

export interface BulkTask {
  run: Pick<BulkRun, 'id' | 'action' | 'requestId'>;
  selection: BulkSelection;
}

/**
 * Does it to one connection, by the verbs of the API, as a part of `tx` that can fail by itself. Null: done; otherwise why
 * not. A fault of ours is written to the log and does not hold up the others; trouble of the database is thrown.
 */
export async function carryOut(
  tx: Transaction,
  ctx: Context,
  task: BulkTask,
  item: BulkItem,
): Promise<BulkReason | null> {
  try {
    return await transaction(asDatabase(tx), (part) =>
      verbs[task.run.action]({ ...ctx, database: asDatabase(part) }, task, item),
    );
  } catch (thrown) {
    const error = translateDatabaseError(thrown);
    if (!(error instanceof AppError)) {
      const about = { run: task.run.id, connectionId: item.connectionId };
      ctx.log.error({ ...about, err: error }, 'a bulk run failed for a connection');
      return 'INTERNAL_ERROR';
    }
    if (error.code === 'TEMPORARILY_UNAVAILABLE') throw thrown;
    return error.code;
  }
}

type Verb = (ctx: Context, task: BulkTask, item: BulkItem) => Promise<BulkReason | null>;

const verbs: Record<BulkAction, Verb> = {
  async DISCONNECT(ctx, _, { connectionId }) {
    const row = await getConnectionById(ctx, connectionId);
    await patchConnection(ctx, row.userId, row.id, { status: 'DISCONNECTED' });
    return null;
  },

  async SYNC(ctx, _, { connectionId }) {
    return sync(ctx, await getConnectionById(ctx, connectionId), {});
  },

  /**
   * Not repeated itself: its connection is synchronized anew, with everything of it that failed and is asked for. So the
   * next one of the same connection is done already.
   */
  async RETRY(ctx, { run, selection }, { id, connectionId, dataType }) {
    const { accountId, database } = ctx;
    const states = await database.syncState.findMany({
      where: { connectionId, accountId },
      select: { dataType: true, lastSyncId: true },
    });
    const latest = await database.dataSync.findMany({
      where: { id: { in: states.map(({ lastSyncId }) => lastSyncId) }, accountId },
    });
    if (!latest.some((each) => each.id === id)) {
      const isOurs = latest.some(
        (each) => each.dataType === dataType && each.id > run.id && each.requestId === run.requestId,
      );
      return isOurs ? null : 'SYNC_SUPERSEDED';
    }
    const filter = selection.of === 'syncs' ? onlyFailed(selection.filter) : null;
    const failed = latest.filter((each) => each.id < run.id && filter !== null && isOf(filter, each));
    const data_types = failed.map((each) => each.dataType);
    return sync(ctx, await getConnectionById(ctx, connectionId), { data_types });
  },
};

function isOf({ statuses = [], dataType, errorCode }: SyncListFilter, sync: DataSync): boolean {
  return (
    statuses.includes(sync.status) &&
    (dataType === undefined || sync.dataType === dataType) &&
    (errorCode === undefined || sync.errorCode === errorCode)
  );
}

async function sync(
  ctx: Context,
  { id, userId, status }: DataConnection,
  more: { data_types?: string[] },
): Promise<BulkReason | null> {
  const started = await startSync(ctx, userId, { data_connection_id: id, ...more });
  if (started.length > 0) return null;
  return status === 'CONNECTED' ? 'NOTHING_TO_SYNC' : 'CONNECTION_NOT_CONNECTED';
}
