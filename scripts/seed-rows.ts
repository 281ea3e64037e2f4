import type { Database } from '@/server/db/client.ts';
import { dialectOf } from '@/server/db/dialect.ts';

/** How a value is stored; `enum:Name` for the enums of Postgres. */
type Kind = 'text' | 'int' | 'bool' | 'json' | 'time' | `enum:${string}`;
export type Columns = Record<string, Kind>;
type Value = string | number | boolean | Date | string[] | null;
export type SeedRow = Record<string, Value>;

const perStatement = 5_000;

/** Collects rows of one table and writes them in batches: one parameter per batch, so that no driver has to bind millions. */
export class BulkWriter {
  readonly #database: Database;
  readonly #sql: string;
  readonly #columns: [string, Kind][];
  #rows: unknown[][] = [];
  count = 0;

  constructor(database: Database, table: string, columns: Columns) {
    this.#database = database;
    this.#columns = Object.entries(columns);
    this.#sql = insertSql(dialectOf(database), table, this.#columns);
  }

  add(row: SeedRow): void {
    this.#rows.push(this.#columns.map(([name, kind]) => toStored(row[name] ?? null, kind)));
    this.count += 1;
  }

  get isFull(): boolean {
    return this.#rows.length >= perStatement;
  }

  async flush(): Promise<void> {
    if (this.#rows.length === 0) return;
    const rows = JSON.stringify(this.#rows);
    this.#rows = [];
    await this.#database.$executeRawUnsafe(this.#sql, rows);
  }
}

function insertSql(
  dialect: 'sqlite' | 'postgres',
  table: string,
  columns: readonly [string, Kind][],
): string {
  const names = columns.map(([name]) => `"${name}"`).join(', ');
  if (dialect === 'sqlite') {
    const values = columns.map((_, index) => `value ->> ${index}`).join(', ');
    return `INSERT INTO "${table}" (${names}) SELECT ${values} FROM json_each(?)`;
  }
  const values = columns.map(([, kind], index) => `(row ->> ${index})::${postgresType(kind)}`).join(', ');
  return `INSERT INTO "${table}" (${names}) SELECT ${values} FROM json_array_elements($1::json) AS row`;
}

function postgresType(kind: Kind): string {
  if (kind.startsWith('enum:')) return `"${kind.slice('enum:'.length)}"`;
  const types: Record<string, string> = { text: 'text', int: 'bigint', bool: 'boolean', json: 'jsonb' };
  return types[kind] ?? 'timestamp';
}

/** SQLite: as Prisma stores it. */
function toStored(value: Value, kind: Kind): unknown {
  if (value instanceof Date) return value.toISOString().replace('Z', '+00:00');
  return kind === 'json' && value !== null ? JSON.stringify(value) : value;
}

/** Without the indexes that only make reading fast: they are built again in one go, which takes a fraction of the time. */
export async function withoutIndexes<T>(
  database: Database,
  tables: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const indexes = await listIndexes(database, tables);
  for (const { name } of indexes) await database.$executeRawUnsafe(`DROP INDEX "${name}"`);
  try {
    return await work();
  } finally {
    for (const { definition } of indexes) await database.$executeRawUnsafe(definition);
  }
}

async function listIndexes(
  database: Database,
  tables: readonly string[],
): Promise<{ name: string; definition: string }[]> {
  const list = tables.map((table) => `'${table}'`).join(', ');
  const rows = await database.$queryRawUnsafe<{ name: string; definition: string }[]>(
    dialectOf(database) === 'sqlite'
      ? `SELECT name, sql AS definition FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (${list})`
      : `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = current_schema() AND tablename IN (${list})`,
  );
  return rows.filter(({ definition }) => !definition.startsWith('CREATE UNIQUE'));
}
