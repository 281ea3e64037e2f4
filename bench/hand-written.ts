import { PrismaPg } from '@prisma/adapter-pg';
import type { ArgType } from '@prisma/driver-adapter-utils';
import Sqlite from 'better-sqlite3';
import type { DataRecord } from '@/generated/sqlite/client.ts';
import { connectionPragmas, sqlitePath } from '@/server/db/sqlite-adapter.ts';
import { cpuSeconds } from './process.ts';
import type { BenchDatabase } from './sync-database.ts';

/** Of the inserts alone. */
export interface Spent {
  seconds: number;
  /** Of this process; that of a Postgres server is not in it. */
  cpuSeconds: number;
}

/**
 * What synchronizing is compared with: the rows that a sync has stored, inserted into an empty database by SQL as one
 * writes it by hand, through the driver and nothing else, one transaction per page.
 */
export function insertByHand(
  { url }: BenchDatabase,
  rows: readonly DataRecord[],
  perPage: number,
): Promise<Spent> {
  const pages = Array.from({ length: Math.ceil(rows.length / perPage) }, (_, page) =>
    rows.slice(page * perPage, (page + 1) * perPage),
  );
  return url.startsWith('file:') ? insertIntoSqlite(url, pages) : insertIntoPostgres(url, pages);
}

const columns = `id, account_id, user_id, connection_id, provider_name, data_type, source_id, payload, hash, position,
  is_removed, seen_in`;

/** One prepared statement, run once per row: with this driver faster than a VALUES list of a whole page. */
async function insertIntoSqlite(url: string, pages: DataRecord[][]): Promise<Spent> {
  const database = new Sqlite(sqlitePath(url));
  database.exec(connectionPragmas);
  const insert = database.prepare(
    `INSERT INTO data_record (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertPage = database.transaction((page: DataRecord[]) => {
    for (const row of page)
      insert.run(
        ...[row.id, row.accountId, row.userId, row.connectionId, row.providerName, row.dataType],
        ...[row.sourceId, row.payload, row.hash, row.position, row.isRemoved ? 1 : 0, row.seenIn],
      );
  });
  const spent = startTaking();
  for (const page of pages) insertPage.immediate(page);
  const result = spent();
  database.close();
  return result;
}

const pageSql = `INSERT INTO data_record (${columns})
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::bigint[], $11::boolean[], $12::int[])`;

const text: ArgType = { scalarType: 'string', arity: 'list' };
const argTypes: ArgType[] = [
  ...Array.from({ length: 9 }, () => text),
  { scalarType: 'bigint', arity: 'list' },
  { scalarType: 'boolean', arity: 'list' },
  { scalarType: 'int', arity: 'list' },
];

/** One prepared statement per page, an array per column; the adapter hands it to `pg` as it is. */
async function insertIntoPostgres(url: string, pages: DataRecord[][]): Promise<Spent> {
  const options = { statementNameGenerator: ({ sql }: { sql: string }) => (sql === pageSql ? 'page' : '') };
  const adapter = await new PrismaPg({ connectionString: url, max: 1 }, options).connect();
  const spent = startTaking();
  for (const page of pages) {
    const transaction = await adapter.startTransaction();
    const args = [
      ...[page.map((row) => row.id), page.map((row) => row.accountId), page.map((row) => row.userId)],
      ...[page.map((row) => row.connectionId), page.map((row) => row.providerName)],
      ...[page.map((row) => row.dataType), page.map((row) => row.sourceId), page.map((row) => row.payload)],
      ...[page.map((row) => row.hash), page.map((row) => row.position)],
      ...[page.map((row) => row.isRemoved), page.map((row) => row.seenIn)],
    ];
    await transaction.executeRaw({ sql: pageSql, args, argTypes });
    await transaction.executeRaw({ sql: 'COMMIT', args: [], argTypes: [] });
    await transaction.commit();
  }
  const result = spent();
  await adapter.dispose();
  return result;
}

function startTaking(): () => Spent {
  const [started, cpuBefore] = [performance.now(), cpuSeconds()];
  return () => ({
    seconds: (performance.now() - started) / 1_000,
    cpuSeconds: cpuSeconds() - cpuBefore,
  });
}
