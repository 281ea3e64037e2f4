import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { parseGraphql, requestedCost } from '@/server/testing/graphql-query.ts';
import { pullProvider, testId } from '@/server/testing/pull-provider.ts';
import type { ShopifyShop } from '@/server/testing/shopify-data.ts';
import {
  euro,
  makeCustomer,
  makeOrder,
  makePayment,
  makePayout,
  makeProduct,
  makeShop,
} from '@/server/testing/shopify-fixtures.ts';
import { type ShopifyServer, startShopifyServer } from '@/server/testing/shopify-server.ts';

const now = new Date('2026-11-23T21:30:00Z');
let server: ShopifyServer;
let shop: ShopifyShop;
beforeEach(async () => {
  shop = makeShop();
  server = await startShopifyServer({ shop, now: () => now.getTime() });
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

function accessToken(scopes = allScopes): string {
  const code = server.grants.issueCode({ redirectUri: '', challenge: null, scopes, account: shop.domain });
  return server.grants.exchange(code, { redirectUri: null, verifier: null })?.accessToken ?? 'none';
}

interface Run {
  scopes?: string[];
  checkpoint?: string | null;
}
const pull = (dataType: DataTypeName, { scopes, checkpoint = null }: Run = {}) =>
  pullProvider({
    provider: 'shopify',
    dataType,
    checkpoint,
    now,
    accessToken: accessToken(scopes),
    kept: { shop: shop.domain },
    baseUrls: { shopify_base_url: server.url },
  });
interface Sent {
  query: string;
  variables: Record<string, unknown>;
}
const sent = () => server.received.map(({ body }) => JSON.parse(body) as Sent);

describe('shopify', () => {
  it('COMPANY_PROFILE is the shop, in the name of the company behind it', async () => {
    expect([...(await pull('COMPANY_PROFILE', { scopes: [] })).fields]).toEqual([
      [
        'gid://shopify/Shop/1',
        {
          name: 'Atelier Exemple SAS',
          commercial_names: ['Atelier Exemple'],
          headquarter: {
            is_headquarter: true,
            address: { street: '12 rue des Exemples', postal_code: '69003', city: 'Lyon', country: 'FR' },
          },
        },
      ],
    ]);
    expect(server.received[0]?.headers.authorization).toBeUndefined();
    expect(server.received[0]?.url.pathname).toBe('/admin/api/2026-07/graphql.json');
  });

  it('COMMERCE_LOCATION is each place', async () => {
    expect([...(await pull('COMMERCE_LOCATION')).fields.values()]).toEqual([
      {
        name: 'Lyon',
        address: { street: '12 rue des Exemples', postal_code: '69003', city: 'Lyon', country: 'FR' },
        source_created_at: '2024-01-01T00:00:00Z',
        source_updated_at: '2026-01-01T00:00:00Z',
      },
    ]);
  });

  it('COMMERCE_CUSTOMER is each buyer, as far as they have said who they are', async () => {
    shop.customers.push(
      makeCustomer(2, { firstName: null, lastName: null, defaultEmailAddress: null, defaultAddress: null }),
    );
    const { fields } = await pull('COMMERCE_CUSTOMER');
    expect(fields.get('gid://shopify/Customer/1')).toMatchObject({
      first_name: 'Ana',
      last_name: 'Exemple',
      email: 'ana@example.com',
      phone: null,
    });
    expect(fields.get('gid://shopify/Customer/2')).toMatchObject({
      first_name: null,
      email: null,
      address: null,
    });
  });

  it('COMMERCE_PRODUCT has its variants, priced in the currency of the shop', async () => {
    shop.products.push(makeProduct(2, { status: 'DRAFT' }), makeProduct(3, { status: 'NEVER_SEEN' }));
    const { fields } = await pull('COMMERCE_PRODUCT');
    expect(fields.get('gid://shopify/Product/1')).toMatchObject({
      category: null,
      description: '<p>Pages blanches</p>',
      images: ['https://cdn.example.com/carnet.jpg'],
      name: 'Carnet',
      status: 'PUBLISHED',
      tags: ['papier'],
      variants: [
        {
          id: 'gid://shopify/ProductVariant/1',
          product_id: testId('COMMERCE_PRODUCT', 'gid://shopify/Product/1'),
          price: { currency: 'EUR', value: '12.00' },
          requires_shipping: true,
          weight: 250,
          source_created_at: '2026-01-01T00:00:00Z',
          inventory: {
            total_quantity: 30,
            locations: [
              { location_id: testId('COMMERCE_LOCATION', 'gid://shopify/Location/1'), quantity: 30 },
            ],
          },
        },
      ],
    });
    expect(fields.get('gid://shopify/Product/2')).toMatchObject({ status: 'UNPUBLISHED' });
    expect(fields.get('gid://shopify/Product/3')).toMatchObject({ status: 'UNKNOWN' });
  });

  it('COMMERCE_TRANSACTION is what moved money: payments and refunds of orders, payouts, and withdrawals, which are none', async () => {
    const refund = { kind: 'REFUND', parentTransaction: { id: 'gid://shopify/OrderTransaction/1' } };
    shop.orders[0] = makeOrder(1, {
      transactions: [
        makePayment(1),
        makePayment(2, refund),
        makePayment(3, { kind: 'AUTHORIZATION' }),
        makePayment(4, { kind: 'VOID' }),
        makePayment(5, { kind: 'CAPTURE', status: 'FAILURE' }),
        makePayment(6, { kind: 'CAPTURE', status: 'AWAITING_RESPONSE', processedAt: null }),
      ],
    });
    shop.shopifyPaymentsAccount?.payouts.push(
      makePayout(2, { status: 'IN_TRANSIT', transactionType: 'WITHDRAWAL', net: euro('-12.00') }),
    );
    const { fields } = await pull('COMMERCE_TRANSACTION');
    const brief = [...fields].map(([id, { type, status }]) => [id.split('/').at(-1), type, status]);
    expect(brief).toEqual([
      ['1', 'PAYMENT', 'SUCCESS'],
      ['2', 'PAYMENT_REFUND', 'SUCCESS'],
      ['5', 'PAYMENT', 'DENIED'],
      ['6', 'PAYMENT', 'PENDING'],
      ['2', 'OTHER', 'PENDING'],
      ['1', 'PAYOUT', 'SUCCESS'],
    ]);
    expect(fields.get('gid://shopify/OrderTransaction/2')).toMatchObject({
      description: '#1001',
      amount: { currency: 'EUR', value: '36.00' },
      initial_transaction_id: testId('COMMERCE_TRANSACTION', 'gid://shopify/OrderTransaction/1'),
      source_type: 'REFUND shopify_payments',
    });
    expect(fields.get('gid://shopify/ShopifyPaymentsPayout/2')).toMatchObject({
      amount: { currency: 'EUR', value: '-12.00' },
      source_type: 'WITHDRAWAL',
    });
  });

  it('COMMERCE_TRANSACTION has no payouts where the shop does not use Shopify Payments', async () => {
    shop.shopifyPaymentsAccount = null;
    const { fields, end } = await pull('COMMERCE_TRANSACTION');
    expect([...fields.keys()]).toEqual(['gid://shopify/OrderTransaction/1']);
    expect(end.complete).toBe(true);
  });

  it.each([
    [{}, { status: 'PAID', fulfillment_status: 'UNFULFILLED' }],
    [
      { displayFinancialStatus: 'PARTIALLY_REFUNDED', displayFulfillmentStatus: 'FULFILLED' },
      { status: 'PAID', fulfillment_status: 'FULFILLED' },
    ],
    [
      { displayFinancialStatus: 'REFUNDED', displayFulfillmentStatus: 'PARTIALLY_FULFILLED' },
      { status: 'REFUNDED', fulfillment_status: 'PARTIAL' },
    ],
    [{ displayFinancialStatus: 'VOIDED' }, { status: 'CANCELLED' }],
    [{ cancelledAt: '2026-11-02T00:00:00Z' }, { status: 'CANCELLED' }],
    [
      { displayFinancialStatus: null, displayFulfillmentStatus: 'ON_HOLD' },
      { status: 'PENDING', fulfillment_status: 'UNFULFILLED' },
    ],
  ])('COMMERCE_ORDER with %o is %o', async (changes, expected) => {
    shop.orders[0] = makeOrder(1, changes);
    expect((await pull('COMMERCE_ORDER')).fields.get('gid://shopify/Order/1')).toMatchObject(expected);
  });

  it('COMMERCE_ORDER names its customer, products and payments', async () => {
    const { fields } = await pull('COMMERCE_ORDER');
    expect(fields.get('gid://shopify/Order/1')).toMatchObject({
      order_number: '#1001',
      customer_id: testId('COMMERCE_CUSTOMER', 'gid://shopify/Customer/1'),
      total_amount: { currency: 'EUR', value: '36.00' },
      total_tax_amount: { currency: 'EUR', value: '6.00' },
      billing_address: { street: '3 rue Haute', postal_code: '69001', city: 'Lyon', country: 'FR' },
      shipping_address: { street: '5 rue Basse' },
      fulfillments: [
        {
          id: 'gid://shopify/Fulfillment/1',
          carrier: 'Colissimo',
          tracking_number: '6A123',
          source_created_at: '2026-11-02T08:00:00Z',
        },
      ],
      transactions: [testId('COMMERCE_TRANSACTION', 'gid://shopify/OrderTransaction/1')],
      line_items: [
        {
          product_id: testId('COMMERCE_PRODUCT', 'gid://shopify/Product/1'),
          quantity: 3,
          unit_price: { currency: 'EUR', value: '12.00' },
        },
      ],
    });
  });

  it('comes in pages by cursor, and the next time what changed since, with five minutes to spare', async () => {
    const at = (minute: number) =>
      new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString().replace('.000', '');
    shop.orders = Array.from({ length: 10 }, (_, n) => makeOrder(n, { updatedAt: at(n * 10) }));
    const first = await pull('COMMERCE_ORDER');
    expect(first.fields.size).toBe(10);
    expect(first.end.complete).toBe(true);
    expect(sent().map(({ variables }) => variables.first)).toEqual([4, 4, 4]);
    expect(sent()[0]?.variables).toEqual({ first: 4 });
    shop.orders[3] = makeOrder(3, { updatedAt: at(200) });
    const second = await pull('COMMERCE_ORDER', { checkpoint: first.end.checkpoint });
    expect([...second.fields.keys()]).toEqual(['gid://shopify/Order/9', 'gid://shopify/Order/3']);
    expect(sent().at(-1)?.variables.query).toBe("updated_at:>'2026-11-01T01:25:00Z'");
  });

  it('gives orders of the last 60 days, and all of them to apps that may read them', async () => {
    shop.orders.push(makeOrder(2, { createdAt: '2026-01-01T00:00:00Z' }));
    expect((await pull('COMMERCE_ORDER')).fields.size).toBe(1);
    expect((await pull('COMMERCE_ORDER', { scopes: [...allScopes, 'read_all_orders'] })).fields.size).toBe(2);
  });

  it('asks nothing that costs more than a query may', async () => {
    const types = ['LOCATION', 'CUSTOMER', 'PRODUCT', 'TRANSACTION', 'ORDER'] as const;
    for (const type of types) await pull(`COMMERCE_${type}`);
    const costs = sent().map(({ query, variables }) => requestedCost(parseGraphql(query, variables)));
    expect(costs).toHaveLength(6);
    for (const cost of costs) expect(cost).toBeLessThanOrEqual(1_000);
  });
});
