import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { getConnection } from '@/server/connections/index.ts';
import { createKeyring } from '@/server/core/keyring.ts';
import { transaction } from '@/server/db/client.ts';
import { saveGrant } from '@/server/grants/index.ts';
import { revokerIdle } from '@/server/revocations/index.ts';
import { setRuntime } from '@/server/runtime/runtime.ts';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { callApp } from '@/server/testing/call-app.ts';
import { expectProblem } from '@/server/testing/expect-problem.ts';
import { makeConnectionIn, makeUser } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

const canary = {
  accessToken: 'canary-access-token-a1b2c3',
  refreshToken: 'canary-refresh-token-a1b2c3',
  typedKey: 'canary-typed-key-a1b2c3',
  clientSecret: 'canary-client-secret-a1b2c3',
  idempotencyKey: 'canary-idempotency-key-a1b2c3',
};
/** Not a secret: proves that the search would find one. */
const visible = 'Canary Visible Bakery';

let test: TestRuntime;
let api: ApiClient;
const linkTokens: string[] = [];

beforeAll(async () => {
  // Nobody listens there: the revocation fails, and its failure is logged.
  test = await startTestRuntime({ environment: { SANDBOX_URL: 'http://localhost:1' } });
  api = createApiClient(test.writeKey);
});
afterEach(() => setRuntime(test.runtime));
afterAll(() => test.close());

async function storeSecrets(): Promise<void> {
  const credentials = { client_id: 'our-client', client_secret: canary.clientSecret };
  await api('PUT', '/providers/qonto/credentials', { body: { credentials } });
  const user = await makeUser(api, { name: visible });
  const path = `/users/${user.id}/data-connections`;
  const headers = { 'idempotency-key': canary.idempotencyKey };
  const body = { provider_name: 'sandbox_openbanking', requested_data_types: ['BANK_ACCOUNT'] };
  const created = await api('POST', path, { body, headers });
  linkTokens.push(created.body.redirect_url.split('/').at(-1));

  for (const disconnect of [false, true]) {
    const connection = await makeConnectionIn(test, api, user.id, 'CONNECTED');
    linkTokens.push(connection.redirect_url?.split('/').at(-1) ?? '');
    await transaction(test.runtime.database, async (tx) => {
      const row = await getConnection(test.ctx, user.id, connection.id, tx);
      const { accessToken, refreshToken, typedKey } = canary;
      const secrets = { accessToken, refreshToken, values: { api_key: typedKey } };
      await saveGrant(tx, test.ctx, row, { secrets, scope: 'accounts', accessTokenExpiresAt: null });
    });
    if (disconnect) await api('PATCH', `${path}/${connection.id}`, { body: { status: 'DISCONNECTED' } });
  }
  await revokerIdle();
}

/** Requests that go wrong with a secret in their hands. */
async function fumbleSecrets(): Promise<void> {
  const key = test.writeKey;
  await api('GET', `/users/${key}`);
  await api('GET', `/users?key=${key}`);
  await api('GET', `/providers/${canary.clientSecret}`);
  await api('POST', '/users/legal', { raw: `{"name": "${canary.clientSecret}` });
  await api('PUT', '/providers/qonto/credentials', {
    body: { credentials: { client_secrt: canary.clientSecret } },
  });
  await createApiClient(null)('GET', '/profile', { headers: { authorization: `Basic ${key}` } });
  for (const token of linkTokens) {
    await callApp(new Request(`http://localhost:4000/connect/${token}?code=${canary.accessToken}`));
  }
}

/** The whole store as text. */
async function dump(): Promise<string> {
  const { database, settings } = test.runtime;
  if (settings.database === 'sqlite') {
    const file = settings.databaseUrl.replace('file:', '');
    return [file, `${file}-wal`]
      .filter(existsSync)
      .map((name) => readFileSync(name, 'latin1'))
      .join('');
  }
  const tables = await database.$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'`;
  const rows = await Promise.all(
    tables.map(({ name }) => database.$queryRawUnsafe(`SELECT t::text AS row FROM "${name}" t`)),
  );
  return JSON.stringify(rows);
}

describe('secrets (I-07, R-24, R-28)', () => {
  it('are in neither the log nor the store in clear, whatever went wrong', async () => {
    await storeSecrets();
    await fumbleSecrets();
    const secrets = [...Object.values(canary), ...linkTokens, test.writeKey, test.readKey];
    expect(secrets.every((secret) => secret.length > 20)).toBe(true);
    const [log, store] = [test.logged(), await dump()];
    expect(log).toContain('revocation failed');
    expect(store).toContain(visible);
    expect(log).not.toContain(visible);
    for (const secret of secrets) {
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64').replace(/=+$/, ''),
        encodeURIComponent(secret),
      ]) {
        expect(log.includes(form), `the log shows ${secret}`).toBe(false);
        expect(store.includes(form), `the store shows ${secret}`).toBe(false);
      }
    }
  });

  it('stay unread with another key ring: 500 without a word about it', async () => {
    const user = await makeUser(api);
    const { id } = await makeConnectionIn(test, api, user.id, 'CONNECTED');
    const other = createKeyring([{ id: 'k1', key: Buffer.alloc(32, 7) }], test.runtime.random);
    setRuntime({ ...test.runtime, keyring: other });
    const answer = await api('GET', `/users/${user.id}/data-connections/${id}`);
    const problem = expectProblem(answer, 'INTERNAL_ERROR');
    expect(JSON.stringify(problem)).not.toMatch(/decrypt|link_token|enc:v1|at .*\.ts/);
    const line =
      test
        .logged()
        .split('\n')
        .find((text) => text.includes('DecryptionError')) ?? '';
    expect(line).toContain(problem.request_id);
    expect(line).not.toMatch(/enc:v1:k1/);
  });
});
