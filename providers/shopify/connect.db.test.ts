import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GrantGoneError, getAccessToken, renewAccessToken } from '@/server/access-tokens/index.ts';
import { minuteMs } from '@/server/core/clock.ts';
import { revokeDue, revokerIdle } from '@/server/revocations/index.ts';
import { createPerson } from '@/server/testing/person.ts';
import { type ProviderWorld, startProviderWorld } from '@/server/testing/provider-world.ts';
import { makeShop } from '@/server/testing/shopify-fixtures.ts';
import { type ShopifyServer, startShopifyServer } from '@/server/testing/shopify-server.ts';

let shopify: ShopifyServer;
let world: ProviderWorld;
let passed: number;
async function start(settings?: Record<string, unknown>) {
  passed = 0;
  shopify = await startShopifyServer({ shop: makeShop(), now: () => Date.now() + passed });
  world = await startProviderWorld({
    provider: 'shopify',
    baseUrls: { shopify_base_url: shopify.url },
    credentials: { client_id: 'our-client_id', client_secret: 'our-client_secret' },
    ...(settings && { settings }),
  });
}
beforeEach(() => start());
const close = async () => {
  await world.close();
  await shopify.close();
};
afterEach(close);

const typed = { input_shop: ' Example-Shop.myshopify.com ' };
const statusOf = (page: { location: URL | null }) => page.location?.searchParams.get('status');
const requests = (path: string) => shopify.received.filter(({ url }) => url.pathname === path);
const passTime = (ms: number) => {
  passed += ms;
  world.test.passTime(ms);
};

async function connected() {
  const { id, redirect_url } = await world.newConnection(['COMMERCE_CUSTOMER', 'COMMERCE_PRODUCT']);
  expect(statusOf(await world.connect(redirect_url, typed))).toBe('success');
  return id;
}

describe('connecting shopify', () => {
  it('asks for the shop, asks there for the scopes with commas, and takes an expiring token by JSON', async () => {
    const id = await connected();
    const asked = requests('/admin/oauth/authorize')[0]?.url.searchParams;
    expect(asked?.get('scope')).toBe('read_locations,read_customers,read_products,read_inventory');
    expect(asked?.has('code_challenge')).toBe(false);
    const [exchange] = requests('/admin/oauth/access_token');
    expect(exchange?.headers['content-type']).toBe('application/json');
    expect(Object.keys(JSON.parse(exchange?.body ?? '{}')).sort()).toEqual([
      'client_id',
      'client_secret',
      'code',
      'expiring',
    ]);
    expect(await world.read(id)).toMatchObject({
      status: 'CONNECTED',
      granted_data_types: ['COMMERCE_CUSTOMER', 'COMMERCE_PRODUCT'],
    });
    const { values, refreshToken } = await world.secrets(id);
    expect(values).toMatchObject({ shop: 'example-shop' });
    expect(refreshToken).toMatch(/^refresh_/);
    const row = await world.test.runtime.database.dataConnection.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({
      providerAccountId: 'gid://shopify/Shop/1',
      providerAccountLabel: 'Atelier Exemple',
    });
  });

  it('asks for old orders only when the operator has switched them on', async () => {
    const scopes = async () => {
      const { redirect_url } = await world.newConnection(['COMMERCE_ORDER']);
      await world.goThrough(redirect_url, typed);
      return requests('/admin/oauth/authorize').at(-1)?.url.searchParams.get('scope');
    };
    expect(await scopes()).not.toContain('read_all_orders');
    await close();
    await start({ all_orders: true });
    expect(await scopes()).toContain('read_all_orders');
  });

  it('with fewer scopes than asked connects the data types that are left; writing covers reading', async () => {
    shopify.person.withheld = ['read_customers'];
    shopify.person.grantsWriting = true;
    const { id, redirect_url } = await world.newConnection(['COMMERCE_CUSTOMER', 'COMMERCE_PRODUCT']);
    const person = createPerson();
    const back = await world.connect(redirect_url, typed, person);
    const review = await person.open(back.location ?? '');
    expect(statusOf(await person.press(review, 'continue_without'))).toBe('success');
    expect(await world.read(id)).toMatchObject({
      status: 'CONNECTED',
      granted_data_types: ['COMMERCE_PRODUCT'],
    });
  });

  it.each([
    ['the signature', 'hmac', (value: string) => value.replace(/^./, (first) => (first === '0' ? '1' : '0'))],
    ['the shop', 'shop', () => 'other-shop.myshopify.com'],
    ['the time', 'timestamp', (value: string) => String(Number(value) - 3_600)],
  ])('with %s changed on the way back is refused, and the code is not spent', async (_, name, change) => {
    const { id, redirect_url } = await world.newConnection(['COMMERCE_PRODUCT']);
    const person = createPerson();
    const callback = await world.goThrough(redirect_url, typed, person);
    callback.searchParams.set(name, change(callback.searchParams.get(name) ?? ''));
    expect((await person.open(callback)).status).toBeGreaterThanOrEqual(400);
    expect(requests('/admin/oauth/access_token')).toEqual([]);
    expect((await world.read(id)).status).not.toBe('CONNECTED');
  });
});

