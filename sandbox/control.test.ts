import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestClient, TestSandbox } from './test-client.ts';
import { control, createTestClient, readLedger, startTestSandbox } from './test-client.ts';

let sandbox: TestSandbox;
let bank: TestClient;
let shop: TestClient;

beforeAll(async () => {
  let tick = 0;
  sandbox = await startTestSandbox({ now: () => new Date(Date.UTC(2026, 0, 1, 0, 0, tick++)) });
  bank = createTestClient(sandbox.url, 'sandbox_openbanking');
  shop = createTestClient(sandbox.url, 'sandbox_commerce');
});
afterAll(() => sandbox.close());

type Notice = { id: string; text: string; link: string };

async function readNotices(): Promise<Notice[]> {
  const response = await fetch(`${sandbox.url}/public/companies/812345678/notices`);
  return (await response.json()).notices;
}

/** `fetch` does not let a test choose its Host header. */
function statusOf(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(sandbox.url);
    request({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('POST /control', () => {
  it('answers with the state', async () => {
    const fault = { on: 'token', fault: '429', retry_after: 3 };
    const response = await control(sandbox.url, { faults: [fault], access_token_ttl: 600 });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      faults: [{ ...fault, times: 1 }],
      access_token_ttl: 600,
      now: expect.stringMatching(/^2026-01-01T/),
      seed: '',
      volume: null,
      texts: null,
      grants: [],
      revoked_grants: [],
    });
    const cleared = await control(sandbox.url, { clear_faults: true });
    expect(await cleared.json()).toMatchObject({ faults: [] });
  });

  it.each([
    ['an unknown field', { fault: [] }],
    ['an unknown fault', { faults: [{ on: 'token', fault: 'explode' }] }],
    ['a fault where it cannot happen', { faults: [{ on: 'revocation', fault: 'deny' }] }],
    ['zero times', { faults: [{ on: 'token', fault: '500', times: 0 }] }],
    ['an unknown clock', { clock: 'sundial' }],
    ['a moment without a zone', { now: '2026-01-01T00:00:00' }],
    ['a volume of nothing', { volume: { transactions: 0 } }],
    ['no texts', { texts: [] }],
    ['an unknown provider', { revoke_grants: { provider_name: 'sandbox_private' } }],
    ['no object', 'clear'],
  ])('refuses %s and changes nothing', async (_name, command) => {
    const response = await control(sandbox.url, command);
    expect(response.status).toBe(400);
    const state = await (await fetch(`${sandbox.url}/control`)).json();
    expect(state).toMatchObject({ faults: [] });
  });

  it('refuses broken JSON and what a form of another site can post', async () => {
    const url = `${sandbox.url}/control`;
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(url, { method: 'POST', headers, body: '{' })).status).toBe(400);
    expect((await fetch(url, { method: 'POST', body: '{"clear_faults": true}' })).status).toBe(415);
  });

  it('sets the lifetime of the access tokens issued from then on', async () => {
    await control(sandbox.url, { access_token_ttl: 1 });
    expect(await bank.connect()).toMatchObject({ expires_in: 1 });
    await control(sandbox.url, { access_token_ttl: 600 });
    expect(await bank.connect()).toMatchObject({ expires_in: 600 });
  });

  it('writes the given texts into records and errors, one after the other, and nothing else', async () => {
    const usual = await readNotices();
    await control(sandbox.url, { texts: ['<script>alert(1)</script>', 'javascript:alert(2)'] });
    const notices = await readNotices();
    expect(notices[0]).toMatchObject({ text: '<script>alert(1)</script>', link: 'javascript:alert(2)' });
    expect(notices.map(({ id }) => id)).toEqual(usual.map(({ id }) => id));
    await control(sandbox.url, { faults: [{ on: 'resource', fault: '503' }] });
    const refused = await fetch(`${sandbox.url}/public/companies/812345678`);
    expect(await refused.json()).toEqual({
      error: 'temporarily_unavailable',
      error_description: expect.stringContaining('alert'),
    });
    await control(sandbox.url, { texts: null });
    expect(await readNotices()).toEqual(usual);
  });

  it.each(['sub', 'grant_id', 'provider_name'] as const)('revokes the grants of one %s', async (field) => {
    await control(sandbox.url, { revoke_grants: {} });
    const kept = await shop.connect();
    const lost = await bank.connect();
    const { grants } = await (await fetch(`${sandbox.url}/control`)).json();
    expect(grants).toHaveLength(2);
    expect(grants[1]).toMatchObject({
      provider_name: 'sandbox_openbanking',
      sub: 'bank-atelier-marnie',
      scope: 'accounts transactions offline_access',
    });
    const response = await control(sandbox.url, { revoke_grants: { [field]: grants[1][field] } });
    expect(await response.json()).toMatchObject({
      grants: [grants[0]],
      revoked_grants: [grants[1].grant_id],
    });
    expect((await bank.refresh(lost.refresh_token)).status).toBe(400);
    expect((await bank.readAccount(lost.access_token)).status).toBe(401);
    expect((await shop.refresh(kept.refresh_token)).status).toBe(200);
  });
});

