import { expect, type Page } from 'playwright/test';
import { z } from 'zod';
import { makeMember, signIn } from './admin.ts';
import { listUserSyncs, makeConnected, makeUser, makeWaiting, newName } from './admin-world.ts';
import { callApi, patchConnection, readConnection } from './api.ts';
import { endAuthorization } from './database.ts';
import { serverUrl } from './environment.ts';
import { expectAccessible, expectNoSidewaysScroll } from './expect-page.ts';
import { test } from './fixtures.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const go = (page: Page, path: string) => page.goto(`${serverUrl}${path}`);
const usersOf = async (q: string) =>
  z
    .object({ result: z.array(z.looseObject({ id: z.string(), name: z.string() })) })
    .parse(await callApi('GET', `/users?q=${encodeURIComponent(q)}`)).result;

test('every page is accessible in both themes and fits every width', async ({ page }) => {
  test.setTimeout(300_000);
  const { id, userId } = await makeConnected(newName('Fonderie'));
  const waiting = await makeWaiting();
  const lost = await makeConnected(newName('Corderie'));
  endAuthorization(lost.id);
  const ended = await makeConnected(newName('Savonnerie'));
  await patchConnection(ended, { status: 'DISCONNECTED' });
  await callApi('POST', `/users/${userId}/sync`, {});
  await expect
    .poll(async () => (await listUserSyncs(userId)).every(({ status }) => status === 'SUCCESS'))
    .toBe(true);
  const [sync] = await listUserSyncs(userId);
  await signIn(page);
  for (const path of [
    '/admin',
    '/admin?by=provider&range=30d',
    '/admin/users',
    '/admin/users?q=nobody-is-called-this',
    '/admin/users/new',
    '/admin/users/new?kind=natural',
    `/admin/users/${userId}`,
    `/admin/users/${userId}/data/LEGAL_NOTICE`,
    `/admin/users/${userId}/data/LEGAL_NOTICE?connection=${id}`,
    `/admin/users/${userId}/data/BANK_ACCOUNT`,
    `/admin/users/${userId}/connections/new`,
    `/admin/users/${userId}/connections/new?provider=sandbox_commerce`,
    '/admin/connections',
    '/admin/connections?status=AUTH_ERROR&group=none-is-called-this',
    `/admin/connections/${id}`,
    `/admin/connections/${waiting.id}`,
    `/admin/connections/${lost.id}`,
    `/admin/connections/${ended.id}`,
    `/admin/connections/${id}/types`,
    `/admin/connections/${id}/syncs`,
    `/admin/connections/${id}/details`,
    '/admin/connections/bulk',
    '/admin/connections/bulk/new?action=disconnect&scope=filter&status=CONNECTED',
    '/admin/connections/bulk/new?action=links&scope=filter',
    '/admin/connections/bulk/new?action=sync',
    '/admin/syncs',
    `/admin/syncs/${sync?.id}`,
    '/admin/providers',
    '/admin/syncs?status=FETCH_ERROR&type=VAT_DECLARATION',
    '/admin/providers/qonto',
    '/admin/providers/sandbox_openbanking',
    '/admin/providers/sandbox_openbanking/doctor',
  ]) {
    await test.step(path, async () => {
      await go(page, path);
      await expect(heading(page)).not.toHaveText('There is no such page');
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    });
  }
});

