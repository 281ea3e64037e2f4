import { afterEach, describe, expect, it } from 'vitest';
import { dayMs, minuteMs } from '@/server/core/clock.ts';
import type { WireDataSync } from '@/server/data-syncs/schemas.ts';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { createJobHandlers } from '@/server/sync/index.ts';
import { startBodaccServer } from '@/server/testing/bodacc-server.ts';
import { drainJobs } from '@/server/testing/jobs.ts';
import { type ProviderWorld, startProviderWorld } from '@/server/testing/provider-world.ts';
import { makeOrganization, makeTransaction } from '@/server/testing/qonto-fixtures.ts';
import { startQontoServer } from '@/server/testing/qonto-server.ts';
import { startRechercheEntreprisesServer } from '@/server/testing/recherche-entreprises-server.ts';
import { atelier, makeNotice } from '@/server/testing/register-fixtures.ts';
import {
  makeCustomer,
  makeOrder,
  makePayout,
  makeProduct,
  makeShop,
} from '@/server/testing/shopify-fixtures.ts';
import { startShopifyServer } from '@/server/testing/shopify-server.ts';

/** Real providers from the connection to the records that the API answers, against servers that behave as documented. */

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  passed = 0;
  for (const close of closers.splice(0).toReversed()) await close();
});

let passed = 0;
const now = () => Date.now() + passed;

async function open(options: Parameters<typeof startProviderWorld>[0]): Promise<ProviderWorld> {
  const world = await startProviderWorld(options);
  closers.push(() => world.close());
  return world;
}

/** Until nothing is left for now, also where the provider's limits ask for a pause. */
async function sync(world: ProviderWorld): Promise<Record<string, WireDataSync>> {
  const path = `/users/${world.userId}/sync`;
  expect((await world.api('POST', path)).status).toBe(202);
  const handlers = createJobHandlers(world.test.runtime);
  let latest: WireDataSync[] = [];
  for (let round = 0; round < 20; round += 1) {
    await drainJobs(world.test.runtime, handlers);
    latest = (await world.api('GET', `${path}/latest`)).body;
    if (latest.every(({ completed_at }) => completed_at !== null)) break;
    passed += minuteMs;
    world.test.passTime(minuteMs);
  }
  return Object.fromEntries(latest.map((one) => [one.data_type, one]));
}

async function read(world: ProviderWorld, path: string) {
  const { body } = await world.api('GET', `/users/${world.userId}/${path}`);
  return body;
}

const succeeded = (dataTypes: readonly DataTypeName[]) =>
  Object.fromEntries(dataTypes.map((type) => [type, { status: 'SUCCESS' }]));

