/**
 * Run by `npm start` before the server: checks the run settings, makes what is missing (secrets, schema, first account,
 * first API key, admin), and refuses to go on with secrets that do not fit the data.
 */
import path from 'node:path';
import {
  acceptApiKey,
  createAccount,
  createApiKey,
  ensureAdmin,
  listAccounts,
} from '@/server/accounts/index.ts';
import { readSettings, SettingsError } from '@/server/core/settings.ts';
import { migrate } from '@/server/db/migrate.ts';
import { checkKeyring } from '@/server/lifecycle/check-keyring.ts';
import { createRuntime, type Runtime } from '@/server/runtime/runtime.ts';
import { ensureDataDir, writeSecret } from '@/server/runtime/secret-file.ts';

/** Where a first key waits that no terminal could show. */
const firstKeyFile = 'first-api-key';

async function prepare(): Promise<void> {
  const settings = readSettings(process.env);
  ensureDataDir(settings.dataDir);
  const applied = await migrate(settings.databaseUrl);
  if (applied.length > 0)
    console.log(`✓ database (${applied.length} migration${applied.length > 1 ? 's' : ''} applied)`);
  const runtime = createRuntime(settings);
  try {
    await checkKeyring(runtime);
    const isFirstStart = (await listAccounts(runtime)).length === 0;
    const accountId = isFirstStart
      ? await createAccount(runtime, 'My company')
      : await firstAccountId(runtime);
    await ensureKey(runtime, accountId, isFirstStart);
    if (settings.adminEmail !== undefined && settings.adminPassword !== undefined) {
      await ensureAdmin(runtime, { email: settings.adminEmail, password: settings.adminPassword });
    }
  } finally {
    await runtime.database.$disconnect();
  }
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
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
