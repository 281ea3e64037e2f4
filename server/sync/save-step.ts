import { newId } from '@/server/core/ids.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import { dialectOf } from '@/server/db/dialect.ts';
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
 * Writes one step of a sync in a transaction that holds it: until the commit nobody else can claim or end it. `work` says
 * what is to be written about the sync itself, which happens once: Postgres checks the foreign keys of a row that its own
 * transaction has written before, and whoever disconnects the connection holds that one and waits for the sync.
 *
 * @throws {SyncLostError} nothing is written then
 */
export async function saveStep<T>(
  ctx: Context,
  claimed: ClaimedSync,
  work: (tx: Transaction) => Promise<{ result: T; progress: Prisma.DataSyncUpdateManyMutationInput }>,
): Promise<T> {
  const hold = (tx: Transaction) => holdSync(tx, claimed);
  return step(ctx, hold, async (tx) => {
    const { result, progress } = await work(tx);
    await tx.dataSync.updateMany({
      where: { id: claimed.sync.id },
      data: { ...progress, changeKey: newId() },
    });
    return result;
  });
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
export async function holdSync(tx: Transaction, { sync: { id, fence } }: ClaimedSync): Promise<void> {
  // Every page begins with it. SQLite has no locks on rows: a write takes the whole file.
  const held =
    dialectOf(tx) === 'postgres'
      ? (
          await tx.$queryRaw<unknown[]>`
            SELECT 1 FROM data_sync WHERE id = ${id} AND fence = ${fence} AND status = 'FETCHING' FOR NO KEY UPDATE`
        ).length
      : await tx.$executeRaw`
          UPDATE data_sync SET fence = fence WHERE id = ${id} AND fence = ${fence} AND status = 'FETCHING'`;
  if (held !== 1) throw new SyncLostError();
}

export function stateOf({ connection, dataType }: ClaimedSync) {
  return { connectionId_dataType: { connectionId: connection.id, dataType } };
}
