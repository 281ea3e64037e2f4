import { readFileSync } from 'node:fs';
import { Prisma } from '@/generated/sqlite/client.ts';
import { sqlitePath, truncateWriteAheadLog } from '@/server/db/sqlite-adapter.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

/**
 * Everything that a copy of the database would hold. SQLite: the bytes of the file and of its log, deleted rows that were
 * not overwritten included. Postgres: each row of each table, the jobs' among them, as `pg_dump` writes them.
 */
export async function dumpDatabase({ database, settings }: Runtime): Promise<string> {
  if (settings.database === 'sqlite') {
    await truncateWriteAheadLog(database);
    const file = sqlitePath(settings.databaseUrl);
    return [file, `${file}-wal`].map((name) => readFileSync(name, 'latin1')).join('\n');
  }
  const tables = await database.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`;
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.$queryRaw<{ row: string }[]>(
      Prisma.raw(`SELECT row_to_json(t)::text AS row FROM ${name} t`),
    );
    parts.push(name, ...rows.map(({ row }) => row));
  }
  return parts.join('\n');
}
