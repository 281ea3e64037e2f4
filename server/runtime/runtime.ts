import path from 'node:path';
import { type Clock, systemClock } from '@/server/core/clock.ts';
import { createKeyring, type Keyring, type SecretKey } from '@/server/core/keyring.ts';
import { createLog, type Log } from '@/server/core/log.ts';
import { type RandomBytes, systemRandom } from '@/server/core/random.ts';
import { parseSecretKeys, readSettings, type Settings, SettingsError } from '@/server/core/settings.ts';
import { createDatabase, type Database } from '@/server/db/client.ts';
import { createHttpClient, type HttpClient } from '@/server/http-client/index.ts';
import { catalogueNormalizers, catalogue as wholeCatalogue } from '@/server/providers/catalogue.ts';
import type { ProviderManifest } from '@/server/providers/manifest.ts';
import type { Normalizers } from '@/server/providers/normalizer.ts';
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
  /** By provider name. */
  normalizers: ReadonlyMap<string, Normalizers>;
}

/** On whose behalf, and in which request, a verb works. */
export interface Context extends Runtime {
  accountId: string;
  /** `key:<prefix>`, `person`, `admin:<id>`, `system`: who the events name. */
  actor: string;
  requestId: string | null;
}

export function createRuntime(settings: Settings): Runtime {
  refuseUnknownBaseUrls(settings);
  return {
    settings,
    log: createLog(settings.logLevel),
    clock: systemClock,
    random: systemRandom,
    keyring: createKeyring(settings.secretKeys ?? readGeneratedKeys(settings), systemRandom),
    database: createDatabase(settings.databaseUrl),
    http: createHttpClient({ allowedOrigins: namedOrigins(settings) }),
    catalogue: wholeCatalogue,
    normalizers: catalogueNormalizers,
  };
}

/** A name that is mistyped would leave the provider's real address in place. */
function refuseUnknownBaseUrls({ baseUrls }: Settings): void {
  const known = new Set([...wholeCatalogue.values()].flatMap((manifest) => Object.keys(manifest.baseUrls)));
  const unknown = Object.keys(baseUrls).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new SettingsError(
    `MOORAGE_BASE_URLS: unknown ${unknown.join(', ')}; known: ${[...known].sort().join(', ')}`,
  );
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

/**
 * Origins that the operator named in the run settings. They alone may be plain http or on this machine, for our own
 * requests and for the redirects of browsers.
 */
export function namedOrigins({ sandboxUrl, baseUrls }: Settings): string[] {
  const urls = [...(sandboxUrl === null ? [] : [sandboxUrl]), ...Object.values(baseUrls)];
  return [...new Set(urls.map((url) => new URL(url).origin))];
}

/** Run settings that manifests may name in their templates. */
export function runSettingValues(settings: Settings): Record<string, string> {
  return {
    ...settings.baseUrls,
    moorage_user_agent: `Moorage (${settings.publicUrl})`,
    ...(settings.sandboxUrl !== null && { sandbox_url: settings.sandboxUrl }),
  };
}

/** What every call of `server/oauth` needs from this process. */
export function oauthCall(runtime: Runtime) {
  return {
    fetch: runtime.http.fetch,
    insecureOrigins: namedOrigins(runtime.settings),
    now: () => runtime.clock.now(),
  };
}
