import { PrismaClient as PostgresClient } from '@/generated/postgres/client.ts';
import { type Prisma, PrismaClient as SqliteClient } from '@/generated/sqlite/client.ts';
import { sha256 } from '@/server/core/random.ts';
import { rememberAdapter } from './direct-read.ts';
import { isOpenTransaction, rememberTransaction, withSavepoint } from './open-transactions.ts';
import { TakingPgAdapter } from './postgres-adapter.ts';
import { GuardedSqliteAdapter } from './sqlite-adapter.ts';

/** The store, whichever database is behind it: both clients come from one schema and answer alike. */
export type Database = SqliteClient;

/** The store inside a transaction. */
export type Transaction = Prisma.TransactionClient;

/** Upper bound of connections a process opens to Postgres. */
const postgresPoolSize = 10;

/** Of every transaction, the ones of `batch` too: by itself Prisma lets those wait for 2 s only. */
const transactionOptions = { maxWait: 10_000, timeout: 15_000 };

/** `url`: `file:…` or `postgresql://…`. One client per process (DESIGN trap 1). */
export function createDatabase(url: string): Database {
  if (url.startsWith('file:')) {
    const adapter = new GuardedSqliteAdapter({ url });
    const database = new SqliteClient({ adapter, transactionOptions });
    rememberAdapter(database, adapter);
    return database;
  }
  const pool = { connectionString: url, max: postgresPoolSize, connectionTimeoutMillis: 5_000 };
  const adapter = new TakingPgAdapter(pool, { statementNameGenerator: ({ sql }) => statementName(sql) });
  // Both clients are generated from the same models; only their filters for databases differ in type.
  const database = new PostgresClient({ adapter, transactionOptions }) as unknown as Database;
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
 * SQLite. Waits up to 10 s for its turn. Inside of `asDatabase` it is a part of the transaction that is open already.
 */
export function transaction<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  if (isOpenTransaction(database)) return withSavepoint(database, work);
  return database.$transaction(work);
}

/**
 * An open transaction in the place of the database: verbs called with it write in that transaction, and what they wrap in
 * one of their own becomes part of it. So a caller can add a row of its own (an audit entry) to the same commit.
 */
export function asDatabase(tx: Transaction): Database {
  rememberTransaction(tx);
  // What a transaction client lacks are the methods that open or close something; verbs call none of them.
  return tx as unknown as Database;
}

/**
 * Writes that need nothing of each other's answers, in one transaction: at half the price of one that waits for our code
 * between its statements. Inside of `asDatabase` they are a part of the transaction that is open already.
 */
export async function batch<First>(
  database: Database,
  writes: (tx: Transaction) => readonly [Prisma.PrismaPromise<First>, ...Prisma.PrismaPromise<unknown>[]],
): Promise<First> {
  if (!isOpenTransaction(database)) {
    const [first] = await database.$transaction([...writes(database)]);
    return first as First;
  }
  return transaction(database, async (tx) => {
    const [first, ...others] = writes(tx);
    const row = await first;
    for (const other of others) await other;
    return row;
  });
}
