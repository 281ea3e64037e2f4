import type { Transaction } from '@/server/db/client.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/**
 * Makes the next sync of everything of a user read all of it anew. A sync that is under way is taken from its worker and
 * begins again: it would write down how far it has read.
 */
export async function restartReading(tx: Transaction, ctx: Context, userId: string): Promise<void> {
  const { accountId } = ctx;
  await tx.dataSync.updateMany({
    where: { accountId, userId, status: 'FETCHING' },
    data: { status: 'QUEUED', fence: { increment: 1 }, nextAttemptAt: ctx.clock.now() },
  });
  // Full reads that are later than any before: what the next one does not see is gone at once.
  await tx.$executeRaw`
    UPDATE sync_state SET position = NULL, checkpoint = NULL,
      generation = generation + 1, full_generation = generation + 1
    WHERE connection_id IN (
      SELECT id FROM data_connection WHERE account_id = ${accountId} AND user_id = ${userId})`;
}
