import { newId } from '@/server/core/ids.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import { isForeignKeyViolation } from '@/server/db/errors.ts';
import type { Prisma } from '@/server/db/models.ts';
import { lockConnection } from '@/server/grants/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { ClaimedSync } from './claim-sync.ts';

/** Another worker has this sync by now, or it was ended: with its connection, by DELETE, by PATCH. */
export class SyncLostError extends Error {
  override name = 'SyncLostError';

  constructor() {
    super('the sync was ended, or another worker runs it');
  }
}

/**
 * Writes one step of a sync in a transaction that holds it: until the commit nobody else can claim or end it.
 *
 * @throws {SyncLostError} nothing is written then
 */
export async function saveStep<T>(
  ctx: Context,
  claimed: ClaimedSync,
  data: Prisma.DataSyncUpdateManyMutationInput,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return step(ctx, (tx) => holdSync(tx, claimed, data), work);
}

/** The last step, which ends the sync: it takes the connection first (`endSync`). */
export async function saveLastStep<T>(
  ctx: Context,
  claimed: ClaimedSync,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const hold = async (tx: Transaction) => {
    await lockConnection(tx, ctx, claimed.connection.id);
    await holdSync(tx, claimed);
  };
  return step(ctx, hold, work);
}

async function step<T>(
  ctx: Context,
  hold: (tx: Transaction) => Promise<void>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  try {
    return await transaction(ctx.database, async (tx) => {
      await hold(tx);
      return work(tx);
    });
  } catch (error) {
    // The user of the records is gone, and with them the sync.
    if (isForeignKeyViolation(error)) throw new SyncLostError();
    throw error;
  }
}

/** Takes the sync for the rest of the transaction. @throws {SyncLostError} */
export async function holdSync(
  tx: Transaction,
  { sync }: ClaimedSync,
  data: Prisma.DataSyncUpdateManyMutationInput = {},
): Promise<void> {
  const { count } = await tx.dataSync.updateMany({
    where: { id: sync.id, fence: sync.fence, status: 'FETCHING' },
    data: { ...data, fence: sync.fence, changeKey: newId() },
  });
  if (count !== 1) throw new SyncLostError();
}

export function stateOf({ connection, dataType }: ClaimedSync) {
  return { connectionId_dataType: { connectionId: connection.id, dataType } };
}
