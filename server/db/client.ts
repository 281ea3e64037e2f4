import { PrismaClient as PostgresClient } from '@/generated/postgres/client.ts';
import { type Prisma, PrismaClient as SqliteClient } from '@/generated/sqlite/client.ts';
import { sha256 } from '@/server/core/random.ts';
import { rememberAdapter } from './direct-read.ts';
import { TakingPgAdapter } from './postgres-adapter.ts';
import { GuardedSqliteAdapter } from './sqlite-adapter.ts';

/** The store, whichever database is behind it: both clients come from one schema and answer alike. */
export type Database = SqliteClient;

/** The store inside a transaction. */
export type Transaction = Prisma.TransactionClient;

/** Upper bound of connections a process opens to Postgres. */
const postgresPoolSize = 10;

/** `url`: `file:…` or `postgresql://…`. One client per process (DESIGN trap 1). */
export function createDatabase(url: string): Database {
  if (url.startsWith('file:')) {
    const adapter = new GuardedSqliteAdapter({ url });
    const database = new SqliteClient({ adapter });
    rememberAdapter(database, adapter);
    return database;
  }
  const pool = { connectionString: url, max: postgresPoolSize, connectionTimeoutMillis: 5_000 };
  const adapter = new TakingPgAdapter(pool, { statementNameGenerator: ({ sql }) => statementName(sql) });
  // Both clients are generated from the same models; only their filters for databases differ in type.
  const database = new PostgresClient({ adapter }) as unknown as Database;
  rememberAdapter(database, adapter);
  return database;
}

const statementNames = new Map<string, string>();
/** Far above the number of statements we have; a bound against lists whose length is part of the SQL. */
const maxStatementNames = 1_000;

/** Names a statement, so that each connection parses and plans it once. Without a name it is not kept. */
function statementName(sql: string): string {
  const known = statementNames.get(sql);
  if (known !== undefined) return known;
  if (statementNames.size >= maxStatementNames) return '';
  const name = `m${sha256(sql).slice(0, 20)}`;
  statementNames.set(sql, name);
  return name;
}

/**
 * Runs `work` in one transaction: all of it or nothing. Keep the network out of `work`; it holds the one writer of
 * SQLite. Waits up to 10 s for its turn.
 */
export function transaction<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return database.$transaction(work, { maxWait: 10_000, timeout: 15_000 });
}
