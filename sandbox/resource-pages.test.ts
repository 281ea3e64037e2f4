import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OAUTH_PROVIDERS } from './catalogue.ts';
import { isIban } from './iban.ts';
import type { TestSandbox } from './test-client.ts';
import { control, createTestClient, startTestSandbox } from './test-client.ts';
import type { Page } from './walk-pages.ts';
import { walkPages } from './walk-pages.ts';

const NOW = '2026-08-15T12:00:00.000Z';
const BANK = 'bank-atelier-marnie';
const SHOP = 'shop-velo-lumen';

let sandbox: TestSandbox;
let bankHeaders: Record<string, string>;
let shopHeaders: Record<string, string>;

beforeAll(async () => {
  sandbox = await startTestSandbox({ now: () => new Date(NOW) });
  bankHeaders = await headersOf('sandbox_openbanking', BANK);
  shopHeaders = await headersOf('sandbox_commerce', SHOP);
});
afterAll(() => sandbox.close());
afterEach(() => control(sandbox.url, { clock: 'system', seed: '', volume: null, clear_faults: true }));

async function headersOf(providerName: 'sandbox_openbanking' | 'sandbox_commerce', identity: string) {
  const scope = [...Object.keys(OAUTH_PROVIDERS[providerName].scopes), 'offline_access'].join(' ');
  const { access_token } = await createTestClient(sandbox.url, providerName).connect({ scope }, { identity });
  return { authorization: `Bearer ${access_token}` };
}

async function expected(sub: string, type: string): Promise<string[]> {
  const response = await fetch(`${sandbox.url}/expected?sub=${sub}&type=${type}`);
  const { ids }: { ids: string[] } = JSON.parse(await response.text());
  return ids;
}

const read = (path: string) =>
  walkPages(`${sandbox.url}${path}`, path.startsWith('/bank') ? bankHeaders : shopHeaders);

async function readIds(path: string): Promise<string[]> {
  return (await read(path)).flatMap(({ records }) => records.map(({ id }) => id));
}

const SHOP_PATHS = {
  COMMERCE_LOCATION: ['/shop/locations'],
  COMMERCE_CUSTOMER: ['/shop/customers?limit=77'],
  COMMERCE_PRODUCT: ['/shop/products?per_page=7'],
  COMMERCE_ORDER: ['/shop/orders?limit=131'],
  COMMERCE_TRANSACTION: [
    '/shop/payments?limit=130',
    '/shop/refunds?limit=9',
    '/shop/payouts?per_page=11',
    '/shop/fees',
  ],
  COMMERCE_BALANCE: ['/shop/balance'],
  COMMERCE_DISPUTE: ['/shop/disputes?limit=5'],
  COMMERCE_SUBSCRIPTION: ['/shop/subscriptions?size=5'],
};

describe('the pages of a list', () => {
  it.each(Object.entries(SHOP_PATHS))('together are every %s once', async (type, paths) => {
    const ids = (await Promise.all(paths.map(readIds))).flat();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.sort()).toEqual((await expected(SHOP, type)).sort());
  });

  it('are several for every style of paging', async () => {
    const paths = Object.values(SHOP_PATHS).flat();
    for (const path of paths.filter((one) => one.includes('?')))
      expect((await read(path)).length, path).toBeGreaterThan(1);
  });

  it('together are the accounts and transactions of the bank', async () => {
    const accounts = await readIds('/bank/accounts');
    expect(accounts).toEqual(await expected(BANK, 'BANK_ACCOUNT'));
    const ids = await Promise.all(
      accounts.map((id) => readIds(`/bank/transactions?account_id=${id}&limit=173`)),
    );
    expect(ids.flat().sort()).toEqual((await expected(BANK, 'BANK_TRANSACTION')).sort());
    expect(ids.flat().length).toBeGreaterThan(2000);
  });

  it.each([
    '/bank/transactions?account_id=nobody',
    '/bank/transactions?account_id=bank-atelier-marnie-current&cursor=nonsense',
    '/shop/orders?limit=0',
    '/shop/orders?updated_since=yesterday',
    '/shop/products?page=0',
    '/shop/disputes?starting_after=nothing',
  ])('are refused for %s', async (path) => {
    await expect(read(path)).rejects.toThrow('400');
  });
});

