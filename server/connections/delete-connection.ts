import { failpoint } from '@/server/core/failpoint.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { recordDeletion } from '@/server/events/index.ts';
import { closeAttempts, eraseGrant } from '@/server/grants/index.ts';
import { enqueue, wake } from '@/server/jobs/index.ts';
import { wakeRevoker } from '@/server/revocations/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { getConnection } from './find.ts';

/**
 * CONTRACT section 4, `DELETE …/data-connections/{id}`, from any status. The row is gone when this returns; what is
 * still owed to the provider lives on as an encrypted revocation. A second call: `DATA_CONNECTION_NOT_FOUND`.
 */
export async function deleteConnection(ctx: Context, userId: string, connectionId: string): Promise<void> {
  await transaction(ctx.database, async (tx) => {
    const row = await getConnection(ctx, userId, connectionId, tx);
    const last = await eraseConnection(tx, ctx, row);
    // Another DELETE was faster: answer as if we had come after it.
    if (last === null) return void (await getConnection(ctx, userId, connectionId, tx));
    await tx.dataConnection.deleteMany({ where: { id: row.id, accountId: ctx.accountId } });
    await recordDeletion(tx, ctx, last);
  });
  await failpoint('delete.committed');
  wakeRevoker(ctx);
  wake();
}

/**
 * Everything of a connection that its row does not take along. Its records can be many: from here on nobody reads them,
 * and a job erases them (DESIGN section 5). Call `wakeRevoker` and `wake` after the commit.
 *
 * Returns the row as it is until the end of the transaction, which holds it; null when it is gone already.
 */
export async function eraseConnection(
  tx: Transaction,
  ctx: Context,
  row: DataConnection,
): Promise<DataConnection | null> {
  await closeAttempts(tx, ctx, row, 'SUPERSEDED');
  // The rows stay for a day, for late callbacks; whose account it was does not.
  await tx.authorizationAttempt.updateMany({
    where: { connectionId: row.id, accountId: ctx.accountId },
    data: { providerAccountId: null, providerAccountLabel: null, scope: null },
  });
  await eraseGrant(tx, ctx, row);
  const { id: connectionId, accountId } = row;
  await enqueue(tx, ctx, 'erase_records', { accountId, connectionId }, { key: connectionId });
  return tx.dataConnection.findFirst({ where: { id: connectionId, accountId } });
}
