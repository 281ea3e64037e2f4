import type { Transaction } from './client.ts';

// On globalThis: Next bundles this module apart for pages and routes (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageOpenTransactions?: WeakSet<object> };

/** Notes a transaction that is handed on in the place of the database. */
export function rememberTransaction(tx: Transaction): void {
  shared.moorageOpenTransactions ??= new WeakSet();
  shared.moorageOpenTransactions.add(tx);
}

export function isOpenTransaction(database: object): boolean {
  return shared.moorageOpenTransactions?.has(database) ?? false;
}

/**
 * Runs `work` as a part of an open transaction that can fail by itself: the caller may go on with the rest. Without the
 * savepoint Postgres refuses every statement after a failed one.
 */
export async function withSavepoint<T>(tx: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  await tx.$executeRawUnsafe('SAVEPOINT part');
  try {
    const result = await work(tx);
    await tx.$executeRawUnsafe('RELEASE SAVEPOINT part');
    return result;
  } catch (error) {
    await tx.$executeRawUnsafe('ROLLBACK TO SAVEPOINT part');
    await tx.$executeRawUnsafe('RELEASE SAVEPOINT part');
    throw error;
  }
}
