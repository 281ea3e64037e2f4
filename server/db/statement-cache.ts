import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import type { ColumnDefinition, Database, Statement } from 'better-sqlite3';
import { findHandedOver } from './hand-over.ts';

/** Above the number of statements we have; a bound against lists whose length is part of the SQL. */
const maxStatements = 500;

type Values = unknown[];

/** A prepared statement, and its columns once somebody asked: they stay the same, and asking costs as much as running. */
interface Kept {
  sql: string;
  statement: Statement<Values>;
  columns: ColumnDefinition[] | undefined;
}

/**
 * A statement as Prisma's adapter uses one: prepared, bound once, run once. The statement behind it is kept and lives on:
 * better-sqlite3's own `bind` is for ever, so the values are handed over when it runs.
 */
class OneUse {
  readonly #kept: Kept;
  readonly #values: Values;

  constructor(kept: Kept, values: Values = []) {
    this.#kept = kept;
    this.#values = values;
  }

  bind(values: Values): OneUse {
    return new OneUse(this.#kept, values);
  }

  get reader(): boolean {
    return this.#kept.statement.reader;
  }

  columns(): ColumnDefinition[] {
    this.#kept.columns ??= this.#kept.statement.columns();
    return this.#kept.columns;
  }

  run() {
    const { sql, statement } = this.#kept;
    const lists = findHandedOver(sql, this.#values);
    if (lists === null) return statement.run(...this.#values);
    let changes = 0;
    for (const values of lists) changes += statement.run(...values).changes;
    return { changes };
  }

  raw(): { all(): unknown[] } {
    const statement = this.#kept.statement.raw();
    return { all: () => statement.all(...this.#values) };
  }
}

/**
 * Keeps prepared statements for `adapter`, which prepares anew for every query: 53 µs where running takes 4. It reaches
 * into the adapter's `client`; should a new version hide it, this throws at the first connection.
 */
export function cacheStatements(adapter: SqlDriverAdapter): void {
  const holder = adapter as SqlDriverAdapter & { client?: Pick<Database, 'prepare' | 'exec' | 'close'> };
  const { client } = holder;
  if (client === undefined) throw new Error('the SQLite adapter has no client to keep statements of');
  const kept = new Map<string, Kept>();

  const prepare = (sql: string): Kept => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    const fresh = { sql, statement: client.prepare<Values>(sql), columns: undefined };
    const [oldest] = kept.size >= maxStatements ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(sql, fresh);
    return fresh;
  };
  const caching = {
    prepare: (sql: string) => new OneUse(prepare(sql)),
    /** Scripts change the schema, and with it what a kept statement gives. */
    exec: (sql: string) => {
      kept.clear();
      return client.exec(sql);
    },
    close: () => client.close(),
  };
  Reflect.set(holder, 'client', caching);
}