test('a company and a person are created in the dashboard and are there in the API', async ({ page }) => {
  await signIn(page);
  const name = newName('Verrerie');
  await go(page, '/admin/users/new');
  await page.getByLabel('Company name').fill(name);
  await page.getByLabel('Siren').fill('12');
  await page.getByRole('button', { name: 'Create user' }).click();
  await expect(page.getByText('Must have nine digits when country is FR.')).toBeVisible();
  await page.getByLabel('Siren').fill('812345678');
  await page.getByLabel('Group').fill('pilots');
  await page.getByRole('button', { name: 'Create user' }).click();
  await expect(heading(page)).toHaveText(name);
  const [user] = await usersOf(name);
  expect(user).toMatchObject({ name, siren: '812345678', group: 'pilots', country: 'FR' });

  await go(page, '/admin/users/new?kind=natural');
  const lastName = newName('Perrin');
  await page.getByLabel('First name').fill('Ada');
  await page.getByLabel('Last name').fill(lastName);
  await page.getByRole('button', { name: 'Create user' }).click();
  await expect(heading(page)).toHaveText(`Ada ${lastName}`);
  expect(await usersOf(`Ada ${lastName}`)).toMatchObject([{ type: 'NATURAL', last_name: lastName }]);
});

test('a connection is created for a user, and its link can be copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const userId = await makeUser(newName('Tannerie'));
  await signIn(page);
  await go(page, `/admin/users/${userId}`);
  await page.getByRole('link', { name: 'New connection' }).click();
  await page.getByRole('link', { name: 'Sandbox Bank' }).click();
  await page.getByLabel('Transactions').uncheck();
  await page.getByRole('button', { name: 'Create connection' }).click();
  await expect(page.getByText('The user has not opened the link yet.')).toBeVisible();
  await page.getByRole('button', { name: /^Copy connect link/ }).click();
  const id = page.url().split('/').at(-1) ?? '';
  const connection = await readConnection({ id, userId, link: '' });
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(connection.redirect_url);
  const wire = await callApi('GET', `/users/${userId}/data-connections/${id}`);
  expect(wire).toMatchObject({ requested_data_types: ['BANK_ACCOUNT'], status: 'AUTH_REQUIRED' });
});

test('the numbers of records lead to the records, of one connection or of all, and to the whole of each', async ({
  page,
}) => {
  const { id, userId } = await makeConnected(newName('Ganterie'));
  await callApi('POST', `/users/${userId}/sync`, {});
  await expect
    .poll(async () => (await listUserSyncs(userId)).map(({ status }) => status))
    .toEqual(['SUCCESS', 'SUCCESS']);
  const { result } = z
    .object({ result: z.array(z.looseObject({ id: z.string(), text: z.string() })) })
    .parse(await callApi('GET', `/users/${userId}/legal-notices?per_page=50`));
  await signIn(page);
  await go(page, `/admin/connections/${id}/types`);
  await page
    .getByRole('row', { name: /LEGAL_NOTICE/ })
    .getByRole('link', { name: /records/ })
    .click();
  await expect(heading(page)).toContainText('Legal notices of Ganterie');
  await expect(page.locator('tbody tr')).toHaveCount(result.length);
  for (const { text } of result) await expect(page.getByText(text, { exact: true }).first()).toBeVisible();
  await page.getByText('As JSON').first().click();
  const shown: unknown = JSON.parse(await page.locator('tbody pre').first().innerText());
  expect(shown).toEqual(result[0]);

  await page.getByRole('link', { name: 'Of all connections' }).click();
  await expect(page).toHaveURL(/LEGAL_NOTICE$/);
  await go(page, `/admin/users/${userId}`);
  await page.getByRole('link', { name: 'Company details' }).first().click();
  await expect(heading(page)).toContainText('Company details of Ganterie');
  await expect(page.locator('tbody tr')).toHaveCount(1);
});

