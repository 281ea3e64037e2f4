import { addMs, dayMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import type { DataTypeName } from '@/server/data-types/index.ts';
import type { Transaction } from '@/server/db/client.ts';
import type { DataConnection, DataSync } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { activeKey } from './live-syncs.ts';

/** Who asked: a call, an admin, the connection that has just become CONNECTED, or the schedule. */
export type SyncTrigger = 'api' | 'admin' | 'connected' | 'schedule';

/** How long a sync is kept after a later one of the same data type. */
const keepMs = 90 * dayMs;

/** Whether no later sync of its data type had taken its place at that time. */
export function wasLatest({ expiresAt }: Pick<DataSync, 'expiresAt'>, at: Date): boolean {
  return expiresAt === null || expiresAt >= addMs(at, keepMs);
}

/**
 * Writes one QUEUED sync per data type. Throws a unique violation when one of them is live already
 * (`isUniqueViolation`), a foreign key violation when the connection was deleted: the transaction must roll back.
 */
export async function createSyncs(
  tx: Transaction,
  ctx: Context,
  { id: connectionId, userId, providerName }: Pick<DataConnection, 'id' | 'userId' | 'providerName'>,
  dataTypes: readonly DataTypeName[],
  trigger: SyncTrigger,
): Promise<DataSync[]> {
  const now = ctx.clock.now();
  const { accountId, requestId } = ctx;
  const rows = await tx.dataSync.createManyAndReturn({
    data: dataTypes.map((dataType) => ({
      ...{ id: newId(), accountId, userId, connectionId, providerName, dataType, trigger, requestId },
      status: 'QUEUED' as const,
      activeKey: activeKey(connectionId, dataType),
      changeKey: newId(),
      requestedAt: now,
      nextAttemptAt: now,
    })),
  });
  const before = await tx.syncState.findMany({
    where: { connectionId, dataType: { in: [...dataTypes] } },
    select: { lastSyncId: true },
  });
  await tx.dataSync.updateMany({
    where: { id: { in: before.map(({ lastSyncId }) => lastSyncId) } },
    data: { expiresAt: addMs(now, keepMs) },
  });
  for (const { id: lastSyncId, dataType } of rows) {
    await tx.syncState.upsert({
      where: { connectionId_dataType: { connectionId, dataType } },
      create: { connectionId, dataType, accountId, lastSyncId },
      update: { lastSyncId },
    });
  }
  return rows;
}