describe('GET /ledger', () => {
  it('lists what was served in order, whole or in part', async () => {
    const before = await readLedger(sandbox.url);
    await bank.connect();
    await shop.connect();
    await shop.revoke('x');
    const entries = await readLedger(sandbox.url, `?since=${before.at(-1)?.id ?? 0}`);
    expect(entries.map(({ kind, provider_name }) => [kind, provider_name])).toEqual([
      ['authorization', 'sandbox_openbanking'],
      ['code_exchange', 'sandbox_openbanking'],
      ['authorization', 'sandbox_commerce'],
      ['code_exchange', 'sandbox_commerce'],
      ['revocation', 'sandbox_commerce'],
    ]);
    expect(entries[0]?.grant_id).toBe(entries[1]?.grant_id);
    const third = entries[2]?.at ?? '';
    expect(await readLedger(sandbox.url, `?since=${third}`)).toEqual(entries.slice(2));
    const shops = await readLedger(
      sandbox.url,
      `?since=${third}&provider_name=sandbox_commerce&kind=revocation`,
    );
    expect(shops).toEqual(entries.slice(4));
  });

  it('tells a code or refresh token that was sent again from another one, without showing it', async () => {
    const before = await readLedger(sandbox.url);
    const { refresh_token: token = '' } = await bank.connect();
    for (let times = 0; times < 2; times += 1) await bank.refresh(token);
    await bank.readAccount('x');
    const entries = await readLedger(sandbox.url, `?since=${before.at(-1)?.id ?? 0}`);
    const [authorization, exchange, first, second, resource] = entries.map(({ spent_hash }) => spent_hash);
    expect([authorization, resource]).toEqual([null, null]);
    expect(first).toBe(createHash('sha256').update(token).digest('base64url'));
    expect(second).toBe(first);
    expect(exchange).not.toBe(first);
    expect(JSON.stringify(entries)).not.toContain(token);
  });

  it('refuses a query it does not know', async () => {
    expect((await fetch(`${sandbox.url}/ledger?sinse=1`)).status).toBe(400);
    expect((await fetch(`${sandbox.url}/ledger?kind=coffee`)).status).toBe(400);
  });
});

describe.each(['/control', '/ledger', '/ledger/counts', '/expected?sub=bank-studio-nacre&type=BANK_ACCOUNT'])(
  '%s is for this machine only',
  (path) => {
    const host = 'localhost';
    it.each([
      ['a request that a proxy passed on', { host, 'x-forwarded-for': '203.0.113.9' }],
      ['a page of another site', { host, 'sec-fetch-site': 'cross-site' }],
      ['a page whose name was rebound to loopback', { host: 'attacker.example' }],
    ])('refuses %s', async (_name, headers) => {
      expect(await statusOf(path, headers)).toBe(403);
    });

    it('accepts a local process', async () => {
      expect(await statusOf(path, { host })).toBe(200);
    });
  },
);
