import { expect, type Page } from 'playwright/test';
import { z } from 'zod';
import { syncErrorsEn } from '@/texts/admin-sync-errors.en.ts';
import { signIn, untilLive } from './admin.ts';
import { makeUser, newName } from './admin-world.ts';
import { callApi } from './api.ts';
import { control, readAll, startSync, synchronize, syncOf, watchSyncs } from './data.ts';
import { test } from './fixtures.ts';
import { expectNoDialogs } from './no-dialogs.ts';
import { type OwnServer, startOwnServer, withFirstAdmin } from './own-server.ts';
import { connect, decide, heading } from './steps.ts';
import { xssStrings } from './xss.ts';

/**
 * What providers write is text on every page that shows it (T-17): the sandbox puts 200 scripts into its records, account
 * names and error descriptions, and they come through a whole sync. That no report of the Content-Security-Policy comes
 * is looked after by the fixtures.
 */
test.describe.configure({ mode: 'serial' });

let server: OwnServer;
let userId: string;
const connections: Record<string, { id: string; link: string }> = {};

test.beforeAll(async () => {
  server = await startOwnServer(withFirstAdmin);
  userId = await makeUser(newName('Imprimerie'), { siren: '812345678' }, server.access);
});
test.afterAll(() => server.remove());

expectNoDialogs(test);

const go = (page: Page, path: string) => page.goto(`${server.url}/admin${path}`);
const isScript = (text: string) => xssStrings.includes(text);

const dataTypes: Record<string, Record<string, string>> = {
  sandbox_openbanking: { BANK_ACCOUNT: 'bank-accounts', BANK_TRANSACTION: 'bank-transactions' },
  sandbox_commerce: {
    COMMERCE_LOCATION: 'commerce-locations',
    COMMERCE_CUSTOMER: 'commerce-customers',
    COMMERCE_PRODUCT: 'commerce-products',
    COMMERCE_TRANSACTION: 'commerce-transactions',
    COMMERCE_ORDER: 'commerce-orders',
    COMMERCE_DISPUTE: 'commerce-disputes',
    COMMERCE_SUBSCRIPTION: 'commerce-subscriptions',
  },
  sandbox_public: {
    COMPANY_OFFICER: 'company-officers',
    BENEFICIAL_OWNER: 'beneficial-owners',
    CORPORATE_OFFICE: 'corporate-offices',
    LEGAL_NOTICE: 'legal-notices',
  },
};
const allTypes = Object.values(dataTypes).flatMap((types) => Object.entries(types));

async function makeConnection(provider: string): Promise<{ id: string; link: string | null }> {
  const answer = await callApi(
    'POST',
    `/users/${userId}/data-connections`,
    { provider_name: provider, requested_data_types: Object.keys(dataTypes[provider] ?? {}) },
    server.access,
  );
  const { id, redirect_url: link } = z
    .object({ id: z.string(), redirect_url: z.string().nullable() })
    .parse(answer);
  return { id, link };
}

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test('the 200 scripts come through a sync of every provider, and the API gives them back unchanged', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await control(server.sandboxUrl, { texts: xssStrings });
  for (const provider of Object.keys(dataTypes)) {
    const { id, link } = await makeConnection(provider);
    connections[provider] = { id, link: link ?? '' };
    if (link === null) continue;
    await connect(page, link, { provider: server.sandboxUrl });
    await expect(heading(page)).toHaveText('Connected');
  }
  const syncs = await synchronize(server.access, userId);
  expect(syncs.filter(({ status }) => status !== 'SUCCESS')).toEqual([]);
  const seen = new Set<string>();
  for (const [type, path] of allTypes) {
    const found = (await readAll(server.access, userId, path)).flatMap(textsIn).filter(isScript);
    expect(found.length, type).toBeGreaterThan(0);
    for (const text of found) seen.add(text);
  }
  expect(seen.size).toBe(200);
});

test('records show all 200 as the words of the provider, letter by letter', async ({ page }) => {
  test.setTimeout(180_000);
  await signIn(page, undefined, server.url);
  const seen = new Set<string>();
  for (const [type] of allTypes) {
    for (let path: string | null = `/users/${userId}/data/${type}`, pages = 0; path !== null; pages += 1) {
      await go(page, path);
      await expect(page.locator('tbody tr').first()).toBeVisible();
      const titles = await page.locator('tbody .font-medium, tbody dd').allTextContents();
      const found = titles.filter(isScript);
      for (const text of found) seen.add(text);
      const older = page.getByRole('link', { name: 'Next page' });
      const href = pages < 4 && (await older.count()) > 0 ? await older.getAttribute('href') : null;
      path = href === null ? null : href.replace('/admin', '');
    }
    const whole = page.locator('tbody details').first();
    await whole.locator('summary').click();
    const json: unknown = JSON.parse(await whole.locator('pre').innerText());
    expect(textsIn(json).some(isScript), type).toBe(true);
  }
  expect(seen.size).toBe(200);
  // An address that a provider gives is no link.
  await expect(page.locator('a[href^="javascript:"], a[href^="data:"]')).toHaveCount(0);
});

