import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as oauth from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OAuthProviderName } from './catalogue.ts';
import { clientSecretOf } from './catalogue.ts';
import { createVisitor } from './consent-robot.ts';
import { startSandbox } from './start-sandbox.ts';
import type { TestClient, TestSandbox } from './test-client.ts';
import { CONSUMER_URL, createTestClient, lastEntry, readLedger, startTestSandbox } from './test-client.ts';

let sandbox: TestSandbox;
let bank: TestClient;
let shop: TestClient;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  bank = createTestClient(sandbox.url, 'sandbox_openbanking');
  shop = createTestClient(sandbox.url, 'sandbox_commerce');
});
afterAll(() => sandbox.close());

function discover(name: OAuthProviderName, authenticate: (secret: string) => oauth.ClientAuth) {
  const secret = clientSecretOf(name);
  return oauth.discovery(new URL(sandbox.url), name, secret, authenticate(secret), {
    execute: [oauth.allowInsecureRequests],
  });
}

async function errorOf(response: Response): Promise<unknown> {
  return { status: response.status, error: (await response.json()).error };
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close((error) => (error ? reject(error) : resolve(port)));
    });
  });
}

const INVALID_GRANT = { status: 400, error: 'invalid_grant' };

describe('with openid-client', () => {
  it.each([
    ['client_secret_basic', oauth.ClientSecretBasic],
    ['client_secret_post', oauth.ClientSecretPost],
  ])('connects, refreshes and revokes with %s', async (_name, authenticate) => {
    const config = await discover('sandbox_openbanking', authenticate);
    const { begun, callback } = await bank.consent();
    const tokens = await oauth.authorizationCodeGrant(config, callback, {
      pkceCodeVerifier: begun.verifier,
      expectedState: begun.state,
    });
    const refreshed = await oauth.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.scope).toBe('accounts transactions offline_access');
    await oauth.tokenRevocation(config, refreshed.refresh_token ?? '', { token_type_hint: 'refresh_token' });
    const late = oauth.refreshTokenGrant(config, refreshed.refresh_token ?? '');
    await expect(late).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('serves requests pushed before the redirect, refresh token included', async () => {
    const config = await discover('sandbox_openbanking', oauth.ClientSecretBasic);
    const begun = bank.begin();
    const url = await oauth.buildAuthorizationUrlWithPAR(config, begun.url.searchParams);
    expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    const visitor = createVisitor();
    const response = await bank.exchange(begun, await visitor.answer(await visitor.open(url)));
    expect((await response.json()).refresh_token).toBeTypeOf('string');
  });

  it('says who consented in the id_token when openid is asked for', async () => {
    const config = await discover('sandbox_commerce', oauth.ClientSecretBasic);
    const { begun, callback } = await shop.consent({ scope: 'openid orders' });
    const tokens = await oauth.authorizationCodeGrant(config, callback, {
      pkceCodeVerifier: begun.verifier,
      expectedState: begun.state,
    });
    expect(tokens.claims()).toMatchObject({ sub: 'shop-maison-tilleul', name: 'Maison Tilleul' });
  });
});

describe('tokens', () => {
  it('rotate, and the grant is revoked when an old refresh token is used again', async () => {
    const first = await bank.connect();
    const second = await (await bank.refresh(first.refresh_token)).json();
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await errorOf(await bank.refresh(first.refresh_token))).toEqual(INVALID_GRANT);
    expect(await errorOf(await bank.refresh(second.refresh_token))).toEqual(INVALID_GRANT);
    expect((await bank.readAccount(second.access_token)).status).toBe(401);

    const grantId = (await lastEntry(sandbox.url))?.grant_id;
    const story = await readLedger(sandbox.url, `?grant_id=${grantId}`);
    expect(story.map(({ kind, result }) => `${kind} ${result}`)).toEqual([
      'authorization ok',
      'code_exchange ok',
      'refresh ok',
      'refresh invalid_grant',
      'refresh invalid_grant',
      'resource invalid_token',
    ]);
  });

  it('let one of two parallel refreshes win and lose the grant for both', async () => {
    const { refresh_token: token } = await bank.connect();
    const responses = await Promise.all([bank.refresh(token), bank.refresh(token)]);
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 400]);
    const winner = await responses.find(({ status }) => status === 200)?.json();
    expect(await errorOf(await bank.refresh(winner.refresh_token))).toEqual(INVALID_GRANT);
  });

  it('are given once for a code, also for 16 exchanges at the same time', async () => {
    const { begun, callback } = await bank.consent();
    const racers = Array.from({ length: 16 }, () => bank.exchange(begun, callback));
    const statuses = (await Promise.all(racers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const grantId = (await lastEntry(sandbox.url))?.grant_id;
    const exchanges = await readLedger(sandbox.url, `?kind=code_exchange&grant_id=${grantId}`);
    expect(exchanges).toHaveLength(16);
    expect(exchanges.filter(({ result }) => result === 'ok')).toHaveLength(1);
  });

  it('are refused for a code with another verifier', async () => {
    const { begun, callback } = await bank.consent();
    const forged = { ...begun, verifier: 'a'.repeat(43) };
    expect(await errorOf(await bank.exchange(forged, callback))).toEqual(INVALID_GRANT);
  });

  it('are refused with a wrong client secret', async () => {
    const authorization = `Basic ${btoa('sandbox_openbanking:wrong')}`;
    const response = await bank.refresh('x', { headers: { authorization } });
    expect(await errorOf(response)).toEqual({ status: 401, error: 'invalid_client' });
  });

  it('end with the refresh token that is revoked, and an unknown token is revoked as well', async () => {
    const tokens = await shop.connect();
    expect((await shop.revoke(tokens.refresh_token)).status).toBe(200);
    expect(await lastEntry(sandbox.url)).toMatchObject({
      kind: 'revocation',
      provider_name: 'sandbox_commerce',
      grant_id: expect.any(String),
      result: 'ok',
    });
    expect((await shop.readAccount(tokens.access_token)).status).toBe(401);
    expect(await errorOf(await shop.refresh(tokens.refresh_token))).toEqual(INVALID_GRANT);
    expect((await shop.revoke('no-such-token')).status).toBe(200);
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind: 'revocation', grant_id: null, result: 'ok' });
  });

  it('belong to the client they were issued to', async () => {
    const { refresh_token: token } = await bank.connect();
    expect(await errorOf(await shop.refresh(token))).toEqual(INVALID_GRANT);
    expect((await bank.refresh(token)).status).toBe(200);
  });
});