test('deleting a user says what is erased, wants the name typed, and erases', async ({ page }) => {
  const name = newName('Scierie');
  const { userId } = await makeConnected(name);
  await signIn(page);
  await go(page, `/admin/users/${userId}`);
  await page.getByRole('button', { name: 'Delete user' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('1 connection is ended');
  await expectAccessible(page);
  const confirm = dialog.getByRole('button', { name: 'Delete for good' });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill(name);
  await confirm.click();
  await expect(heading(page)).toHaveText('Users');
  expect(await usersOf(name)).toEqual([]);
});

test('sync now, disconnect, reconnect and delete do what they say', async ({ page }) => {
  const connection = await makeConnected(newName('Minoterie'));
  await signIn(page);
  await go(page, `/admin/connections/${connection.id}`);
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByText('2 syncs are queued')).toBeVisible();
  await expect
    .poll(async () => (await listUserSyncs(connection.userId)).map(({ status }) => status))
    .toEqual(['SUCCESS', 'SUCCESS']);
  // Without a reload: the page hears of it.
  await expect(page.getByText('Company details synchronized')).toBeVisible({ timeout: 5_000 });

  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('stay and can be read');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByRole('button', { name: 'Reconnect' })).toBeVisible();
  expect((await readConnection(connection)).status).toBe('DISCONNECTED');

  await page.getByRole('button', { name: 'Reconnect' }).click();
  await expect(page.getByRole('button', { name: 'Sync now' })).toBeVisible();
  expect((await readConnection(connection)).status).toBe('CONNECTED');

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('textbox').fill('Sandbox Register');
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await expect(heading(page)).toContainText('Minoterie');
  await expect(readConnection(connection)).rejects.toThrow('404');
  await go(page, `/admin/audit?object=${connection.id}`);
  for (const action of ['sync.start', 'connection.disconnect', 'connection.reconnect', 'connection.delete']) {
    await expect(page.getByRole('cell', { name: action })).toBeVisible();
  }
});

test('an event has an address of its own, and kinds of events can be looked at alone', async ({ page }) => {
  const connection = await makeConnected(newName('Chapellerie'));
  await patchConnection(connection, { status: 'DISCONNECTED' });
  await signIn(page);
  await page.goto(`${serverUrl}/admin/connections/${connection.id}`);
  const entries = page.locator('.timeline > li');
  await expect(entries.first()).toContainText('Disconnected');
  const connected = entries.last();
  await connected.getByText('JSON').click();
  await expect(connected.locator('pre')).toContainText('"type": "DATA_CONNECTION_CONNECTED"');
  const href = await connected.getByRole('link', { name: 'Link to this event' }).getAttribute('href');
  await page.goto(serverUrl + href);
  await expect(entries).toHaveCount(1);
  await expect(entries.first()).toContainText('Connected');
  await expect(page.locator('.timeline > li:target')).toHaveCount(1);
  await page.getByRole('link', { name: 'Show all' }).click();
  await expect(entries.first()).toContainText('Disconnected');
  await page.getByRole('link', { name: 'Connect flow', exact: true }).click();
  await expect(page.getByText('No event of this kind.')).toBeVisible();
  await page.getByRole('link', { name: 'Status', exact: true }).click();
  await expect(entries).toHaveCount(2);
});

test('one data type is synchronized alone, and says why it is as fresh as it is', async ({ page }) => {
  const connection = await makeConnected(newName('Tonnellerie'));
  await signIn(page);
  await page.goto(`${serverUrl}/admin/connections/${connection.id}/types`);
  const row = page.locator('tbody tr').filter({ hasText: 'COMPANY_PROFILE' });
  await expect(row).toContainText('Never synchronized.');
  await row.getByRole('button', { name: 'Sync', exact: true }).click();
  await expect(row).toContainText('Up to date as of the last sync.', { timeout: 30_000 });
  const syncs = await listUserSyncs(connection.userId);
  expect(syncs.map(({ data_type: type }) => type)).toEqual(['COMPANY_PROFILE']);
});

test('a key that ends within 30 days is warned about before it does', async ({ page }) => {
  await makeConnected(newName('Serrurerie'));
  await signIn(page);
  await page.goto(`${serverUrl}/admin/api-keys/new`);
  const name = newName('backend');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Expires').selectOption('30');
  await page.getByRole('button', { name: 'Create a key' }).click();
  await expect(page.getByText('shown this once')).toBeVisible();
  await page.goto(`${serverUrl}/admin/api-keys`);
  await expect(page.locator('tbody tr').filter({ hasText: name })).toContainText('Ends soon');
  await page.goto(`${serverUrl}/admin`);
  await expect(page.locator('main')).toContainText(`The API key “${name}” ends in`);
});

