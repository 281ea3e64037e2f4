import { newId } from '@/server/core/ids.ts';
import type { Transaction } from '@/server/db/client.ts';
import type { DataSync, DataSyncStatus } from '@/server/db/models.ts';
import { recordSyncEnd } from '@/server/events/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { count, syncCounts } from '@/server/stats/index.ts';
import type { SyncErrorCode } from './error-codes.ts';
import { findLiveSyncs } from './live-syncs.ts';

/** How a sync ends. `code` is stable, `message` a sentence of ours: no word, URL or value of the provider. */
export type SyncEnd =
  | { status: 'SUCCESS' }
  | {
      status: Exclude<DataSyncStatus, 'SUCCESS' | 'QUEUED' | 'FETCHING'>;
      code: SyncErrorCode;
      message: string;
    };

/**
 * Ends a live sync with its event, in the transaction of what it ends with. Whoever still works on it has lost it: its
 * fence moves. False when it was over already. What people see of the connection changes with it, so the caller takes the
 * connection before the sync (`lockConnection`), as everybody does.
 */
export async function endSync(tx: Transaction, ctx: Context, sync: DataSync, end: SyncEnd): Promise<boolean> {
  const { id, connectionId, userId, providerName, dataType, startedAt } = sync;
  const error = end.status === 'SUCCESS' ? null : end;
  const now = ctx.clock.now();
  const { count: ended } = await tx.dataSync.updateMany({
    where: { id, accountId: ctx.accountId, activeKey: { not: null } },
    data: {
      status: end.status,
      activeKey: null,
      completedAt: now,
      changeKey: newId(),
      fence: { increment: 1 },
      errorCode: error?.code ?? null,
      errorMessage: error?.message ?? null,
    },
  });
  if (ended === 0) return false;
  const subject = { id: connectionId, userId, providerName };
  await recordSyncEnd(tx, ctx, subject, {
    dataSyncId: id,
    dataType,
    status: end.status,
    reason: error?.code,
  });
  const durationMs = startedAt === null ? null : now.getTime() - startedAt.getTime();
  const errorCode = error?.code ?? null;
  await count(tx, ctx, syncCounts(providerName, { status: end.status, errorCode, durationMs }));
  await tx.dataConnection.updateMany({
    where: { id: connectionId, accountId: ctx.accountId },
    data: {
      changeKey: newId(),
      lastErrorCode: errorCode ?? (await findLastError(tx, connectionId)),
      ...(error === null && { lastSyncedAt: now }),
    },
  });
  return true;
}

/** The error that came last, of the syncs that are the latest of their data type. A connection has few types. */
async function findLastError(tx: Transaction, connectionId: string): Promise<string | null> {
  const states = await tx.syncState.findMany({ where: { connectionId }, select: { lastSyncId: true } });
  if (states.length === 1) return null;
  const failed = await tx.dataSync.findFirst({
    where: {
      id: { in: states.map(({ lastSyncId }) => lastSyncId) },
      ...{ activeKey: null, errorCode: { not: null } },
    },
    orderBy: [{ completedAt: 'desc' }, { id: 'desc' }],
    select: { errorCode: true },
  });
  return failed?.errorCode ?? null;
}

/** Ends every sync of a connection that is QUEUED or FETCHING. */
export async function endLiveSyncs(
  tx: Transaction,
  ctx: Context,
  connectionId: string,
  end: SyncEnd,
): Promise<void> {
  const live = await findLiveSyncs(tx, connectionId);
  for (const sync of live.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
    await endSync(tx, ctx, sync, end);
}
