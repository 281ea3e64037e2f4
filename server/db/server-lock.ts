import Database from 'better-sqlite3';
import { sqlitePath } from './sqlite-adapter.ts';

/** A second server on one SQLite file. The message tells the operator what to do. */
export class DatabaseInUseError extends Error {
  constructor(path: string) {
    super(
      `Another Moorage server uses ${path}. One server process per SQLite file; several need Postgres (DATABASE_URL=postgresql://…).`,
    );
    this.name = 'DatabaseInUseError';
  }
}

/**
 * Claims a SQLite file for this server process until it ends, however it ends: the lock is one of the operating system,
 * held by an open transaction on a file of its own. The command line does not take it and may still open the database.
 *
 * @returns a function that gives the lock back
 */
export function lockSqliteForServer(databaseUrl: string): () => void {
  const path = sqlitePath(databaseUrl);
  const lock = new Database(`${path}.server-lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')
      throw new DatabaseInUseError(path);
    throw error;
  }
  return () => lock.close();
}