test('filters stand in the address, and its copy shows the same rows to somebody else', async ({
  page,
  browser,
}) => {
  const name = newName('Filature');
  const { id } = await makeConnected(name);
  await signIn(page);
  await go(page, '/admin/connections');
  await page.getByLabel('Name, siren or id').fill(name.slice(0, -1));
  await page.getByLabel('Status', { exact: true }).selectOption('CONNECTED');
  await page.getByLabel('Provider', { exact: true }).selectOption('sandbox_public');
  await page.getByLabel('Data type', { exact: true }).selectOption('LEGAL_NOTICE');
  await page.getByLabel('Created', { exact: true }).selectOption('1d');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page).toHaveURL(/age=1d/);
  await page.getByRole('link', { name: 'Changed' }).click();
  await expect(page).toHaveURL(/sort=changed/);
  await expect(page.locator('th[aria-sort]')).toHaveText('Changed');
  const rows = await page.locator('tbody tr').allTextContents();
  const other = await makeMember(browser, 'VIEWER');
  await other.page.goto(page.url());
  await expect(other.page.getByRole('heading', { level: 1 })).toHaveText('Connections');
  expect((await other.page.locator('tbody tr').allTextContents()).length).toBe(rows.length);
  await expect(other.page.getByRole('link', { name })).toHaveAttribute('href', `/admin/connections/${id}`);

  const csv = await page.request.get(page.url().replace('/connections?', '/connections/export.csv?'));
  expect(await csv.text()).toContain(`${id},`);
  await page.getByRole('link', { name: 'Clear' }).click();
  await go(page, '/admin/connections?status=DISCONNECTED&q=nobody-is-called-this');
  await expect(page.getByText('Nothing matches')).toBeVisible();
});

test('a lost access says why and what helps; a failed sync is retried', async ({ page }) => {
  const connection = await makeConnected(newName('Corderie'));
  endAuthorization(connection.id);
  await signIn(page);
  await go(page, `/admin/connections/${connection.id}`);
  await expect(page.getByText('The provider no longer accepts the access.')).toBeVisible();
  await page.getByRole('link', { name: 'Data types' }).click();
  await expect(page.getByText('Nothing new is read').first()).toBeVisible();
});

test('a provider is set up: credentials are stored and never shown, settings kept, switched on and off', async ({
  page,
}) => {
  const secret = 'never-to-be-seen-again-4711';
  const readProvider = () => callApi('GET', '/providers/qonto');
  await signIn(page);
  await go(page, '/admin/providers/qonto');
  await page.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Store the credentials below' })).toBeVisible();
  // What the provider's console asks for stands beside the credentials that it gives.
  await expect(page.getByText(`${serverUrl}/connect/callback/qonto`)).toBeVisible();
  await expect(page.getByText('offline_access organization.read')).toBeVisible();
  await page.getByLabel('Client ID').fill('moorage-test');
  await page.getByLabel('Client secret').fill(secret);
  await page.getByRole('button', { name: 'Store credentials' }).click();
  await expect(page.getByText('Credentials of Qonto are stored').first()).toBeVisible();
  await expect(
    page.getByText(/^Last stored in the dashboard, by ada@fidu\.example, .*(now|seconds? ago)/),
  ).toBeVisible();
  await page.getByLabel('Synchronize at once').check();
  await page.getByLabel('Synchronize every').selectOption('6h');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('Settings of Qonto are saved').first()).toBeVisible();
  await page.getByRole('button', { name: 'Switch on' }).click();
  await expect(page.getByText('On: users can connect.')).toBeVisible();
  expect(await readProvider()).toMatchObject({
    enabled: true,
    credentials_config: [{ filled: true }, { filled: true }],
    settings: expect.arrayContaining([
      expect.objectContaining({ name: 'sync_on_connect', value: true }),
      expect.objectContaining({ name: 'sync_every', value: '6h' }),
    ]),
  });
  await page.reload();
  expect(await page.content()).not.toContain(secret);
  await go(page, '/admin/audit?action=provider.set_credentials');
  expect(await page.content()).not.toContain(secret);

  await go(page, '/admin/providers/qonto/doctor');
  // Its hosts are asked: on a machine without a network each takes its time.
  await expect(page.getByText(`${serverUrl}/connect/callback/qonto`)).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText('offline_access organization.read')).toBeVisible();
  await go(page, '/admin/providers/qonto');
  await page.getByRole('button', { name: 'Switch off' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('Off: nobody can connect')).toBeVisible();
  expect(await readProvider()).toMatchObject({ enabled: false });
});

