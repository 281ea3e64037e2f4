import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestSandbox } from './test-client.ts';
import { control, createTestClient, lastEntry, startTestSandbox } from './test-client.ts';
import { walkPages } from './walk-pages.ts';

const TRANSACTIONS = '/bank/transactions?account_id=bank-atelier-marnie-current';

let sandbox: TestSandbox;
let headers: Record<string, string>;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  const { access_token } = await createTestClient(sandbox.url, 'sandbox_openbanking').connect();
  headers = { authorization: `Bearer ${access_token}` };
});
afterAll(() => sandbox.close());
afterEach(() => control(sandbox.url, { clear_faults: true }));

async function script(fault: string, more: object = {}): Promise<void> {
  const response = await control(sandbox.url, { faults: [{ on: 'resource', fault, ...more }] });
  expect(response.status).toBe(200);
}

const get = (path = TRANSACTIONS, init: RequestInit = {}) =>
  fetch(`${sandbox.url}${path}`, { headers, ...init });

/** The fault was told of in the ledger, and the next request is answered as usual. */
async function expectOnce(fault: string): Promise<void> {
  expect(await lastEntry(sandbox.url)).toMatchObject({ kind: 'resource', result: `fault:${fault}` });
  expect((await get()).status).toBe(200);
  expect(await lastEntry(sandbox.url)).toMatchObject({ result: 'ok' });
}

type Body = { transactions: { id: string; label: string }[]; has_more: boolean };
const bodyOf = async (response: Response): Promise<Body> => JSON.parse(await response.text());

describe('instead of the data', () => {
  it.each([
    ['expired_token', 401, 'Bearer error="invalid_token"'],
    ['unauthorized', 401, null],
    ['insufficient_scope', 403, 'Bearer error="insufficient_scope", scope="transactions"'],
  ])('%s refuses a token that is fine', async (fault, status, challenge) => {
    await script(fault);
    const response = await get();
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([status, challenge]);
    await expectOnce(fault);
  });

  it('429 names a date when asked to', async () => {
    await script('429', { retry_after: 3600, retry_after_form: 'date' });
    const date = Date.parse((await get()).headers.get('retry-after') ?? '');
    expect(Math.abs(date - Date.now() - 3_600_000)).toBeLessThan(5000);
    await script('429', { retry_after: 1_000_000_000 });
    expect((await get()).headers.get('retry-after')).toBe('1000000000');
    await expectOnce('429');
  });

  it('html is a page to sign in', async () => {
    await script('html');
    const response = await get();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    await expectOnce('html');
  });

  it('deep is nested 100,000 times', async () => {
    await script('deep');
    expect(await (await get()).text()).toMatch(/^\[{100000}\]{100000}$/);
    await expectOnce('deep');
  });

  it('huge is as large as it was scripted', async () => {
    await script('huge', { size_mb: 50 });
    const { byteLength } = await (await get()).arrayBuffer();
    expect(byteLength).toBeGreaterThan(50 * 1024 * 1024);
    await expectOnce('huge');
  });

  it('gzip_bomb unpacks to a hundred times its size and more', async () => {
    await script('gzip_bomb');
    const response = await get();
    expect(response.headers.get('content-encoding')).toBe('gzip');
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > 100 * 1024 * 1024) break;
    }
    expect(size).toBeGreaterThan(100 * 1024 * 1024);
    await expectOnce('gzip_bomb');
  });
});

describe('in the data', () => {
  it('endless_pages begins again where the list ends', async () => {
    await script('endless_pages', { times: 1000 });
    const pages = await walkPages(`${sandbox.url}${TRANSACTIONS}&limit=1000`, headers);
    const ids = pages.flatMap(({ records }) => records.map(({ id }) => id));
    expect(pages).toHaveLength(60);
    expect(new Set(ids).size).toBeLessThan(ids.length / 2);
    expect(new Set(pages.map(({ body }) => body.next_cursor)).size).toBe(60);
    await control(sandbox.url, { clear_faults: true });
    expect((await walkPages(`${sandbox.url}${TRANSACTIONS}&limit=1000`, headers)).length).toBeLessThan(60);
  });

  it.each([
    '/shop/products',
    '/shop/refunds',
    '/shop/payments',
    '/shop/orders',
    '/shop/disputes',
    '/shop/payouts',
    '/shop/subscriptions',
    '/shop/customers',
  ])('endless_pages knows the way %s pages', async (path) => {
    const shop = createTestClient(sandbox.url, 'sandbox_commerce');
    const scope = 'orders products payments disputes subscriptions customers';
    const { access_token } = await shop.connect({ scope }, { identity: 'shop-velo-lumen' });
    await script('endless_pages', { times: 1000, path });
    const pages = await walkPages(`${sandbox.url}${path}`, { authorization: `Bearer ${access_token}` });
    expect(pages).toHaveLength(60);
    expect(pages.every(({ records }) => records.length > 0)).toBe(true);
  });

  it('duplicates repeats records in a page and over pages', async () => {
    const first = await bodyOf(await get(`${TRANSACTIONS}&limit=10`));
    const next = `${TRANSACTIONS}&limit=10&cursor=${Object(first).next_cursor}`;
    const clean = await bodyOf(await get(next));
    await get(`${TRANSACTIONS}&limit=10`);
    await script('duplicates');
    const spoiled = await bodyOf(await get(next));
    expect(spoiled.transactions).toEqual([
      ...first.transactions.slice(-3),
      ...clean.transactions.slice(0, 3),
      ...clean.transactions,
    ]);
    await expectOnce('duplicates');
  });

  it('reordered turns a page around', async () => {
    const clean = await bodyOf(await get());
    await script('reordered');
    expect((await bodyOf(await get())).transactions).toEqual(clean.transactions.reverse());
    await expectOnce('reordered');
  });

  it('invalid_utf8 spoils the bytes, not the JSON', async () => {
    await script('invalid_utf8');
    const bytes = await (await get()).arrayBuffer();
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect(JSON.parse(new TextDecoder().decode(bytes)).transactions.length).toBe(100);
    await expectOnce('invalid_utf8');
  });

  it('reset_mid_body breaks off after the status', async () => {
    await script('reset_mid_body');
    const response = await get();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    await expectOnce('reset_mid_body');
  });
});

describe('which requests it hits', () => {
  it('only those of its path', async () => {
    await script('500', { path: '/bank/transactions' });
    expect((await get('/bank/accounts')).status).toBe(200);
    expect((await get()).status).toBe(500);
  });

  it('only those that need its scope', async () => {
    await script('insufficient_scope', { scope: 'accounts', times: 5 });
    expect((await get()).status).toBe(200);
    expect((await get('/bank/accounts')).status).toBe(403);
  });

  it('those after the ones it lets pass', async () => {
    await script('503', { skip: 2 });
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await get()).status);
    expect(statuses).toEqual([200, 200, 503, 200]);
  });

  it('and path and scope are for the resource API alone', async () => {
    const fault = { on: 'token', fault: '500', path: '/token' };
    expect((await control(sandbox.url, { faults: [fault] })).status).toBe(400);
  });
});
