import { expect, type Page } from 'playwright/test';
import { signIn, untilLive } from './admin.ts';
import { makeConnected, makeUser, newName } from './admin-world.ts';
import { patchConnection, readConnection } from './api.ts';
import { serverUrl } from './environment.ts';
import { test } from './fixtures.ts';
import { xssStrings } from './xss.ts';

const go = (page: Page, path: string) => page.goto(`${serverUrl}${path}`);
const live = (page: Page) => page.locator('.live');

test('a change is on the screen within two seconds or so, in both of two tabs', async ({ page, context }) => {
  const connection = await makeConnected(newName('Papeterie'));
  await signIn(page);
  await go(page, `/admin/connections/${connection.id}`);
  await expect(live(page)).toHaveText('live');
  const second = await context.newPage();
  await go(second, `/admin/connections?q=${connection.id}`);
  await expect(live(second)).toHaveText('live');
  await patchConnection(connection, { status: 'DISCONNECTED' });
  await expect(page.getByRole('button', { name: 'Reconnect' })).toBeVisible({ timeout: 4_000 });
  await expect(second.locator('tbody').getByText('Disconnected')).toBeVisible({ timeout: 4_000 });
});

test('a new row waits until somebody asks for it: nothing that is read moves', async ({ page }) => {
  const group = newName('group');
  await makeConnected(newName('Distillerie'));
  await signIn(page);
  await go(page, '/admin/connections');
  await expect(live(page)).toHaveText('live');
  const first = await page.locator('tbody tr').first().textContent();
  const name = newName(`Saline ${group}`);
  await makeConnected(name);
  const pill = page.getByRole('button', { name: 'Something changed. Show it' });
  await expect(pill).toBeVisible();
  expect(await page.locator('tbody tr').first().textContent()).toContain(first?.slice(0, 10));
  await pill.click();
  await expect(page.getByRole('link', { name })).toBeVisible();
});

test('without the stream the page asks every ten seconds, and says so', async ({ page }) => {
  test.setTimeout(90_000);
  await page.route('**/admin/stream', (route) => route.abort());
  const connection = await makeConnected(newName('Poterie'));
  await signIn(page);
  await go(page, `/admin/connections/${connection.id}`);
  await expect(live(page)).toHaveText('every 10 s', { timeout: 10_000 });
  await patchConnection(connection, { status: 'DISCONNECTED' });
  await expect(page.getByRole('button', { name: 'Reconnect' })).toBeVisible({ timeout: 30_000 });
});

test('the stream is for people who are signed in', async ({ page, request }) => {
  expect((await request.get(`${serverUrl}/admin/stream`)).status()).toBe(401);
  expect((await request.get(`${serverUrl}/admin/connections/export.csv`)).status()).toBe(401);
  await signIn(page);
  const headers = await page.evaluate(async () => {
    const abort = new AbortController();
    const response = await fetch('/admin/stream', { signal: abort.signal });
    const reader = response.body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    abort.abort();
    const type = response.headers.get('content-type');
    return { type, first: new TextDecoder().decode(value) };
  });
  expect(headers.type).toContain('text/event-stream');
  expect(headers.first).toContain('event: hello');
});

test('from sign-in over a connection to reconnect and sign-out with the keyboard alone', async ({ page }) => {
  const name = newName('Horlogerie');
  const connection = await makeConnected(name);
  await patchConnection(connection, { status: 'DISCONNECTED' });
  await go(page, '/admin/sign-in');
  await page.getByLabel('E-mail address').focus();
  await page.keyboard.type('ada@fidu.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('correct horse battery');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  await untilLive(page);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(name);
  const found = page.getByRole('option', { name: /Disconnected/ });
  await expect(found).toBeVisible();
  for (let presses = 0; presses < 8; presses += 1) {
    if ((await found.getAttribute('aria-selected')) === 'true') break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await tabTo(page, 'Reconnect');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sync now' })).toBeVisible();
  expect((await readConnection(connection)).status).toBe('CONNECTED');
  await tabTo(page, 'ada@fidu.example');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Sign out');
  await page.keyboard.press('Enter');
  await expect(page.getByText('You are signed out.')).toBeVisible();
});

/** Presses Tab, and from the end of the page again from its beginning, until something with this text has the focus. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? '');
    if (focused.includes(text) && focused.length < 200) return;
  }
  throw new Error(`"${text}" cannot be reached with Tab`);
}

test('200 names that are scripts are shown as text and run nothing', async ({ page }) => {
  test.setTimeout(180_000);
  expect(new Set(xssStrings).size).toBe(200);
  const group = newName('"><script>alert(2)</script>');
  for (const name of xssStrings) await makeUser(name, { group });
  let dialogs = 0;
  page.on('dialog', async (dialog) => {
    dialogs += 1;
    await dialog.dismiss();
  });
  await signIn(page);
  const seen = new Set<string>();
  let path: string | null = `/admin/users?group=${encodeURIComponent(group)}`;
  while (path !== null) {
    await go(page, path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Users');
    for (const name of await page.locator('tbody .row-link').allTextContents()) seen.add(name);
    const next = page.getByRole('link', { name: 'Older' });
    path = (await next.count()) === 0 ? null : await next.getAttribute('href');
  }
  expect([...seen].sort()).toEqual([...xssStrings].sort());
  await page.locator('tbody .row-link').first().click();
  await expect(page.getByRole('button', { name: 'Delete user' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete user' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  expect(dialogs).toBe(0);
});
