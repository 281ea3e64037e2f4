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
  await tx.syncState.updateMany({
    where: { accountId, connection: { userId } },
    // A read later than any before: what the next one does not see is gone at once.
    data: { position: null, checkpoint: null, generation: { increment: 1 } },
  });
}