test('every other page about the connections runs nothing, and shows the account’s name as it is', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page, undefined, server.url);
  const syncs = await startSync(server.access, userId);
  await watchSyncs(server.access, userId);
  const ofConnections = Object.values(connections).flatMap(({ id }) =>
    ['', '/types', '/syncs', '/details'].map((tab) => `/connections/${id}${tab}`),
  );
  for (const path of [
    ...['', '?by=provider', '/connections', '/users', `/users/${userId}`, '/syncs', '/audit', '/providers'],
    ...ofConnections,
    ...syncs.map(({ id }) => `/syncs/${id}`),
  ]) {
    await go(page, path);
    await expect(heading(page)).toBeVisible();
  }
  for (const provider of ['sandbox_openbanking', 'sandbox_commerce']) {
    await go(page, `/connections/${connections[provider]?.id}/details`);
    const facts = await page.locator('dd').allTextContents();
    expect(facts.filter(isScript)).toHaveLength(1);
  }
  await untilLive(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Imprimerie');
  await expect(page.getByRole('option', { name: /Sandbox Shop/ })).toBeVisible();
  await page.getByRole('combobox').fill('<img src=x onerror=alert(1)>');
  const csv = await page.request.get(`${server.url}/admin/connections/export.csv`);
  expect(csv.headers()).toMatchObject({
    'content-type': expect.stringContaining('text/csv'),
    'content-disposition': expect.stringContaining('attachment'),
    'x-content-type-options': 'nosniff',
  });
});

test('what a provider writes into its errors reaches no page: there are our words', async ({ page }) => {
  test.setTimeout(120_000);
  await control(server.sandboxUrl, {
    faults: [
      { on: 'resource', fault: 'insufficient_scope', path: '/bank/transactions' },
      { on: 'resource', fault: '503', path: '/public/companies/812345678/notices', retry_after: 3_600 },
      // The access is refused, and so is its renewal: it is gone.
      { on: 'resource', fault: 'expired_token', provider_name: 'sandbox_commerce' },
      { on: 'refresh', fault: 'invalid_grant', provider_name: 'sandbox_commerce' },
    ],
  });
  await startSync(server.access, userId);
  const looks = await watchSyncs(server.access, userId, {
    isOver: (syncs) =>
      syncOf(syncs, 'BANK_TRANSACTION').status === 'FETCH_ERROR' &&
      syncOf(syncs, 'LEGAL_NOTICE').error !== null &&
      syncOf(syncs, 'COMMERCE_ORDER').status === 'AUTH_ERROR',
  });
  await signIn(page, undefined, server.url);
  const run = syncOf(looks.at(-1), 'BANK_TRANSACTION');
  for (const [path, words] of [
    ['', syncErrorsEn.PERMISSION_NOT_GRANTED.short],
    ['/syncs', syncErrorsEn.PERMISSION_NOT_GRANTED.short],
    [`/syncs/${run.id}`, syncErrorsEn.PERMISSION_NOT_GRANTED.cause],
    [`/connections/${connections.sandbox_openbanking?.id}`, syncErrorsEn.PERMISSION_NOT_GRANTED.cause],
    [`/connections/${connections.sandbox_commerce?.id}`, syncErrorsEn.GRANT_REVOKED.cause],
    [`/connections/${connections.sandbox_commerce?.id}/types`, syncErrorsEn.GRANT_REVOKED.cause],
    [`/connections/${connections.sandbox_public?.id}/syncs`, syncErrorsEn.PROVIDER_UNREACHABLE.short],
  ] as const) {
    await go(page, path);
    await expect(page.locator('main')).toContainText(words);
    await expect(page.locator('main')).not.toContainText(/alert|confirm\(|prompt/);
  }
});

test('the page that refuses another account shows what it may of both names, and it is text', async ({
  page,
}) => {
  await control(server.sandboxUrl, { clear_faults: true });
  await page.goto(connections.sandbox_commerce?.link ?? '');
  await decide(page, 'allow');
  const others = page.locator('input[name="identity"]:not(:checked)');
  await others.first().check();
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.locator('dl dd')).toHaveCount(2);
  await expect(page.locator('dl dd *')).toHaveCount(0);
});