describe('company_legal_fr, without credentials', () => {
  const types: DataTypeName[] = [
    'COMPANY_PROFILE',
    'COMPANY_OFFICER',
    'CORPORATE_OFFICE',
    'LEGAL_NOTICE',
    'FINANCIAL_STATEMENT',
  ];

  async function start(
    notices = Array.from({ length: 130 }, (_, index) => makeNotice({ numeroannonce: index + 1 })),
  ) {
    const register = await startRechercheEntreprisesServer({ companies: [atelier], now });
    const gazette = await startBodaccServer({ notices });
    closers.push(
      () => register.close(),
      () => gazette.close(),
    );
    return open({
      provider: 'company_legal_fr',
      baseUrls: { recherche_entreprises_base_url: register.url, bodacc_base_url: gazette.url },
    });
  }

  it('gives what the register and the gazette have of the SIREN of the user', async () => {
    const world = await start();
    expect(await world.newConnection(types)).toMatchObject({ status: 'CONNECTED', redirect_url: null });
    expect(await sync(world)).toMatchObject(succeeded(types));
    expect(await read(world, 'company-profile')).toMatchObject({ name: 'ATELIER EXEMPLE' });
    expect((await read(world, 'company-officers')).total).toBeGreaterThan(0);
    expect((await read(world, 'corporate-offices')).total).toBeGreaterThan(0);
    expect((await read(world, 'legal-notices')).total).toBe(130);
    expect((await read(world, 'financial-statements')).total).toBeGreaterThan(0);
    const again = await sync(world);
    for (const { records } of Object.values(again))
      expect(records).toEqual({ added: 0, updated: 0, removed: 0 });
  });

  it('takes a record away once two full reads in a row did not see it: pages by offset shift', async () => {
    const jugement = JSON.stringify({ famille: "Jugement d'ouverture", date: '2026-01-15' });
    const judgment = (numeroannonce: number) =>
      makeNotice({ numeroannonce, publicationavis: 'A', familleavis: 'collective', jugement });
    const notices = [judgment(1), judgment(2)];
    const world = await start(notices);
    await world.newConnection(['COLLECTIVE_PROCEDURE']);
    const removed = async () => (await sync(world)).COLLECTIVE_PROCEDURE?.records.removed;
    expect(await removed()).toBe(0);
    const [missed] = notices.splice(0, 1);
    expect(await removed()).toBe(0);
    if (missed !== undefined) notices.push(missed);
    expect(await removed()).toBe(0);
    notices.pop();
    expect([await removed(), await removed(), await removed()]).toEqual([0, 1, 0]);
  });

  it('counts only full reads that came to their end: one that was given up on its way has not missed anything', async () => {
    const jugement = JSON.stringify({ famille: "Jugement d'ouverture", date: '2026-01-15' });
    const notices = [1, 2].map((numeroannonce) =>
      makeNotice({ numeroannonce, publicationavis: 'A', familleavis: 'collective', jugement }),
    );
    const world = await start(notices);
    await world.newConnection(['COLLECTIVE_PROCEDURE']);
    const removed = async () => (await sync(world)).COLLECTIVE_PROCEDURE?.records.removed;
    expect(await removed()).toBe(0);
    await world.test.runtime.database.syncState.updateMany({
      where: { dataType: 'COLLECTIVE_PROCEDURE' },
      data: { generation: { increment: 1 }, position: 'of a Moorage that read otherwise' },
    });
    notices.pop();
    expect([await removed(), await removed()]).toEqual([0, 1]);
  });

  it('says that a user without a SIREN cannot be looked up', async () => {
    const world = await start();
    await world.api('PATCH', `/users/${world.userId}`, { body: { siren: null } });
    await world.newConnection(['COMPANY_PROFILE']);
    expect(await sync(world)).toMatchObject({
      COMPANY_PROFILE: { status: 'FETCH_ERROR', error: { code: 'USER_SIREN_MISSING' } },
    });
  });
});

describe('qonto', () => {
  it('gives accounts and transactions, refreshes the rotating token, and takes up what changed', async () => {
    const account = 'org-1-account';
    const transactions = Array.from({ length: 230 }, (_, index) =>
      makeTransaction(`t${index}`, { bank_account_id: account }),
    );
    const organization = makeOrganization('org-1', { transactions: { [account]: transactions } });
    const qonto = await startQontoServer({ organizations: [organization], now });
    closers.push(() => qonto.close());
    const world = await open({
      provider: 'qonto',
      baseUrls: { qonto_oauth_base_url: qonto.url, qonto_api_base_url: qonto.url },
      credentials: { client_id: 'our-client_id', client_secret: 'our-client_secret' },
    });
    const { redirect_url } = await world.newConnection(['COMPANY_PROFILE', 'BANK_TRANSACTION']);
    expect((await world.connect(redirect_url)).location?.searchParams.get('status')).toBe('success');
    const types = ['COMPANY_PROFILE', 'BANK_ACCOUNT', 'BANK_TRANSACTION'] as const;
    expect(await sync(world)).toMatchObject(succeeded(types));
    expect((await read(world, 'bank-transactions')).total).toBe(230);
    const [stored] = (await read(world, 'bank-accounts')).result;
    expect((await read(world, 'bank-transactions')).result[0].account_id).toBe(stored.id);

    passed += 2 * 60 * minuteMs;
    world.test.passTime(2 * 60 * minuteMs);
    const changedAt = new Date(now()).toISOString();
    organization.transactions[account]?.push(
      makeTransaction('t-new', { bank_account_id: account, updated_at: changedAt }),
    );
    const before = qonto.received.filter(({ url }) => url.pathname === '/oauth2/token').length;
    const later = await sync(world);
    expect(later.BANK_TRANSACTION).toMatchObject({ status: 'SUCCESS', records: { added: 1 } });
    expect(qonto.received.filter(({ url }) => url.pathname === '/oauth2/token').length).toBe(before + 1);
  });
});

