import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { newId } from '@/server/core/ids.ts';
import { sha256 } from '@/server/core/random.ts';
import { createDatabase, type Database } from '@/server/db/client.ts';
import { migrate } from '@/server/db/migrate.ts';
import { listMigrations } from '@/server/db/pending-migrations.ts';
import { installPgBoss } from '@/server/jobs/index.ts';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** An empty, migrated database of its own: of the kind that the Vitest project is about. */
export function createTestDatabase(): Promise<TestDatabase> {
  return process.env.TEST_DATABASE === 'postgres' ? createPostgres(inject('postgresUrl')) : createSqlite();
}

/** A copy of a file that is migrated once for all test files. */
async function createSqlite(): Promise<TestDatabase> {
  const base = path.join(
    tmpdir(),
    `moorage-base-${sha256(listMigrations('sqlite').join()).slice(0, 12)}.sqlite`,
  );
  if (!existsSync(base)) {
    const fresh = `${base}.${newId()}`;
    await migrate(`file:${fresh}`);
    renameSync(fresh, base);
  }
  const directory = mkdtempSync(path.join(tmpdir(), 'moorage-test-'));
  const file = path.join(directory, 'moorage.sqlite');
  copyFileSync(base, file);
  return { url: `file:${file}`, drop: async () => rmSync(directory, { recursive: true, force: true }) };
}

const postgresTemplate = 'moorage_template';

/** A copy of a template database, which the first test file makes. */
async function createPostgres(serverUrl: string): Promise<TestDatabase> {
  const admin = createDatabase(serverUrl);
  const name = `test_${newId().replaceAll('-', '')}`;
  await withLock(async () => {
    await ensureTemplate(admin, serverUrl);
    await admin.$executeRawUnsafe(`CREATE DATABASE ${name} TEMPLATE ${postgresTemplate}`);
  });
  return {
    url: withDatabase(serverUrl, name),
    async drop() {
      await admin.$executeRawUnsafe(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.$disconnect();
    },
  };
}

async function ensureTemplate(admin: Database, serverUrl: string): Promise<void> {
  const found = await admin.$queryRaw<
    unknown[]
  >`SELECT 1 FROM pg_database WHERE datname = ${postgresTemplate}`;
  if (found.length > 0) return;
  await admin.$executeRawUnsafe(`CREATE DATABASE ${postgresTemplate}`);
  await migrate(withDatabase(serverUrl, postgresTemplate));
  await installPgBoss(withDatabase(serverUrl, postgresTemplate));
}

/** CREATE DATABASE cannot run in a transaction, and a template may have one reader at a time. */
async function withLock(work: () => Promise<void>): Promise<void> {
  const holder = createDatabase(inject('postgresUrl'));
  try {
    await holder.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(77)`;
        await work();
      },
      { maxWait: 60_000, timeout: 60_000 },
    );
  } finally {
    await holder.$disconnect();
  }
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
