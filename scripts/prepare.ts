/**
 * Run by `npm start` before the server: checks the run settings, makes what is missing (secrets, schema, first account,
 * first API key, admin), and refuses to go on with secrets that do not fit the data.
 */
import path from 'node:path';
import { acceptApiKey, createAccount, createApiKey, listAccounts } from '@/server/accounts/index.ts';
import { ensureAdmin } from '@/server/admins/index.ts';
import { scrub } from '@/server/core/log.ts';
import { readSettings, type Settings, SettingsError } from '@/server/core/settings.ts';
import { migrate, oneAtATime } from '@/server/db/migrate.ts';
import { DatabaseInUseError, lockSqliteForServer } from '@/server/db/server-lock.ts';
import { installPgBoss } from '@/server/jobs/index.ts';
import { checkKeyring } from '@/server/lifecycle/check-keyring.ts';
import { createRuntime, type Runtime } from '@/server/runtime/runtime.ts';
import { ensureDataDir, writeSecret } from '@/server/runtime/secret-file.ts';

/** Where a first key waits that no terminal could show. */
const firstKeyFile = 'first-api-key';

async function prepare(): Promise<void> {
  // What is made here, the database among it, is for its owner alone.
  process.umask(0o077);
  const settings = readSettings(process.env);
  makeDataDir(settings.dataDir);
  // A second server on one file is refused before it has changed anything there.
  const unlock = settings.database === 'sqlite' ? lockSqliteForServer(settings.databaseUrl) : null;
  try {
    await prepareDatabase(settings);
  } finally {
    unlock?.();
  }
}

function makeDataDir(dataDir: string): void {
  try {
    ensureDataDir(dataDir);
  } catch (error) {
    throw new SettingsError(`MOORAGE_DATA_DIR: cannot be made or used: ${reasonOf(error)}`);
  }
}

/** The first line of what a driver says, without the address it may repeat. */
function reasonOf(error: unknown): string {
  return (
    scrub(error instanceof Error ? error.message : String(error))
      .split('\n')
      .filter(Boolean)
      .at(-1) ?? 'unknown'
  );
}

async function migrateOrExplain({ database, databaseUrl }: Settings): Promise<string[]> {
  try {
    const applied = await migrate(databaseUrl);
    if (database === 'postgres') await installPgBoss(databaseUrl);
    return applied;
  } catch (error) {
    throw new SettingsError(`DATABASE_URL: the database cannot be opened or migrated: ${reasonOf(error)}`);
  }
}

async function prepareDatabase(settings: Settings): Promise<void> {
  const applied = await migrateOrExplain(settings);
  if (applied.length > 0)
    console.log(`✓ database (${applied.length} migration${applied.length > 1 ? 's' : ''} applied)`);
  const runtime = createRuntime(settings);
  try {
    await checkKeyring(runtime);
    await oneAtATime(settings.databaseUrl, () => prepareAccount(runtime));
  } finally {
    await runtime.database.$disconnect();
  }
}

/** Servers and workers that start together on an empty database must agree on one first account and one first key. */
async function prepareAccount(runtime: Runtime): Promise<void> {
  const { adminEmail, adminPassword } = runtime.settings;
  const isFirstStart = (await listAccounts(runtime)).length === 0;
  const accountId = isFirstStart ? await createAccount(runtime, 'My company') : await firstAccountId(runtime);
  await ensureKey(runtime, accountId, isFirstStart);
  if (adminEmail !== undefined && adminPassword !== undefined)
    await ensureAdmin(runtime, { email: adminEmail, password: adminPassword });
}

async function firstAccountId(runtime: Runtime): Promise<string> {
  const [account] = await listAccounts(runtime);
  if (!account) throw new Error('there is no account');
  return account.id;
}

/** A key by `MOORAGE_API_KEY` is accepted at every start; otherwise the first start makes one and shows it once. */
async function ensureKey(runtime: Runtime, accountId: string, isFirstStart: boolean): Promise<void> {
  const { apiKey, dataDir } = runtime.settings;
  if (apiKey !== undefined) return acceptApiKey(runtime, accountId, apiKey);
  if (!isFirstStart) return;
  const { key } = await createApiKey(runtime, { accountId, name: 'first key', scope: 'WRITE' });
  if (process.stdout.isTTY) {
    console.log(`\n  Your API key, shown this once:\n\n    export MOORAGE_API_KEY=${key}\n`);
  } else {
    writeSecret(dataDir, firstKeyFile, key);
    console.log(
      `✓ first API key in ${path.join(dataDir, firstKeyFile)} (only you can read it; move it to your secrets)`,
    );
  }
}

try {
  await prepare();
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof DatabaseInUseError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
