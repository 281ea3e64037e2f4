import { randomUUID } from 'node:crypto';
import { expect, type Page } from 'playwright/test';
import { cookieHeader, makeMember, signIn } from './admin.ts';
import { callAction, listServerActions } from './admin-actions.ts';
import { listUserSyncs, makeConnected, makeWaiting, newName } from './admin-world.ts';
import { callApi, readConnection } from './api.ts';
import { adminIdOf, failSync, plantBulkRun, workOffBulkRun } from './database.ts';
import { serverUrl } from './environment.ts';
import { expectAccessible } from './expect-page.ts';
import { test } from './fixtures.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const go = (page: Page, path: string) => page.goto(`${serverUrl}${path}`);
const search = (name: string) => `/admin/connections?q=${encodeURIComponent(name)}`;
const bar = (page: Page) => page.getByRole('form', { name: 'With the selected connections' });
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });

/** Companies whose names begin alike, each with a connection that works. */
async function makeCompanies(count: number) {
  const beginning = newName('Chapellerie');
  const companies: { name: string; connection: Awaited<ReturnType<typeof makeConnected>> }[] = [];
  for (let made = 0; made < count; made += 1) {
    const name = `${beginning} n${made}`;
    companies.push({ name, connection: await makeConnected(name) });
  }
  return { beginning, companies };
}

test('two ticked rows are synchronized, and the third is not', async ({ page }) => {
  const { beginning, companies } = await makeCompanies(4);
  const [one, two, third, leaving] = companies;
  if (one === undefined || two === undefined || third === undefined || leaving === undefined)
    throw new Error('there are four');
  await signIn(page);
  await go(page, search(beginning));
  await expect(bar(page)).toBeHidden();
  await rowOf(page, one.name).getByRole('checkbox').check();
  await rowOf(page, two.name).getByRole('checkbox').check();
  await rowOf(page, leaving.name).getByRole('checkbox').check();
  await expect(bar(page)).toContainText('3 selected');
  // Its row goes by itself, and counts no more.
  const { userId, id } = leaving.connection;
  await callApi('DELETE', `/users/${userId}/data-connections/${id}`);
  await expect(rowOf(page, leaving.name)).toHaveCount(0);
  await expect(bar(page)).toContainText('2 selected');
  await expectAccessible(page);
  await bar(page).getByRole('button', { name: 'Sync now' }).click();
  await expect(heading(page)).toHaveText('Synchronize 2 connections?');
  await expect(
    page.getByText(`${two.name} (Sandbox Register), ${one.name} (Sandbox Register)`),
  ).toBeVisible();
  await expect(page.getByText('2 of them are connected')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Synchronize' }).click();
  await expect(page).toHaveURL(/\/admin\/connections\/bulk\/[0-9a-f-]{36}$/);
  await expect(page.getByText('2 of 2')).toBeVisible();
  await expectAccessible(page);
  for (const { connection } of [one, two])
    await expect
      .poll(async () => (await listUserSyncs(connection.userId)).map(({ status }) => status))
      .toEqual(['SUCCESS', 'SUCCESS']);
  expect(await listUserSyncs(third.connection.userId)).toEqual([]);
  const runId = page.url().split('/').at(-1) ?? '';
  await go(page, `/admin/audit?object=${runId}`);
  await expect(page.getByRole('cell', { name: 'bulk.start' })).toBeVisible();
});

test('all that a filter finds are disconnected after the word is typed, and the page says who was left', async ({
  page,
}) => {
  const { beginning, companies } = await makeCompanies(3);
  await makeWaiting(`${beginning} waits`);
  await signIn(page);
  await go(page, search(beginning));
  await page.getByLabel('all 4 that match').check();
  await expect(bar(page)).toContainText('All that match');
  await bar(page).getByRole('button', { name: 'Disconnect' }).click();
  await expect(heading(page)).toHaveText('Disconnect 4 connections?');
  // Whoever searched sees here what for, and nobody later on.
  await expect(page.getByText(`Name, siren or id: “${beginning}”`)).toBeVisible();
  await expect(page.getByText('3 of them have an access, which ends.')).toBeVisible();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByLabel('Type “disconnect” to confirm')).toBeFocused();
  await page.getByLabel('Type “disconnect” to confirm').fill('disconect');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByText('Must be the word “disconnect”.')).toBeVisible();
  for (const { connection } of companies) expect((await readConnection(connection)).status).toBe('CONNECTED');
  await page.getByLabel('Type “disconnect” to confirm').fill('disconnect');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  // Without a reload: it goes on by itself.
  await expect(page.getByText('4 of 4')).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible();
  for (const { connection } of companies)
    expect((await readConnection(connection)).status).toBe('DISCONNECTED');
  const left = page.getByRole('row', { name: /waits/ });
  await expect(left).toContainText('Its status does not allow it');
  await expectAccessible(page);
  // What was searched for is not kept.
  await page.reload();
  expect(await page.content()).not.toContain(`q=${encodeURIComponent(beginning)}`);
  await expect(page.getByText('A search that is not kept')).toBeVisible();
  await go(page, '/admin/connections/bulk');
  await expect(page.getByRole('link', { name: 'Disconnect connections' }).first()).toBeVisible();
  await expectAccessible(page);
  // Each connection says in its own timeline who did it.
  const [first] = companies;
  await go(page, `/admin/connections/${first?.connection.id}`);
  await expect(page.getByText('Disconnected').first()).toBeVisible();
});

