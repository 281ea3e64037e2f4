import { addMs, minuteMs } from '@/server/core/clock.ts';
import { AppError } from '@/server/core/errors.ts';
import { newId } from '@/server/core/ids.ts';
import { sha256 } from '@/server/core/random.ts';
import { SettingsError } from '@/server/core/settings.ts';
import { readApiKeyByHash } from '@/server/db/hot-reads.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { apiKeyPrefix, isPlausibleApiKey, newApiKey } from './api-key-format.ts';

export type ApiKeyScope = 'READ' | 'WRITE';

interface NewApiKey {
  accountId: string;
  name: string;
  scope: ApiKeyScope;
  expiresAt?: Date | undefined;
  /** Address of the admin who makes it. */
  createdBy?: string | undefined;
}

/** Makes a key. `key` is returned here and never again: only its SHA-256 is stored. */
export async function createApiKey(runtime: Runtime, input: NewApiKey): Promise<{ id: string; key: string }> {
  const key = newApiKey(runtime.random);
  return { id: await storeApiKey(runtime, input, key), key };
}

/** Accepts a key somebody else chose (`MOORAGE_API_KEY`) as a write key; does nothing when it is known and alive. */
export async function acceptApiKey(runtime: Runtime, accountId: string, key: string): Promise<void> {
  const known = await runtime.database.apiKey.findUnique({ where: { keyHash: sha256(key) } });
  if (known === null) {
    await storeApiKey(runtime, { accountId, name: 'MOORAGE_API_KEY', scope: 'WRITE' }, key);
  } else if (known.revokedAt !== null) {
    throw new SettingsError('MOORAGE_API_KEY: this key was revoked; choose another one');
  }
}

async function storeApiKey(runtime: Runtime, input: NewApiKey, key: string): Promise<string> {
  const id = newId();
  await runtime.database.apiKey.create({
    data: {
      id,
      accountId: input.accountId,
      name: input.name,
      scope: input.scope,
      prefix: apiKeyPrefix(key),
      keyHash: sha256(key),
      createdAt: runtime.clock.now(),
      expiresAt: input.expiresAt ?? null,
      createdBy: input.createdBy ?? null,
    },
  });
  return id;
}

/** Keys of every account, newest first; for the terminal. */
export function listApiKeys(runtime: Runtime) {
  return runtime.database.apiKey.findMany({ orderBy: { id: 'desc' }, include: { account: true }, take: 500 });
}

/** Ends a key at once. `idOrPrefix` must name exactly one living key. */
export async function revokeApiKey(
  runtime: Runtime,
  idOrPrefix: string,
): Promise<{ id: string; prefix: string }> {
  const keys = await runtime.database.apiKey.findMany({
    where: { revokedAt: null, OR: [{ id: idOrPrefix }, { prefix: idOrPrefix }] },
    take: 2,
  });
  const [key] = keys;
  if (!key) throw new Error(`No living API key has the id or prefix "${idOrPrefix}".`);
  if (keys.length > 1) throw new Error(`Several API keys start with "${idOrPrefix}"; give the id.`);
  await runtime.database.apiKey.update({ where: { id: key.id }, data: { revokedAt: runtime.clock.now() } });
  return key;
}

export interface Caller {
  keyId: string;
  accountId: string;
  scope: ApiKeyScope;
  prefix: string;
}

const shared = globalThis as typeof globalThis & { moorageKeyUses?: Map<string, number> };

/** The caller behind a key; throws `INVALID_API_KEY` when it is missing, malformed, unknown, expired or revoked. */
export async function authenticateApiKey(runtime: Runtime, key: string | null): Promise<Caller> {
  if (key === null) throw new AppError('INVALID_API_KEY', 'Send your API key in the X-API-KEY header.');
  const refusal = new AppError('INVALID_API_KEY', 'This API key is malformed, unknown, expired or revoked.');
  if (!isPlausibleApiKey(key)) throw refusal;
  const row = await readApiKeyByHash(runtime.database, sha256(key));
  const now = runtime.clock.now();
  if (row === null || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= now))
    throw refusal;
  await noteUse(runtime, row.id, row.lastUsedAt, now);
  return { keyId: row.id, accountId: row.accountId, scope: row.scope, prefix: row.prefix };
}

/** Once a minute and key is enough to see which keys live; a write per request would cost more than the request. */
async function noteUse(runtime: Runtime, id: string, lastUsedAt: Date | null, now: Date): Promise<void> {
  shared.moorageKeyUses ??= new Map();
  const last = Math.max(shared.moorageKeyUses.get(id) ?? 0, lastUsedAt?.getTime() ?? 0);
  if (now < addMs(new Date(last), minuteMs)) return;
  shared.moorageKeyUses.set(id, now.getTime());
  await runtime.database.apiKey.updateMany({ where: { id }, data: { lastUsedAt: now } });
}
