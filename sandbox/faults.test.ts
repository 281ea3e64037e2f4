import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor } from './consent-robot.ts';
import { FAULT_KINDS, FAULT_TARGETS } from './fault-catalogue.ts';
import type { TestClient, TestSandbox } from './test-client.ts';
import { control, createTestClient, lastEntry, readLedger, startTestSandbox } from './test-client.ts';

let sandbox: TestSandbox;
let bank: TestClient;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  bank = createTestClient(sandbox.url, 'sandbox_openbanking');
});
afterAll(() => sandbox.close());
afterEach(async () => {
  await control(sandbox.url, { clear_faults: true });
});

async function script(...faults: object[]): Promise<void> {
  const response = await control(sandbox.url, { faults });
  expect(response.status).toBe(200);
}

/** Everything a request can be hit at, with a request of that kind. */
async function requestAt(target: string, init?: RequestInit): Promise<Response> {
  switch (target) {
    case 'authorization':
      return fetch(bank.begin().url, { redirect: 'manual', ...init });
    case 'revocation':
      return bank.post('/revoke', { token: 'x' }, init);
    case 'resource':
      return fetch(`${sandbox.url}/private/account`, {
        headers: { 'x-sandbox-key': 'sandbox-key-1' },
        redirect: 'manual',
        ...init,
      });
    case 'code_exchange':
      return bank.post('/token', { grant_type: 'authorization_code', code: 'x' }, init);
    default:
      return bank.refresh('x', init);
  }
}

describe.each([...FAULT_TARGETS])('at %s', (target) => {
  const kind = target === 'token' ? 'refresh' : target;

  it.each([
    ['500', 500, 'text/html; charset=utf-8', 'Internal Server Error'],
    ['garbage', 200, 'application/json; charset=utf-8', '{"access_token": "gar'],
    ['empty', 200, 'application/json; charset=utf-8', ''],
    ['error_in_200', 200, 'application/json; charset=utf-8', '"error":"invalid_request"'],
  ])('%s is answered once', async (fault, status, type, words) => {
    await script({ on: target, fault });
    const response = await requestAt(target);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toContain(words);
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind, result: `fault:${fault}` });
    expect(await readState()).toMatchObject({ faults: [] });
  });

  it.each(['429', '503'])('%s says when to come back', async (fault) => {
    await script({ on: target, fault, retry_after: 7 });
    const response = await requestAt(target);
    expect(response.status).toBe(Number(fault));
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind, result: `fault:${fault}` });
  });

  it('redirect leads elsewhere', async () => {
    await script({ on: target, fault: 'redirect' });
    expect((await requestAt(target)).headers.get('location')).toBe('https://elsewhere.invalid/');
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind, result: 'fault:redirect' });
  });

  it('reset breaks the connection', async () => {
    await script({ on: target, fault: 'reset' });
    await expect(requestAt(target)).rejects.toThrow('fetch failed');
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind, result: 'fault:reset' });
  });

  it('hang never answers', async () => {
    await script({ on: target, fault: 'hang' });
    await expect(requestAt(target, { signal: AbortSignal.timeout(200) })).rejects.toThrow('timeout');
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind, result: 'fault:hang' });
  });

  it('slow answers late, and properly', async () => {
    await script({ on: target, fault: 'slow', delay_ms: 150 });
    const started = performance.now();
    const response = await requestAt(target);
    expect(performance.now() - started).toBeGreaterThanOrEqual(140);
    await response.text();
    const { result } = (await lastEntry(sandbox.url)) ?? {};
    expect(result).not.toBe('fault:slow');
  });

  it('drip starts an answer and never ends it', async () => {
    await script({ on: target, fault: 'drip', delay_ms: 10 });
    const response = await requestAt(target, { signal: AbortSignal.timeout(300) });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });
});

it('huge sends 16 MB', async () => {
  await script({ on: 'resource', fault: 'huge' });
  const response = await requestAt('resource');
  expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(16 * 1024 * 1024);
});

describe('authorization answers', () => {
  it.each([
    ['deny', 'access_denied', 'access_denied'],
    ['server_error', 'server_error', 'server_error'],
    ['temporarily_unavailable', 'temporarily_unavailable', 'temporarily_unavailable'],
  ])('%s goes straight back, with state and iss', async (fault, error, result) => {
    await script({ on: 'authorization', fault });
    const begun = bank.begin();
    const response = await fetch(begun.url, { redirect: 'manual' });
    const back = new URL(response.headers.get('location') ?? '');
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      error,
      state: begun.state,
      iss: sandbox.url,
    });
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind: 'authorization', result });
  });

  it('server_error carries markup in its description', async () => {
    await script({ on: 'authorization', fault: 'server_error' });
    const response = await fetch(bank.begin().url, { redirect: 'manual' });
    const back = new URL(response.headers.get('location') ?? '');
    expect(back.searchParams.get('error_description')).toContain('<script>');
  });

  it.each([
    ['wrong_iss', 'iss', 'https://attacker.invalid'],
    ['missing_iss', 'iss', null],
    ['wrong_state', 'state', 'not-the-state-you-sent'],
  ])('%s changes the redirect back after consent', async (fault, parameter, value) => {
    await script({ on: 'authorization', fault });
    const { callback } = await bank.consent();
    expect(callback.searchParams.get(parameter)).toBe(value);
    expect(callback.searchParams.get('code')).toBeTypeOf('string');
    expect(await lastEntry(sandbox.url)).toMatchObject({
      kind: 'authorization',
      grant_id: expect.any(String),
      result: `fault:${fault}`,
    });
  });

  it('a fault of the answer waits for the answer and holds back those scripted after it', async () => {
    await script({ on: 'authorization', fault: 'wrong_iss' }, { on: 'authorization', fault: '500' });
    const visitor = createVisitor();
    const back = await visitor.answer(await visitor.open(bank.begin().url));
    expect(back.searchParams.get('iss')).toBe('https://attacker.invalid');
    expect((await requestAt('authorization')).status).toBe(500);
  });
});