describe('the tokens of shopify', () => {
  it('end after an hour and are renewed; one whose answer was lost can be renewed again', async () => {
    const id = await connected();
    const first = await getAccessToken(world.ctx(), id);
    passTime(60 * minuteMs);
    shopify.failNext('/admin/oauth/access_token', 'drop_after');
    await expect(getAccessToken(world.ctx(), id)).rejects.toMatchObject({ kind: 'transient' });
    const second = await getAccessToken(world.ctx(), id);
    expect(second.secrets.accessToken).not.toBe(first.secrets.accessToken);
    expect(shopify.grants.find(second.secrets.accessToken ?? '')).not.toBeNull();
    expect(JSON.parse(requests('/admin/oauth/access_token').at(-1)?.body ?? '{}')).toMatchObject({
      grant_type: 'refresh_token',
      client_secret: 'our-client_secret',
    });
  });

  it('are gone when the merchant uninstalls the app', async () => {
    const id = await connected();
    for (const grant of shopify.grants.grants) grant.revoked = true;
    const used = await getAccessToken(world.ctx(), id);
    await expect(renewAccessToken(world.ctx(), id, used)).rejects.toBeInstanceOf(GrantGoneError);
  });
});

describe('disconnecting shopify', () => {
  const uninstalls = () => requests('/admin/api_permissions/current.json').length;
  const owed = () => world.test.runtime.database.owedRevocation.findMany();
  const disconnect = async (id: string) => {
    const body = { status: 'DISCONNECTED' };
    await world.api('PATCH', `/users/${world.userId}/data-connections/${id}`, { body });
    await revokerIdle();
  };
  const isInstalled = () => shopify.grants.grants.some(({ revoked }) => !revoked);

  it('uninstalls the app', async () => {
    await disconnect(await connected());
    expect(uninstalls()).toBe(1);
    expect(isInstalled()).toBe(false);
    expect(await owed()).toEqual([]);
  });

  it('after the access token has ended takes a fresh one for it', async () => {
    const id = await connected();
    passTime(24 * 60 * minuteMs);
    await disconnect(id);
    expect(isInstalled()).toBe(false);
    expect(await owed()).toEqual([]);
  });

  it('while the shop does not answer is owed, with the token that was renewed for it', async () => {
    const id = await connected();
    passTime(24 * 60 * minuteMs);
    const down = { status: 503, headers: { 'retry-after': '30' } };
    shopify.failNext('/admin/api_permissions', down);
    await disconnect(id);
    expect(await owed()).toMatchObject([{ attempts: 1 }]);
    expect(isInstalled()).toBe(true);
    passTime(29_000);
    expect(await revokeDue(world.test.runtime)).toBe(0);
    passTime(2_000);
    expect(await revokeDue(world.test.runtime)).toBe(1);
    expect(isInstalled()).toBe(false);
    expect(await owed()).toEqual([]);
    expect(shopify.grants.refreshes.map(({ reused }) => reused)).toEqual([false]);
  });

  it('when the merchant was faster owes nothing', async () => {
    const id = await connected();
    for (const grant of shopify.grants.grants) grant.revoked = true;
    await disconnect(id);
    expect(await owed()).toEqual([]);
  });

  it('leaves the app where another connection of the account uses it', async () => {
    const first = await connected();
    const second = await connected();
    await disconnect(first);
    expect(uninstalls()).toBe(0);
    expect(isInstalled()).toBe(true);
    expect(await owed()).toEqual([]);
    await disconnect(second);
    expect(uninstalls()).toBe(1);
    expect(isInstalled()).toBe(false);
  });

  it('waits while somebody connects the same shop, and then leaves it to them', async () => {
    const first = await connected();
    shopify.person.withheld = ['read_customers'];
    const { redirect_url } = await world.newConnection(['COMMERCE_CUSTOMER', 'COMMERCE_PRODUCT']);
    const person = createPerson();
    const back = await world.connect(redirect_url, typed, person);
    const review = await person.open(back.location ?? '');
    await disconnect(first);
    expect(await owed()).toMatchObject([{ attempts: 1 }]);
    expect(isInstalled()).toBe(true);
    expect(statusOf(await person.press(review, 'continue_without'))).toBe('success');
    passTime(minuteMs);
    await revokeDue(world.test.runtime);
    expect(await owed()).toEqual([]);
    expect(uninstalls()).toBe(0);
    expect(isInstalled()).toBe(true);
  });
});
