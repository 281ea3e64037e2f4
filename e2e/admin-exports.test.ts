import { expect, type Page } from 'playwright/test';
import { z } from 'zod';
import { makeMember, openPage, signIn } from './admin.ts';
import { listUserSyncs, makeConnected, makeWaiting, newName } from './admin-world.ts';
import { callApi } from './api.ts';
import { serverUrl } from './environment.ts';
import { expectAccessible } from './expect-page.ts';
import { test } from './fixtures.ts';

/** What the button of a page leads to: the name of the file, its columns, and its lines. */
async function download(page: Page): Promise<{ name: string; columns: string; lines: string[] }> {
  const link = page.getByRole('link', { name: 'Export as CSV' });
  const answer = await page.request.get(`${serverUrl}${await link.getAttribute('href')}`);
  const [columns = '', ...lines] = (await answer.text()).trim().split('\r\n');
  const [, name = ''] = /filename="(.*)"/.exec(answer.headers()['content-disposition'] ?? '') ?? [];
  return { name, columns, lines };
}

async function makeSynchronized() {
  const connection = await makeConnected(newName('Marbrerie'));
  await callApi('POST', `/users/${connection.userId}/sync`, {});
  await expect
    .poll(async () => (await listUserSyncs(connection.userId)).map(({ status }) => status))
    .toEqual(['SUCCESS', 'SUCCESS']);
  return connection;
}

const listOf = async (path: string) =>
  z
    .object({ result: z.array(z.looseObject({ id: z.uuid() })) })
    .parse(await callApi('GET', `${path}?per_page=100`)).result;

test('records are exported with a column for each of their values, for viewers too, and of one connection', async ({
  browser,
}) => {
  const { id, userId } = await makeSynchronized();
  const { page } = await makeMember(browser, 'VIEWER');
  await openPage(page, `/admin/users/${userId}/data/LEGAL_NOTICE`);
  await expectAccessible(page);
  const { name, columns, lines } = await download(page);
  expect(name).toMatch(new RegExp(`^moorage-legal-notices-${userId.slice(-8)}-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
  expect(columns).toMatch(/^id,.*,provider_name,data_connection_id,updated_at$/);
  const records = await listOf(`/users/${userId}/legal-notices`);
  expect(records.length).toBeGreaterThan(1);
  expect(lines.map((line) => line.split(',')[0])).toEqual(records.map((record) => record.id));

  await openPage(page, `/admin/users/${userId}/data/LEGAL_NOTICE?connection=${id}`);
  expect((await download(page)).lines).toEqual(lines);
  const elsewhere = `/admin/users/${userId}/data/LEGAL_NOTICE/export.csv?connection=${userId}`;
  expect((await (await page.request.get(`${serverUrl}${elsewhere}`)).text()).trim()).toBe(columns);
  await page.context().close();
});

test('a timeline is exported, with what the API says about each event', async ({ page }) => {
  const { id, userId } = await makeSynchronized();
  await signIn(page);
  await openPage(page, `/admin/connections/${id}`);
  const { name, columns, lines } = await download(page);
  expect(name).toContain(`moorage-events-${id.slice(-8)}-`);
  expect(columns).toBe(
    'id,created_at,type,from_status,to_status,actor,reason,data_type,data_sync_id,request_id',
  );
  const events = await listOf(`/users/${userId}/data-connections/${id}/events`);
  expect(events.length).toBeGreaterThan(2);
  expect(lines).toEqual(
    events.map((event) =>
      columns
        .split(',')
        .map((column) => event[column] ?? '')
        .join(','),
    ),
  );
});

test('what a bulk run refused is exported with whose it is and why', async ({ page }) => {
  const name = newName('Faiencerie');
  const { id, userId } = await makeWaiting(name);
  await signIn(page);
  await openPage(page, `/admin/connections/bulk/new?action=sync&select=${id}`);
  await page.getByRole('button', { name: 'Synchronize' }).click();
  await expect(page.getByText('1 of 1')).toBeVisible({ timeout: 15_000 });
  await expectAccessible(page);
  const { name: file, columns, lines } = await download(page);
  expect(file).toContain(`moorage-bulk-refused-${page.url().slice(-8)}-`);
  expect(columns).toBe('connection_id,sync_id,user_id,user_name,provider_name,data_type,reason');
  expect(lines).toEqual([`${id},,${userId},${name},sandbox_openbanking,,CONNECTION_NOT_CONNECTED`]);
});

test('files of nobody are 404, and nobody reads one without signing in', async ({ page }) => {
  const { id, userId } = await makeConnected(newName('Marbrerie'));
  const nobody = '01a214f5-0000-7567-8989-2958caaf72cb';
  const fileOf = (path: string) => `${serverUrl}/admin/${path}/export.csv`;
  for (const path of [`users/${userId}/data/LEGAL_NOTICE`, `connections/${id}`, `connections/bulk/${nobody}`])
    expect((await fetch(fileOf(path), { redirect: 'manual' })).status, path).toBe(401);
  await signIn(page);
  for (const path of [
    ...[`users/${nobody}/data/LEGAL_NOTICE`, `users/x/data/LEGAL_NOTICE`, `users/${userId}/data/NO_SUCH`],
    ...[`users/${userId}/data/BACKGROUND_CHECK`, `connections/${nobody}`, `connections/bulk/${nobody}`],
  ])
    expect((await page.request.get(fileOf(path))).status(), path).toBe(404);
});
