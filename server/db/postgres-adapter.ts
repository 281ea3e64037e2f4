import { PrismaPg } from '@prisma/adapter-pg';
import { takeOver } from './hand-over.ts';

/** Prisma's Postgres adapter, whose transactions take values that were handed over past Prisma (`hand-over.ts`). */
export class TakingPgAdapter extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const { startTransaction } = adapter;
    adapter.startTransaction = async (isolationLevel) => {
      const transaction = await startTransaction.call(adapter, isolationLevel);
      const { executeRaw } = transaction;
      transaction.executeRaw = (query) => executeRaw.call(transaction, takeOver(query));
      return transaction;
    };
    return adapter;
  }
}
