import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { parseGraphql, requestedCost } from '@/server/testing/graphql-query.ts';
import { pullProvider } from '@/server/testing/pull-provider.ts';
import type { ShopifyNode, ShopifyShop } from '@/server/testing/shopify-data.ts';
import {
  makeLevel,
  makeOrder,
  makePayment,
  makeProduct,
  makeShop,
} from '@/server/testing/shopify-fixtures.ts';
import { type ShopifyServer, startShopifyServer } from '@/server/testing/shopify-server.ts';

const now = new Date('2026-11-23T21:30:00Z');
let server: ShopifyServer;
let shop: ShopifyShop;
beforeEach(async () => {
  shop = makeShop();
  let passed = 0;
  // Points come back between the requests; how long to wait for them is another test's matter.
  const clock = () => {
    passed += 5_000;
    return now.getTime() + passed;
  };
  server = await startShopifyServer({ shop, now: clock });
});
afterEach(() => server.close());

function accessToken(): string {
  const scopes = [
    'read_customers',
    'read_products',
    'read_inventory',
    'read_orders',
    'read_shopify_payments_payouts',
  ];
  const code = server.grants.issueCode({ redirectUri: '', challenge: null, scopes, account: shop.domain });
  return server.grants.exchange(code, { redirectUri: null, verifier: null })?.accessToken ?? 'none';
}

const pull = (dataType: DataTypeName) =>
  pullProvider({
    provider: 'shopify',
    dataType,
    now,
    accessToken: accessToken(),
    kept: { shop: shop.domain },
    baseUrls: { shopify_base_url: server.url },
  });

describe('lists inside records of shopify', () => {
  it('are read to their end: lines, variants, payments', async () => {
    const node = (_: unknown, n: number) => n + 1;
    const lines = Array.from({ length: 330 }, node).flatMap((n) => makeOrder(n).lineItems);
    const transactions = Array.from({ length: 70 }, node).map((n) => makePayment(n));
    shop.orders = [makeOrder(1, { lineItems: lines, transactions }), makeOrder(2, { transactions: [] })];
    const [variant] = makeProduct(1).variants as [ShopifyNode];
    const inventoryLevels = Array.from({ length: 12 }, node).map((n) => makeLevel(n, n));
    const stocked = { ...variant, inventoryItem: { ...(variant.inventoryItem as object), inventoryLevels } };
    shop.products = [
      makeProduct(1, { variants: [stocked] }),
      makeProduct(2, { variants: Array.from({ length: 420 }, node).flatMap((n) => makeProduct(n).variants) }),
    ];
    const { fields } = await pull('COMMERCE_ORDER');
    const order = fields.get('gid://shopify/Order/1');
    expect(order?.transactions).toHaveLength(70);
    expect(order?.line_items).toMatchObject(
      Array.from({ length: 330 }, node).map((n) => ({ id: `gid://shopify/LineItem/${n}` })),
    );
    expect(fields.get('gid://shopify/Order/2')?.line_items).toHaveLength(1);
    expect((await pull('COMMERCE_TRANSACTION')).fields.size).toBe(71);
    const products = (await pull('COMMERCE_PRODUCT')).fields;
    expect(products.get('gid://shopify/Product/2')?.variants).toHaveLength(420);
    expect(products.get('gid://shopify/Product/1')).toMatchObject({
      variants: [{ inventory: { locations: inventoryLevels.map((_, n) => ({ quantity: n + 1 })) } }],
    });
    for (const { body } of server.received) {
      const { query, variables } = JSON.parse(body);
      expect(requestedCost(parseGraphql(query, variables))).toBeLessThanOrEqual(1_000);
    }
  });

  it.each([
    ['has no cursor', { hasNextPage: true, endCursor: null }, 'ANSWER_CUT'],
    ['does not say whether it is whole', null, 'UNEXPECTED_ANSWER'],
  ])('are not taken for whole when one %s', async (_, pageInfo, code) => {
    const whole = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    const products = {
      nodes: [{ ...makeProduct(1), media: whole, variants: { nodes: [], pageInfo } }],
      pageInfo: {},
    };
    server.failNext('/admin/api', { status: 200, body: { data: { products } } });
    await expect(pull('COMMERCE_PRODUCT')).rejects.toMatchObject({ kind: 'bad_answer', code });
  });
});