describe('the server', () => {
  it('keeps grants, keys and the ledger over a restart, in files that only their owner can read', async () => {
    const own = await startTestSandbox();
    try {
      const client = createTestClient(own.url, 'sandbox_openbanking');
      const tokens = await client.connect();
      const readKeys = async () => (await fetch(`${own.url}/jwks`)).text();
      const keys = await readKeys();
      for (const name of ['sandbox.sqlite', 'sandbox.sqlite-wal']) {
        expect((await stat(`${own.dataDir}/${name}`)).mode & 0o777).toBe(0o600);
      }
      await own.restart();
      expect(await readKeys()).toEqual(keys);
      expect((await client.refresh(tokens.refresh_token)).status).toBe(200);
      const kinds = (await readLedger(own.url)).map(({ kind }) => kind);
      expect(kinds).toEqual(['authorization', 'code_exchange', 'refresh']);
    } finally {
      await own.close();
    }
  });

  it('speaks of itself as its public URL says, whatever host it was asked at', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'moorage-sandbox-'));
    const port = await findFreePort();
    const options = { port, url: 'https://sandbox.example', publicUrl: CONSUMER_URL, dataDir };
    const own = await startSandbox(options);
    try {
      const local = `http://127.0.0.1:${port}`;
      const metadata = await (await fetch(`${local}/.well-known/oauth-authorization-server`)).json();
      expect(metadata).toMatchObject({ issuer: own.url, token_endpoint: `${own.url}/token` });
      const { search } = bank.begin().url;
      const response = await fetch(`${local}/authorize${search}`, { redirect: 'manual' });
      expect(response.headers.getSetCookie().every((cookie) => cookie.includes('secure'))).toBe(true);
    } finally {
      await own.close();
      await rm(dataDir, { recursive: true });
    }
  });

  it('says so when its port is taken, and leaves nothing open', async () => {
    const port = Number(new URL(sandbox.url).port);
    const start = startSandbox({ port, publicUrl: CONSUMER_URL, dataDir: sandbox.dataDir });
    await expect(start).rejects.toThrow('EADDRINUSE');
  });

  it('answers 413 to a body that is too large', async () => {
    expect((await bank.refresh('x'.repeat(100_000))).status).toBe(413);
  });

  it('is alive at /healthz and explains itself at /', async () => {
    expect((await fetch(`${sandbox.url}/healthz`)).status).toBe(200);
    const home = await (await fetch(sandbox.url)).text();
    for (const words of ['sandbox_commerce', 'sandbox-key-5', 'drop_after_commit'])
      expect(home).toContain(words);
  });
});