describe('the data', () => {
  it('are the same at another sandbox that started on the same day', async () => {
    const other = await startTestSandbox({ now: () => new Date('2026-08-15T09:00:00Z') });
    await control(other.url, { now: NOW });
    for (const [sub, type] of [
      [BANK, 'BANK_TRANSACTION'],
      [SHOP, 'COMMERCE_ORDER'],
    ]) {
      const answer = await fetch(`${other.url}/expected?sub=${sub}&type=${type}`);
      expect((await answer.json()).ids).toEqual(await expected(sub ?? '', type ?? ''));
    }
    await other.close();
  });

  it('differ between identities and between seeds', async () => {
    const path = '/shop/refunds?limit=3';
    const amounts = (pages: Page[]) => pages[0]?.records.map(({ amount }) => amount);
    const usual = amounts(await read(path));
    const tilleul = await headersOf('sandbox_commerce', 'shop-maison-tilleul');
    expect(amounts(await walkPages(`${sandbox.url}${path}`, tilleul))).not.toEqual(usual);
    await control(sandbox.url, { seed: 'another' });
    expect(amounts(await read(path))).not.toEqual(usual);
    await control(sandbox.url, { seed: '' });
    expect(amounts(await read(path))).toEqual(usual);
  });

  it('have IBANs that are right, and balances that are decimal strings', async () => {
    const [page] = await read('/bank/accounts');
    expect(page?.records).toHaveLength(4);
    for (const account of page?.records ?? []) {
      expect(isIban(String(account.iban)), String(account.iban)).toBe(true);
      expect(account.balance).toEqual({ amount: expect.stringMatching(/^-?\d+\.\d\d$/), currency: 'EUR' });
    }
  });

  it('show the character of an identity', async () => {
    const headers = await headersOf('sandbox_commerce', 'shop-papeterie-onde');
    const pages = await walkPages(`${sandbox.url}/shop/orders?limit=1000`, headers);
    const oldest = pages
      .flatMap(({ records }) => records.map(({ created_at }) => String(created_at)))
      .sort()[0];
    expect(oldest?.slice(0, 7)).toBe('2026-07');
  });

  it('give as many transactions as are asked for', async () => {
    await control(sandbox.url, { volume: { transactions: 20_000 } });
    const until = '2026-08-15';
    const path = '/bank/transactions?account_id=bank-atelier-marnie-current&limit=1000';
    const records = (await read(path)).flatMap((page) => page.records);
    const past = records.filter(({ created_at }) => String(created_at) < until);
    expect(past).toHaveLength(20_000);
    expect(new Set(past.map(({ id }) => id)).size).toBe(20_000);
  });
});

describe('as the clock moves', () => {
  const DAY = 86_400;
  const path = '/bank/transactions?account_id=bank-atelier-marnie-current&limit=50';

  it('new records come, pending ones are booked, withdrawn ones are told of', async () => {
    const before = await expected(BANK, 'BANK_TRANSACTION');
    await control(sandbox.url, { now: NOW, advance_seconds: 40 * DAY });
    const after = await expected(BANK, 'BANK_TRANSACTION');
    const changes = (await read(`${path}&updated_since=${NOW}`)).flatMap(({ records }) => records);
    const gone = changes.filter(({ deleted }) => deleted === true).map(({ id }) => id);
    const current = (ids: string[]) => ids.filter((id) => id.includes('-current-'));
    expect(gone.length).toBeGreaterThan(0);
    const store = new Set(current(before));
    for (const { id, deleted } of changes) {
      if (deleted === true) store.delete(id);
      else store.add(id);
    }
    expect([...store].sort()).toEqual(current(after).sort());
    const known = new Set(before);
    expect(changes.some(({ id, status }) => known.has(id) && status === 'booked')).toBe(true);
    const times = changes.map(({ updated_at }) => String(updated_at));
    expect(times).toEqual([...times].sort());
  });

  it('a token of the last page tells what has changed since', async () => {
    const first = await read('/shop/customers');
    const token = String(first.at(-1)?.body.next_sync_token);
    expect((await read(`/shop/customers?sync_token=${token}`)).flatMap(({ records }) => records)).toEqual([]);
    await control(sandbox.url, { now: NOW, advance_seconds: 120 * DAY });
    const store = new Set(first.flatMap(({ records }) => records.map(({ id }) => id)));
    const changes = (await read(`/shop/customers?sync_token=${token}&limit=20`)).flatMap(
      ({ records }) => records,
    );
    expect(changes.some(({ deleted }) => deleted === true)).toBe(true);
    for (const { id, deleted } of changes) {
      if (deleted === true) store.delete(id);
      else store.add(id);
    }
    expect([...store].sort()).toEqual((await expected(SHOP, 'COMMERCE_CUSTOMER')).sort());
  });

  it('orders are refunded, and deleted ones vanish without a word', async () => {
    const before = (await read('/shop/orders?limit=1000')).flatMap(({ records }) => records);
    await control(sandbox.url, { now: NOW, advance_seconds: 60 * DAY });
    const changes = (await read(`/shop/orders?limit=1000&updated_since=${NOW}`)).flatMap(
      ({ records }) => records,
    );
    const old = new Map(before.map(({ id, status }) => [id, status]));
    expect(changes.some(({ id, status }) => status === 'refunded' && old.get(id) === 'paid')).toBe(true);
    const now = new Set(await expected(SHOP, 'COMMERCE_ORDER'));
    const vanished = before.filter(({ id }) => !now.has(id));
    expect(vanished.length).toBeGreaterThan(0);
    expect(changes.filter(({ id }) => !now.has(id))).toEqual([]);
  });

  it('and runs again when it is let go', async () => {
    await control(sandbox.url, { now: '2026-01-01T00:00:00Z' });
    const response = await control(sandbox.url, { clock: 'system', advance_seconds: 60 });
    expect(await response.json()).toMatchObject({ now: '2026-08-15T12:01:00.000Z' });
  });
});
