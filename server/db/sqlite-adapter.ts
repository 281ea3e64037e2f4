import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import type { SqlDriverAdapter, Transaction } from '@prisma/driver-adapter-utils';

import { cacheStatements } from './statement-cache.ts';

/** One at a time, in order of arrival. */
class Mutex {
  #tail: Promise<void> = Promise.resolve();

  /** Resolves with the function that gives the mutex back. */
  async acquire(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = this.#tail;
    this.#tail = promise;
    await before;
    return resolve;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }
}

/**
 * WAL: readers do not wait for the writer. FULL: what was acknowledged survives a power cut. `secure_delete`: erased
 * data leaves no bytes behind (DESIGN section 5).
 */
export const connectionPragmas = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 5000;
  PRAGMA foreign_keys = ON;
  PRAGMA secure_delete = ON;
`;

/**
 * Prisma's SQLite adapter with its one connection guarded. Unguarded, a statement of another request joins whatever
 * interactive transaction is open and is rolled back with it: 480 of 500 acknowledged writes were lost (DESIGN trap 1).
 * Here everything outside a transaction waits until the open one has committed or rolled back.
 */
export class GuardedSqliteAdapter extends PrismaBetterSqlite3 {
  override async connect(): Promise<SqlDriverAdapter> {
    const adapter = await super.connect();
    await adapter.executeScript(connectionPragmas);
    cacheStatements(adapter);
    return guard(adapter);
  }
}

function guard(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const mutex = new Mutex();
  const { queryRaw, executeRaw, executeScript, startTransaction } = adapter;
  adapter.queryRaw = (query) => mutex.run(async () => queryRaw.call(adapter, query));
  adapter.executeRaw = (query) => mutex.run(async () => executeRaw.call(adapter, query));
  adapter.executeScript = (script) => mutex.run(async () => executeScript.call(adapter, script));
  adapter.startTransaction = async (isolationLevel) => {
    const release = await mutex.acquire();
    try {
      return releaseAtEnd(await startTransaction.call(adapter, isolationLevel), release);
    } catch (error) {
      release();
      throw error;
    }
  };
  return adapter;
}

function releaseAtEnd(transaction: Transaction, release: () => void): Transaction {
  const { commit, rollback } = transaction;
  transaction.commit = () => commit.call(transaction).finally(release);
  transaction.rollback = () => rollback.call(transaction).finally(release);
  return transaction;
}

/** The file behind a `file:` URL. */
export function sqlitePath(databaseUrl: string): string {
  return databaseUrl.replace(/^file:(\/\/)?/, '');
}

/** Writes everything back into the file and empties its log; pages that were overwritten there are gone for good. */
export async function truncateWriteAheadLog(database: {
  $queryRawUnsafe(sql: string): Promise<unknown>;
}): Promise<void> {
  await database.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
}