describe('token answers', () => {
  it.each([
    ['missing_refresh_token', 'refresh_token', undefined],
    ['missing_scope', 'scope', undefined],
    ['string_expires_in', 'expires_in', '600'],
  ])('%s changes the answer of an exchange that took place', async (fault, field, value) => {
    await script({ on: 'token', fault });
    const { begun, callback } = await bank.consent();
    const answer = await (await bank.exchange(begun, callback)).json();
    expect(answer[field]).toBe(value);
    expect((await bank.readAccount(answer.access_token)).status).toBe(200);
    const story = await readLedger(sandbox.url, `?grant_id=${(await lastEntry(sandbox.url))?.grant_id}`);
    expect(story.map(({ result }) => result)).toEqual(['ok', `fault:${fault}`, 'ok']);
  });

  it.each([
    ['invalid_grant', 400],
    ['invalid_client', 401],
  ])('%s refuses a refresh and leaves the grant alive', async (fault, status) => {
    const { refresh_token: token } = await bank.connect();
    await script({ on: 'refresh', fault });
    const response = await bank.refresh(token);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: fault });
    expect((await bank.refresh(token)).status).toBe(200);
  });

  it('drop_after_commit spends the code and loses the answer', async () => {
    await script({ on: 'code_exchange', fault: 'drop_after_commit' });
    const { begun, callback } = await bank.consent();
    await expect(bank.exchange(begun, callback)).rejects.toThrow('fetch failed');
    expect(await lastEntry(sandbox.url)).toMatchObject({
      kind: 'code_exchange',
      grant_id: expect.any(String),
      result: 'fault:drop_after_commit',
    });
    const again = await bank.exchange(begun, callback);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('drop_after_commit rotates the refresh token and loses the answer', async () => {
    const { refresh_token: token } = await bank.connect();
    await script({ on: 'refresh', fault: 'drop_after_commit' });
    await expect(bank.refresh(token)).rejects.toThrow('fetch failed');
    expect((await bank.refresh(token)).status).toBe(400);
  });

  it('drop_after_commit revokes the token and loses the answer', async () => {
    const tokens = await bank.connect();
    await script({ on: 'revocation', fault: 'drop_after_commit' });
    await expect(bank.revoke(tokens.refresh_token)).rejects.toThrow('fetch failed');
    expect((await bank.readAccount(tokens.access_token)).status).toBe(401);
  });

  it('a request that fails by itself keeps its own error in the ledger', async () => {
    await script({ on: 'token', fault: 'missing_refresh_token' });
    await bank.refresh('no-such-token');
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind: 'refresh', result: 'invalid_grant' });
  });
});

describe('which requests a fault hits', () => {
  it('hits as many as it was scripted for', async () => {
    await script({ on: 'refresh', fault: '500', times: 2 });
    const statuses: number[] = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await bank.refresh('x')).status);
    expect(statuses).toEqual([500, 500, 400]);
  });

  it('happens in the order of the script', async () => {
    await script({ on: 'token', fault: '429' }, { on: 'refresh', fault: '503' });
    expect((await bank.refresh('x')).status).toBe(429);
    expect((await bank.refresh('x')).status).toBe(503);
  });

  it('spares other kinds and other providers', async () => {
    await script({ on: 'refresh', fault: '500', provider_name: 'sandbox_openbanking' });
    const shop = createTestClient(sandbox.url, 'sandbox_commerce');
    expect((await shop.refresh('x')).status).toBe(400);
    expect((await requestAt('code_exchange')).status).toBe(400);
    expect((await bank.refresh('x')).status).toBe(500);
  });

  it('knows the provider of a resource request by its token', async () => {
    const { access_token: token } = await bank.connect();
    await script({ on: 'resource', fault: '503', provider_name: 'sandbox_openbanking' });
    expect((await requestAt('resource')).status).toBe(200);
    expect((await bank.readAccount(token)).status).toBe(503);
  });

  it.each(Object.entries(FAULT_KINDS))('%s is refused where it cannot happen', async (fault, { on }) => {
    for (const target of FAULT_TARGETS) {
      const isPossible = on.some((place) => place === target);
      const response = await control(sandbox.url, { faults: [{ on: target, fault }] });
      expect(response.status, `${fault} on ${target}`).toBe(isPossible ? 200 : 400);
    }
  });
});

async function readState(): Promise<unknown> {
  return (await fetch(`${sandbox.url}/control`)).json();
}
