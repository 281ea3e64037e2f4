import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { pullProvider } from '@/server/testing/pull-provider.ts';
import type { ShopifyShop } from '@/server/testing/shopify-data.ts';
import { makeOrder, makeShop } from '@/server/testing/shopify-fixtures.ts';
import { type ShopifyServer, startShopifyServer } from '@/server/testing/shopify-server.ts';

const now = new Date('2026-11-23T21:30:00Z');
let server: ShopifyServer;
let shop: ShopifyShop;
let passed: number;
beforeEach(async () => {
  shop = makeShop();
  passed = 0;
  server = await startShopifyServer({ shop, now: () => now.getTime() + passed });
});
afterEach(() => server.close());

const allScopes = [
  'read_locations',
  'read_customers',
  'read_products',
  'read_inventory',
  'read_orders',
  'read_shopify_payments_payouts',
];

function accessToken(scopes: string[]): string {
  const code = server.grants.issueCode({ redirectUri: '', challenge: null, scopes, account: shop.domain });
  return server.grants.exchange(code, { redirectUri: null, verifier: null })?.accessToken ?? 'none';
}

const pull = (dataType: DataTypeName, { scopes = allScopes, token = accessToken(scopes) } = {}) =>
  pullProvider({
    provider: 'shopify',
    dataType,
    now,
    accessToken: token,
    kept: { shop: shop.domain },
    baseUrls: { shopify_base_url: server.url },
  });

describe('trouble at Shopify', () => {
  it('points that are used up are an answer with status 200, and too much', async () => {
    shop.orders = Array.from({ length: 800 }, (_, n) => makeOrder(n));
    const stopped = await pull('COMMERCE_TRANSACTION').catch((refused: unknown) => refused);
    expect(stopped).toMatchObject({ kind: 'rate_limited', code: 'RATE_LIMITED' });
    passed += 60_000;
    expect((await pull('COMMERCE_LOCATION')).fields.size).toBe(1);
  });

  it.each([
    [
      { status: 200, body: { errors: [{ message: 'canary', extensions: { code: 'MAX_COST_EXCEEDED' } }] } },
      'REQUEST_REFUSED',
    ],
    [{ status: 200, body: { errors: [{ message: 'canary' }] } }, 'PROVIDER_UNREACHABLE'],
    [
      {
        status: 200,
        body: { data: null, errors: [{ message: 'canary', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
      },
      'PROVIDER_UNREACHABLE',
    ],
    [{ status: 502, body: 'canary' }, 'PROVIDER_UNREACHABLE'],
    [{ status: 404, body: { errors: 'canary' } }, 'NOT_FOUND'],
    [{ status: 402, body: { errors: 'canary: the shop is frozen' } }, 'REQUEST_REFUSED'],
  ])('%o', async (answer, code) => {
    server.failNext('/admin/api', answer);
    const error: unknown = await pull('COMMERCE_LOCATION').catch((refused: unknown) => refused);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('canary');
  });

  it('a scope that was not granted is an error with status 200, for that data type alone', async () => {
    const scopes = allScopes.filter((scope) => scope !== 'read_customers');
    await expect(pull('COMMERCE_CUSTOMER', { scopes })).rejects.toMatchObject({
      code: 'PERMISSION_NOT_GRANTED',
    });
    expect((await pull('COMMERCE_PRODUCT', { scopes })).fields.size).toBe(1);
    expect((await pull('COMMERCE_CUSTOMER', { scopes: ['write_customers'] })).fields.size).toBe(1);
  });

  it('a token that was taken back', async () => {
    const token = accessToken(allScopes);
    for (const grant of server.grants.grants) grant.revoked = true;
    await expect(pull('COMMERCE_LOCATION', { token })).rejects.toMatchObject({ kind: 'unauthorized' });
  });
});
