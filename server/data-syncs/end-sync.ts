import type { Transaction } from '@/server/db/client.ts';
import type { DataSync, DataSyncStatus } from '@/server/db/models.ts';
import { recordSyncEnd } from '@/server/events/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
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
 * fence moves. False when it was over already.
 */
export async function endSync(
  tx: Transaction,
  ctx: Context,
  { id, connectionId, userId, providerName, dataType }: DataSync,
  end: SyncEnd,
): Promise<boolean> {
  const error = end.status === 'SUCCESS' ? null : end;
  const { count } = await tx.dataSync.updateMany({
    where: { id, accountId: ctx.accountId, activeKey: { not: null } },
    data: {
      status: end.status,
      activeKey: null,
      completedAt: ctx.clock.now(),
      fence: { increment: 1 },
      errorCode: error?.code ?? null,
      errorMessage: error?.message ?? null,
    },
  });
  if (count === 0) return false;
  const subject = { id: connectionId, userId, providerName };
  await recordSyncEnd(tx, ctx, subject, {
    dataSyncId: id,
    dataType,
    status: end.status,
    reason: error?.code,
  });
  return true;
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
