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
    await eraseConnection(tx, ctx, row);
    const { count } = await tx.dataConnection.deleteMany({ where: { id: row.id, accountId: ctx.accountId } });
    // Another DELETE was faster: answer as if we had come after it.
    if (count === 0) await getConnection(ctx, userId, connectionId, tx);
    else await recordDeletion(tx, ctx, row);
  });
  await failpoint('delete.committed');
  wakeRevoker(ctx);
  wake();
}

/**
 * Everything of a connection that its row does not take along. Its records can be many: from here on nobody reads them,
 * and a job erases them (DESIGN section 5). Call `wakeRevoker` and `wake` after the commit.
 */
export async function eraseConnection(tx: Transaction, ctx: Context, row: DataConnection): Promise<void> {
  await closeAttempts(tx, ctx, row, 'SUPERSEDED');
  // The rows stay for a day, for late callbacks; whose account it was does not.
  await tx.authorizationAttempt.updateMany({
    where: { connectionId: row.id, accountId: ctx.accountId },
    data: { providerAccountId: null, providerAccountLabel: null, scope: null },
  });
  await eraseGrant(tx, ctx, row);
  const { id: connectionId, accountId } = row;
  await enqueue(tx, ctx, 'erase_records', { accountId, connectionId }, { key: connectionId });
}
