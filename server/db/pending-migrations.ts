import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Database } from './client.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** Where the migrations of one database stand; the process runs in the root of the checkout. */
export function migrationsDir(kind: DatabaseKind): string {
  return path.join(process.cwd(), 'prisma', 'migrations', kind);
}

/** Names of the migrations in this checkout, oldest first. */
export function listMigrations(kind: DatabaseKind): string[] {
  return readdirSync(migrationsDir(kind), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** Migrations of this checkout that the database has not applied. */
export async function findPendingMigrations(database: Database, kind: DatabaseKind): Promise<string[]> {
  const applied = await database.$queryRaw<{ migration_name: string }[]>`
    SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const names = new Set(applied.map((row) => row.migration_name));
  return listMigrations(kind).filter((name) => !names.has(name));
}
