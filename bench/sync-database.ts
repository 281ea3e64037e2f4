import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newId } from '@/server/core/ids.ts';
import { readSettings } from '@/server/core/settings.ts';
import { createDatabase } from '@/server/db/client.ts';
import { migrate } from '@/server/db/migrate.ts';
import { installPgBoss } from '@/server/jobs/index.ts';
import { createRuntime, type Runtime } from '@/server/runtime/runtime.ts';

/** An empty, migrated database and what a process needs to work on it. */
export interface BenchDatabase {
  url: string;
  /** Run settings as environment variables. */
  environment: Record<string, string>;
  /** Runs `work` with a runtime of this process. One process at a time has a SQLite file. */
  use<T>(work: (runtime: Runtime) => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

/** Makes databases of one kind: files, or databases of the server at `serverUrl`. */
export type MakeDatabase = (sandboxUrl: string) => Promise<BenchDatabase>;

export const publicUrl = 'http://localhost:4000';

export const makeSqlite: MakeDatabase = async (sandboxUrl) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'moorage-bench-'));
  return prepare(`file:${dataDir}/moorage.sqlite`, dataDir, sandboxUrl, async () => undefined);
};

export function makePostgresOn(serverUrl: string): MakeDatabase {
  return async (sandboxUrl) => {
    const name = `bench_${newId().replaceAll('-', '')}`;
    await administer(serverUrl, `CREATE DATABASE ${name}`);
    const url = new URL(serverUrl);
    url.pathname = `/${name}`;
    const dataDir = await mkdtemp(path.join(tmpdir(), 'moorage-bench-'));
    return prepare(url.href, dataDir, sandboxUrl, () =>
      administer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
    );
  };
}

async function prepare(
  url: string,
  dataDir: string,
  sandboxUrl: string,
  drop: () => Promise<void>,
): Promise<BenchDatabase> {
  await migrate(url);
  if (!url.startsWith('file:')) await installPgBoss(url);
  const environment = {
    DATABASE_URL: url,
    MOORAGE_DATA_DIR: dataDir,
    PUBLIC_URL: publicUrl,
    SANDBOX_URL: sandboxUrl,
    LOG_LEVEL: 'info',
  };
  return {
    url,
    environment,
    async use(work) {
      const runtime = createRuntime(readSettings(environment));
      try {
        return await work(runtime);
      } finally {
        await runtime.http.close();
        await runtime.database.$disconnect();
      }
    },
    async drop() {
      await drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function administer(serverUrl: string, sql: string): Promise<void> {
  const database = createDatabase(serverUrl);
  await database.$executeRawUnsafe(sql);
  await database.$disconnect();
}
