import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { Database } from './client.ts';

/**
 * Reads by SQL through the very connection Prisma uses (and so through its guard), without Prisma's planning: 10 µs
 * instead of 170 µs on SQLite. Only for the reads that every request pays for, in `hot-reads.ts`.
 */

const adapters = new WeakMap<Database, Promise<SqlDriverAdapter>>();

/** Makes `database` readable by `readRows`; `factory` is the one its client connects with. */
export function rememberAdapter(database: Database, factory: SqlMigrationAwareDriverAdapterFactory): void {
  const { promise, resolve } = Promise.withResolvers<SqlDriverAdapter>();
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    resolve(adapter);
    return adapter;
  };
  adapters.set(database, promise);
}

/** Rows by column name. `?` stands for a value, on both databases. */
export async function readRows(
  database: Database,
  sql: string,
  values: string[],
): Promise<Record<string, unknown>[]> {
  const adapter = await connectedAdapter(database);
  const { columnNames, columnTypes, rows } = await adapter.queryRaw({
    sql: adapter.provider === 'postgres' ? numberPlaceholders(sql) : sql,
    args: values,
    argTypes: values.map(() => ({ scalarType: 'string', arity: 'scalar' })),
  });
  return rows.map((row) =>
    Object.fromEntries(columnNames.map((name, index) => [name, decode(row[index], columnTypes[index])])),
  );
}

async function connectedAdapter(database: Database): Promise<SqlDriverAdapter> {
  const adapter = adapters.get(database);
  if (adapter === undefined) throw new Error('this database was not made by createDatabase');
  // Prisma connects on first use; a second call finds it connected and costs nothing.
  await database.$connect();
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
  if (type === ColumnTypeEnum.Json) return typeof value === 'string' ? JSON.parse(value) : value;
  return value;
}
