import path from 'node:path';
import { type Clock, systemClock } from '@/server/core/clock.ts';
import { createKeyring, type Keyring, type SecretKey } from '@/server/core/keyring.ts';
import { createLog, type Log } from '@/server/core/log.ts';
import { type RandomBytes, systemRandom } from '@/server/core/random.ts';
import { parseSecretKeys, readSettings, type Settings } from '@/server/core/settings.ts';
import { createDatabase, type Database } from '@/server/db/client.ts';
import { createHttpClient, type HttpClient } from '@/server/http-client/index.ts';
import { catalogue as wholeCatalogue } from '@/server/providers/catalogue.ts';
import type { ProviderManifest } from '@/server/providers/manifest.ts';
import { readOrCreateSecret } from './secret-file.ts';

/** What one process is made of. Built once; tests build their own. */
export interface Runtime {
  settings: Settings;
  log: Log;
  clock: Clock;
  random: RandomBytes;
  keyring: Keyring;
  database: Database;
  http: HttpClient;
  catalogue: ReadonlyMap<string, ProviderManifest>;
}

/** On whose behalf, and in which request, a verb works. */
export interface Context extends Runtime {
  accountId: string;
  /** `key:<prefix>`, `person`, `admin:<id>`, `system`: who the events name. */
  actor: string;
  requestId: string | null;
}

export function createRuntime(settings: Settings): Runtime {
  return {
    settings,
    log: createLog(settings.logLevel),
    clock: systemClock,
    random: systemRandom,
    keyring: createKeyring(settings.secretKeys ?? readGeneratedKeys(settings), systemRandom),
    database: createDatabase(settings.databaseUrl),
    http: createHttpClient({ allowedOrigins: settings.sandboxUrl === null ? [] : [settings.sandboxUrl] }),
    catalogue: wholeCatalogue,
  };
}

/** A damaged file must not become an empty key that anybody can compute. */
function readGeneratedKeys({ dataDir }: Settings): SecretKey[] {
  const line = readOrCreateSecret(dataDir, keyFile, () => `k1:${systemRandom(32).toString('base64')}`);
  return parseSecretKeys(
    line,
    `${path.join(dataDir, keyFile)} (put it back from a backup; without it nothing stored can be read)`,
  );
}

const keyFile = 'secret-key';

// Instrumentation and routes are bundled apart: what must exist once per process lives here (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageRuntime?: Runtime };

/** The runtime of this process, built from its environment on first use. */
export function getRuntime(): Runtime {
  shared.moorageRuntime ??= createRuntime(readSettings(process.env));
  return shared.moorageRuntime;
}

/** Replaces the runtime of this process; tests call routes with it. */
export function setRuntime(runtime: Runtime): void {
  shared.moorageRuntime = runtime;
}

export function withAccount(
  runtime: Runtime,
  accountId: string,
  actor: string,
  requestId: string | null,
): Context {
  return { ...runtime, accountId, actor, requestId };
}

/** Run settings that manifests may name in their templates. */
export function runSettingValues(settings: Settings): Record<string, string> {
  return {
    moorage_user_agent: `Moorage (${settings.publicUrl})`,
    ...(settings.sandboxUrl !== null && { sandbox_url: settings.sandboxUrl }),
  };
}

/** What every call of `server/oauth` needs from this process. */
export function oauthCall(runtime: Runtime) {
  const { sandboxUrl } = runtime.settings;
  return {
    fetch: runtime.http.fetch,
    insecureOrigins: sandboxUrl === null ? [] : [sandboxUrl],
    now: () => runtime.clock.now(),
  };
}