test('credentials that the API stored, or may have replaced, are not said to be an admin’s', async ({
  page,
}) => {
  const credentials = { client_id: 'moorage-test', client_secret: 'a-secret-that-is-never-shown' };
  const store = () => callApi('PUT', '/providers/shopify/credentials', { credentials });
  const lines = page.locator('p', { hasText: /the dashboard, by|through the API|The API has changed/ });
  await signIn(page);
  await go(page, '/admin/providers/shopify');
  await expect(heading(page)).toHaveText('Shopify');
  await expect(lines).toHaveCount(0);
  await store();
  await page.reload();
  await expect(lines).toHaveText([/^Stored through the API\. This provider was last changed .*(now|ago)/]);
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByText('Settings of Shopify are saved').first()).toBeVisible();
  await expect(lines).toHaveText([/^Stored through the API/]);
  for (const [label, value] of [
    ['Client ID', 'another'],
    ['Client secret', 'another-secret'],
  ] as const)
    await page.getByLabel(label).fill(value);
  await page.getByRole('button', { name: 'Store credentials' }).click();
  await expect(lines).toHaveText([/^Last stored in the dashboard, by ada@fidu\.example, .*\.$/]);
  await store();
  await page.reload();
  await expect(lines).toHaveText([/by ada@fidu\.example, .*\. The API has changed this provider since/]);
});

test('a viewer sees every page and no way to change anything', async ({ browser }) => {
  const { id, userId } = await makeConnected(newName('Bergerie'));
  const { page } = await makeMember(browser, 'VIEWER');
  for (const path of [
    `/admin/users/${userId}`,
    `/admin/connections/${id}`,
    '/admin/providers/qonto',
    '/admin/syncs',
  ]) {
    await go(page, path);
    await expect(heading(page)).toBeVisible();
    const buttons = page.getByRole('button', { name: /delete|disconnect|sync now|switch|store|save|retry/i });
    await expect(buttons).toHaveCount(0);
    await expect(page.getByRole('button', { name: /copy connect link/i })).toHaveCount(0);
  }
  for (const path of ['/admin/users/new', `/admin/users/${userId}/connections/new`]) {
    await go(page, path);
    await expect(page.getByText('You are signed in as a viewer')).toBeVisible();
  }
});

test('ids and parts of other accounts or of nobody are the 404 page', async ({ page }) => {
  await signIn(page);
  const nobody = '01a214f5-0000-7567-8989-2958caaf72cb';
  for (const path of ['users', 'connections', 'syncs', 'providers']) {
    for (const id of [nobody, 'x', '%3Cscript%3E']) {
      await go(page, `/admin/${path}/${id}`);
      await expect(heading(page)).toHaveText('There is no such page');
    }
  }
  // Searched for, it is a user that is not there: the list says so.
  await go(page, `/admin/users?q=${nobody}`);
  await expect(page.getByText('Nothing matches')).toBeVisible();
});
