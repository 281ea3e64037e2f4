import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CONSUMER_URL } from '@/sandbox/test-client.ts';
import { startSandboxProcess } from '@/scripts/sandbox-process.ts';
import { createAccount } from '@/server/accounts/index.ts';
import { newId } from '@/server/core/ids.ts';
import { readSettings } from '@/server/core/settings.ts';
import { createDatabase } from '@/server/db/client.ts';
import { migrate } from '@/server/db/migrate.ts';
import { installPgBoss } from '@/server/jobs/index.ts';
import { createRuntime } from '@/server/runtime/runtime.ts';
import { type ChaosWorld, startChaosWorld } from './world.ts';

export interface OwnWorldOptions {
  /** A Postgres server on which databases can be made; null: SQLite. */
  postgresUrl: string | null;
  leaseMs: number;
  /** On Postgres. */
  workers: number;
}

/**
 * Runs `work` in a world of its own: a new database, a new sandbox, new processes. Its files (logs, the SQLite file)
 * stay when `work` says so.
 */
export async function inOwnWorld<T extends { keep: boolean }>(
  { postgresUrl, leaseMs, workers }: OwnWorldOptions,
  work: (world: ChaosWorld) => Promise<T>,
): Promise<T & { dataDir: string }> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'moorage-chaos-'));
  const databaseUrl =
    postgresUrl === null ? `file:${dataDir}/moorage.sqlite` : await makeDatabase(postgresUrl);
  await migrate(databaseUrl);
  if (postgresUrl !== null) await installPgBoss(databaseUrl);
  const sandbox = await startSandboxProcess(CONSUMER_URL);
  const runtime = createRuntime(
    readSettings({
      DATABASE_URL: databaseUrl,
      MOORAGE_DATA_DIR: dataDir,
      PUBLIC_URL: CONSUMER_URL,
      SANDBOX_URL: sandbox.url,
      LOG_LEVEL: 'silent',
    }),
  );
  let isKept = true;
  try {
    const accountId = await createAccount(runtime, 'Chaos');
    const world = await startChaosWorld({ runtime, accountId, leaseMs, workers });
    try {
      const result = await work(world);
      isKept = result.keep;
      return { ...result, dataDir };
    } finally {
      await world.stop();
    }
  } finally {
    await runtime.http.close();
    await runtime.database.$disconnect();
    await sandbox.stop();
    if (!isKept) rmSync(dataDir, { recursive: true, force: true });
  }
}

async function makeDatabase(serverUrl: string): Promise<string> {
  const admin = createDatabase(serverUrl);
  const name = `chaos_${newId().replaceAll('-', '')}`;
  await admin.$executeRawUnsafe(`CREATE DATABASE ${name}`);
  await admin.$disconnect();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
