import type { SqlQuery } from '@prisma/driver-adapter-utils';
import type { Transaction } from './client.ts';

/**
 * Values that go past Prisma to the driver. Prisma writes the parameters of a raw statement down as JSON and reads them
 * back, which costs more than the statement itself for a page of records. Here the statement alone goes through Prisma, so
 * it is part of the transaction or fails with it, and our adapters exchange the name it carries for the values.
 */
interface HandedOver {
  /** The parameters; several lists: the statement is run once for each (SQLite only). */
  lists: readonly (readonly unknown[])[];
}

// On globalThis: routes and instrumentation are bundled apart, and the connection belongs to one of them (DESIGN trap 2).
const shared = globalThis as typeof globalThis & {
  moorageHandedOver?: { last: number; waiting: Map<string, HandedOver> };
};

/** No statement that a value from outside is a parameter of begins with it. */
const mark = '/* values are handed over */ ';

/** Runs a statement of the database's own dialect with `values` as its parameters; returns how many rows it changed. */
export function executeWith(tx: Transaction, sql: string, values: readonly unknown[]): Promise<number> {
  return execute(tx, sql, [values]);
}

/** SQLite: runs a statement once per list of values, 12 µs each where a batch read from JSON took 28. */
export function executeEach(
  tx: Transaction,
  sql: string,
  lists: readonly (readonly unknown[])[],
): Promise<number> {
  return execute(tx, sql, lists);
}

async function execute(tx: Transaction, sql: string, lists: HandedOver['lists']): Promise<number> {
  shared.moorageHandedOver ??= { last: 0, waiting: new Map() };
  const { waiting } = shared.moorageHandedOver;
  shared.moorageHandedOver.last += 1;
  const name = String(shared.moorageHandedOver.last);
  waiting.set(name, { lists });
  try {
    return await tx.$executeRawUnsafe(mark + sql, name);
  } finally {
    waiting.delete(name);
  }
}

/** What was handed over for a statement; null: its parameters are what they are. */
export function findHandedOver(sql: string, [name]: readonly unknown[]): HandedOver['lists'] | null {
  if (!sql.startsWith(mark)) return null;
  const found = shared.moorageHandedOver?.waiting.get(String(name));
  if (found === undefined) throw new Error('nothing was handed over for this statement');
  return found.lists;
}

/** The statement with the parameters that were handed over for it. */
export function takeOver(query: SqlQuery): SqlQuery {
  const lists = findHandedOver(query.sql, query.args);
  if (lists === null) return query;
  const [args = []] = lists;
  return {
    ...query,
    args: [...args],
    argTypes: args.map(() => ({ scalarType: 'unknown', arity: 'scalar' })),
  };
}
