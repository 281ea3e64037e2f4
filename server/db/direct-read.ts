import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { Database } from './client.ts';
import { dialectOf } from './dialect.ts';
import { isOpenTransaction } from './open-transactions.ts';

/**
 * Reads by SQL through the very connection Prisma uses (and so through its guard), without Prisma's planning: 10 µs
 * instead of 170 µs on SQLite. Only for the reads that every request pays for, in `hot-reads.ts`.
 */

// On globalThis, like the client itself: Next bundles this module apart for instrumentation and routes (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageAdapters?: WeakMap<Database, SqlDriverAdapter> };

function connectedAdapters(): WeakMap<Database, SqlDriverAdapter> {
  shared.moorageAdapters ??= new WeakMap();
  return shared.moorageAdapters;
}

/** Makes `database` readable by `readRows`; `factory` is the one its client connects with. */
export function rememberAdapter(database: Database, factory: SqlMigrationAwareDriverAdapterFactory): void {
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    connectedAdapters().set(database, adapter);
    return adapter;
  };
}

/** Rows, each as its values in the order of the SELECT list. `?` stands for a value, on both databases. */
export async function readRows(database: Database, sql: string, values: string[]): Promise<unknown[][]> {
  if (isOpenTransaction(database)) return readInTransaction(database, sql, values);
  const adapter = connectedAdapters().get(database) ?? (await connect(database));
  const { columnTypes, rows } = await adapter.queryRaw({
    sql: adapter.provider === 'postgres' ? numberPlaceholders(sql) : sql,
    args: values,
    argTypes: values.map(() => ({ scalarType: 'string', arity: 'scalar' })),
  });
  return rows.map((row) => row.map((value, index) => decode(value, columnTypes[index])));
}

/** The transaction has a connection of its own: the same read, through Prisma. Column names must differ from each other. */
async function readInTransaction(tx: Database, sql: string, values: string[]): Promise<unknown[][]> {
  const text = dialectOf(tx) === 'postgres' ? numberPlaceholders(sql) : sql;
  const rows = await tx.$queryRawUnsafe<Record<string, unknown>[]>(text, ...values);
  return rows.map((row) => Object.values(row));
}

/** Prisma connects on first use; here that use may be ours. */
async function connect(database: Database): Promise<SqlDriverAdapter> {
  await database.$connect();
  const adapter = connectedAdapters().get(database);
  if (adapter === undefined) throw new Error('this database was not made by createDatabase');
  return adapter;
}

const numbered = new Map<string, string>();

function numberPlaceholders(sql: string): string {
  const known = numbered.get(sql);
  if (known !== undefined) return known;
  let count = 0;
  const result = sql.replaceAll('?', () => {
    count += 1;
    return `$${count}`;
  });
  numbered.set(sql, result);
  return result;
}

/** The drivers give dates and JSON as text, and SQLite has no booleans; the rows of Prisma's own reads hold the values. */
function decode(value: unknown, type: number | undefined): unknown {
  if (value === null) return null;
  if (type === ColumnTypeEnum.DateTime) return new Date(String(value));
  if (type === ColumnTypeEnum.Boolean) return Boolean(value);
  if (type === ColumnTypeEnum.Int64) return typeof value === 'string' ? BigInt(value) : BigInt(Number(value));
  if (type === ColumnTypeEnum.Json) return typeof value === 'string' ? JSON.parse(value) : value;
  return value;
}