describe('shopify', () => {
  it('gives the shop by GraphQL, with monthly totals that we compute', async () => {
    const shop = makeShop({
      customers: Array.from({ length: 120 }, (_, index) => makeCustomer(index + 1)),
      products: Array.from({ length: 30 }, (_, index) => makeProduct(index + 1)),
      orders: Array.from({ length: 60 }, (_, index) => makeOrder(index + 1)),
      shopifyPaymentsAccount: { payouts: [makePayout(1), makePayout(2)] },
    });
    const shopify = await startShopifyServer({ shop, now });
    closers.push(() => shopify.close());
    const world = await open({
      provider: 'shopify',
      baseUrls: { shopify_base_url: shopify.url },
      credentials: { client_id: 'our-client_id', client_secret: 'our-client_secret' },
    });
    const { redirect_url } = await world.newConnection([
      'COMMERCE_ORDER',
      'COMMERCE_PRODUCT',
      'COMMERCE_TRANSACTIONS_INSIGHT',
    ]);
    const page = await world.connect(redirect_url, { input_shop: 'example-shop' });
    expect(page.location?.searchParams.get('status')).toBe('success');
    const types = [
      ...(['COMMERCE_LOCATION', 'COMMERCE_CUSTOMER', 'COMMERCE_PRODUCT', 'COMMERCE_TRANSACTION'] as const),
      ...(['COMMERCE_ORDER', 'COMMERCE_TRANSACTIONS_INSIGHT'] as const),
    ];
    expect(await sync(world)).toMatchObject(succeeded(types));
    expect((await read(world, 'commerce-customers')).total).toBe(120);
    expect((await read(world, 'commerce-orders')).total).toBe(60);
    expect((await read(world, 'commerce-products')).total).toBe(30);
    const customers = new Set<string>();
    for (const page of [1, 2])
      for (const { id } of (await read(world, `commerce-customers?per_page=100&page=${page}`)).result)
        customers.add(id);
    for (const { customer_id } of (await read(world, 'commerce-orders?per_page=100')).result)
      expect(customers.has(customer_id)).toBe(true);
    const [month] = (await read(world, 'commerce-transactions-insights')).result;
    expect(month).toMatchObject({ currency: 'EUR', payouts: { nb: expect.any(Number) } });
  });

  async function connectShop(settings: Record<string, unknown>) {
    const createdAt = new Date(now() - 50 * dayMs).toISOString();
    const shop = makeShop({ orders: [makeOrder(1, { createdAt }), makeOrder(2, { createdAt })] });
    const shopify = await startShopifyServer({ shop, now });
    closers.push(() => shopify.close());
    const world = await open({
      provider: 'shopify',
      baseUrls: { shopify_base_url: shopify.url },
      credentials: { client_id: 'our-client_id', client_secret: 'our-client_secret' },
      settings,
    });
    const { redirect_url } = await world.newConnection(['COMMERCE_ORDER']);
    await world.connect(redirect_url, { input_shop: 'example-shop' });
    await sync(world);
    return { world, shop };
  }

  function passTime(world: ProviderWorld, ms: number): void {
    passed += ms;
    world.test.passTime(ms);
  }

  it('keeps orders that are older than what the shop shows, with their payments', async () => {
    const { world } = await connectShop({});
    passTime(world, 20 * dayMs);
    expect(await sync(world)).toMatchObject({
      COMMERCE_ORDER: { status: 'SUCCESS', records: { removed: 0 } },
      COMMERCE_TRANSACTION: { status: 'SUCCESS', records: { removed: 0 } },
    });
    expect((await read(world, 'commerce-orders')).total).toBe(2);
  });

  it('removes an order that is gone where the app may read all of them', async () => {
    const { world, shop } = await connectShop({ all_orders: true });
    shop.orders.pop();
    passTime(world, 20 * dayMs);
    expect(await sync(world)).toMatchObject({ COMMERCE_ORDER: { records: { removed: 1 } } });
    expect((await read(world, 'commerce-orders')).total).toBe(1);
  });
});