test('this page is ticked with one press, and its links are shown, copied and downloaded, by nobody but admins', async ({
  page,
  context,
  browser,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const name = newName('Ganterie');
  const waiting = await makeWaiting(name);
  await makeConnected(`${name} works`);
  await signIn(page);
  await go(page, search(name));
  await page.getByLabel('this page').check();
  await expect(bar(page)).toContainText('2 selected');
  await bar(page).getByRole('button', { name: 'Get links' }).click();
  expect(page.url()).not.toContain('/connect/');
  await page.getByRole('button', { name: 'Show links' }).click();
  await expect(page.getByText('1 link', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Copy: links' }).click();
  const { link } = waiting;
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${name}\tSandbox Bank\t${link}`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download as CSV' }).click(),
  ]);
  const stream = await download.createReadStream();
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  const lines = Buffer.concat(parts).toString().trim().split('\r\n');
  expect(lines).toEqual([
    'connection_id,user_id,user_name,provider_name,status,link',
    `${waiting.id},${waiting.userId},${name},sandbox_openbanking,AUTH_REQUIRED,${link}`,
  ]);

  const viewer = await makeMember(browser, 'VIEWER');
  const send = (cookie: string, headers: Record<string, string>, fields: Record<string, string> = {}) =>
    fetch(`${serverUrl}/admin/connections/links.csv`, {
      method: 'POST',
      headers: { cookie, origin: serverUrl, 'sec-fetch-site': 'same-origin', ...headers },
      body: new URLSearchParams({ action: 'links', scope: 'filter', ...fields }),
    });
  const asViewer = await send(await cookieHeader(viewer.page), {});
  expect([asViewer.status, await asViewer.text()]).toEqual([403, '']);
  const foreign = await send(await cookieHeader(page), { 'sec-fetch-site': 'cross-site' });
  expect([foreign.status, await foreign.text()]).toEqual([403, '']);
  expect((await send('', {})).status).toBe(401);
  // Not those of another account instead, and nothing of any size.
  const cookie = await cookieHeader(page);
  for (const fields of [{ account_id: randomUUID() }, { ids: 'x'.repeat(100_000) }])
    expect((await send(cookie, {}, fields)).status).toBe(400);
  await viewer.page.context().close();
  await go(page, '/admin/audit?action=connection.copy_links');
  await expect(page.getByRole('cell', { name: 'connection.copy_links' }).first()).toBeVisible();
  expect(await page.content()).not.toContain(link);
});

test('failed syncs of a filter are retried', async ({ page }) => {
  const connection = await makeConnected(newName('Tonnellerie'));
  const statuses = async () =>
    (await listUserSyncs(connection.userId)).map(({ status }) => status).toSorted();
  await callApi('POST', `/users/${connection.userId}/sync`, {});
  await expect.poll(statuses).toEqual(['SUCCESS', 'SUCCESS']);
  const code = failSync(connection.id);
  expect(await statuses()).toEqual(['FETCH_ERROR', 'SUCCESS']);
  await signIn(page);
  await go(page, `/admin/syncs?error=${code}&status=FETCH_ERROR`);
  await page.getByRole('link', { name: 'Retry all that failed' }).click();
  await expect(heading(page)).toHaveText('Retry 1 failed sync?');
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText('1 of 1')).toBeVisible({ timeout: 15_000 });
  await expect.poll(statuses).toEqual(['SUCCESS', 'SUCCESS']);
  await go(page, '/admin/connections/bulk/new?action=retry&status=SUCCESS');
  await expect(heading(page)).toHaveText('No failed sync matches');
  await expect(page.getByRole('button', { name: 'Retry' })).toHaveCount(0);
});

test('a run says how far it is, and is cancelled', async ({ page, browser }) => {
  const id = plantBulkRun();
  const viewer = await makeMember(browser, 'VIEWER');
  await go(viewer.page, `/admin/connections/bulk/${id}`);
  await expect(viewer.page.getByText('15 of 10,000 or more')).toBeVisible();
  await expect(viewer.page.getByRole('button', { name: 'Cancel' })).toHaveCount(0);
  await signIn(page);
  await go(page, `/admin/connections/bulk/${id}`);
  await expect(page.getByText('Group: pilots')).toBeVisible();
  await expect(page.getByText('It is being synchronized already')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel the rest' }).click();
  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible();
  // The viewer hears of it without a reload.
  await expect(viewer.page.getByText('Cancelled', { exact: true })).toBeVisible({ timeout: 10_000 });
  await viewer.page.context().close();
  await go(page, `/admin/audit?object=${id}`);
  await expect(page.getByRole('cell', { name: 'bulk.cancel' })).toBeVisible();
});

test('a run that has ended is not cancelled once more, pressed on an old page or called directly', async ({
  page,
}) => {
  const id = plantBulkRun();
  await signIn(page);
  // The page does not hear of the end.
  await page.route('**/admin/stream', (route) => route.abort());
  await go(page, `/admin/connections/bulk/${id}`);
  const cancelling = listServerActions().find(({ name }) => name === 'cancelBulkAction');
  if (cancelling === undefined) throw new Error('there is no action that cancels a run');
  const call = async (runId: string) =>
    callAction(cancelling, { cookie: await cookieHeader(page), fields: { run_id: runId } });
  expect(await call(id)).toContain('"outcome":"done"');
  await page.getByRole('button', { name: 'Cancel the rest' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('It has ended already');
  expect(await call(id)).toContain('It has ended already');
  expect(await call(randomUUID())).toContain('There is no such bulk run');
  await go(page, `/admin/audit?object=${id}`);
  await expect(page.getByRole('cell', { name: 'bulk.cancel' })).toHaveCount(1);
});

test('a run whose admin is disabled meanwhile ends, and its page and the audit log say why', async ({
  page,
  browser,
}) => {
  const member = await makeMember(browser, 'ADMIN');
  const id = plantBulkRun(`admin:${adminIdOf(member.email)}`);
  await signIn(page);
  await go(page, '/admin/settings/admins');
  const row = page.getByRole('row', { name: new RegExp(member.email) });
  await row.getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
  await expect(row.getByRole('button', { name: 'Enable' })).toBeVisible();
  await go(page, `/admin/connections/bulk/${id}`);
  const note = page.getByText('the admin who started it may not change anything any more');
  await expect(page.getByText('Running', { exact: true })).toBeVisible();
  await expect(page.getByText(member.email)).toBeVisible();
  await expect(note).toHaveCount(0);
  workOffBulkRun(id);
  // Without a reload.
  await expect(note).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel the rest' })).toHaveCount(0);
  await expectAccessible(page);
  await go(page, `/admin/audit?object=${id}`);
  await expect(page.getByRole('row', { name: /bulk\.cancel/ })).toContainText(/system|Moorage/i);
  await member.page.context().close();
});

test('choosing, asking and starting work without JavaScript', async ({ browser }) => {
  const { beginning, companies } = await makeCompanies(2);
  const signedIn = await browser.newPage();
  await signIn(signedIn);
  const storageState = await signedIn.context().storageState();
  await signedIn.context().close();
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState,
  });
  const page = await context.newPage();
  await go(page, search(beginning));
  await rowOf(page, companies[0]?.name ?? '')
    .getByRole('checkbox')
    .check();
  await bar(page).getByRole('button', { name: 'Disconnect' }).click();
  await page.getByLabel('Type “disconnect” to confirm').fill('disconnect');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(heading(page)).toHaveText('Disconnect connections');
  const statuses = () =>
    Promise.all(companies.map(async ({ connection }) => (await readConnection(connection)).status));
  await expect.poll(statuses).toEqual(['DISCONNECTED', 'CONNECTED']);
  await go(page, '/admin/connections/bulk/new?action=sync');
  await expect(heading(page)).toHaveText('Nothing is selected');
  // The ids of nothing that is there.
  await go(page, `/admin/connections/bulk/new?action=sync&select=${randomUUID()}`);
  await expect(heading(page)).toHaveText('Nothing is selected');
  const id = plantBulkRun();
  await go(page, `/admin/connections/bulk/${id}`);
  await page.getByRole('button', { name: 'Cancel the rest' }).click();
  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cancel the rest' })).toHaveCount(0);
  await context.close();
});

test('a viewer sees runs, and nothing to choose or start', async ({ browser }) => {
  const { beginning } = await makeCompanies(1);
  const viewer = await makeMember(browser, 'VIEWER');
  await go(viewer.page, search(beginning));
  await expect(rowOf(viewer.page, beginning)).toBeVisible();
  await expect(viewer.page.getByRole('checkbox')).toHaveCount(0);
  await expect(bar(viewer.page)).toHaveCount(0);
  for (const action of ['sync', 'disconnect', 'links', 'retry']) {
    await go(viewer.page, `/admin/connections/bulk/new?action=${action}&scope=filter`);
    await expect(viewer.page.getByText('You are signed in as a viewer')).toBeVisible();
    await expect(
      viewer.page.getByRole('button', { name: /synchronize|disconnect|retry|links|download/i }),
    ).toHaveCount(0);
  }
  await go(viewer.page, '/admin/connections/bulk');
  await expect(heading(viewer.page)).toHaveText('Bulk actions');
  await viewer.page.context().close();
});

test('users and syncs are exported as their list is filtered', async ({ page }) => {
  const { beginning, companies } = await makeCompanies(2);
  const [one] = companies;
  await callApi('POST', `/users/${one?.connection.userId}/sync`, {});
  await signIn(page);
  await go(page, `/admin/users?q=${encodeURIComponent(beginning)}`);
  const linkOf = async () =>
    `${serverUrl}${await page.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')}`;
  const users = (await (await page.request.get(await linkOf())).text()).trim().split('\r\n');
  expect(users[0]).toBe(
    'id,type,name,siren,group,country,postal_code,ape_code,created_at,connections_auth_required,connections_connecting,connections_connected,connections_auth_error,connections_disconnected',
  );
  expect(users.slice(1).map((line) => line.split(',').slice(0, 5))).toEqual(
    companies
      .toReversed()
      .map(({ name, connection }) => [connection.userId, 'LEGAL', name, '812345678', 'default']),
  );
  expect(users[1]).toMatch(/,0,0,1,0,0$/);

  await expect
    .poll(async () => (await listUserSyncs(one?.connection.userId ?? '')).map(({ status }) => status))
    .toEqual(['SUCCESS', 'SUCCESS']);
  await go(page, '/admin/syncs?status=SUCCESS&type=LEGAL_NOTICE');
  const syncs = (await (await page.request.get(await linkOf())).text()).trim().split('\r\n');
  const rows = syncs.slice(1).map((line) => line.split(','));
  expect(rows.every(([, , , , , type, status]) => type === 'LEGAL_NOTICE' && status === 'SUCCESS')).toBe(
    true,
  );
  const [sync] = (await listUserSyncs(one?.connection.userId ?? '')).filter(
    ({ data_type }) => data_type === 'LEGAL_NOTICE',
  );
  expect(rows.find(([id]) => id === sync?.id)?.slice(1, 5)).toEqual([
    ...[one?.connection.id, one?.connection.userId, one?.name, 'sandbox_public'],
  ]);
  for (const path of ['users', 'syncs'])
    expect((await fetch(`${serverUrl}/admin/${path}/export.csv`, { redirect: 'manual' })).status).toBe(401);
});
