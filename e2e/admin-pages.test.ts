import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';
import { z } from 'zod';
import { cookieHeader, makeMember, signIn, untilLive } from './admin.ts';
import { callAction, listServerActions } from './admin-actions.ts';
import { callApi } from './api.ts';
import { serverUrl } from './environment.ts';
import { expectAccessible, expectNoSidewaysScroll } from './expect-page.ts';
import { test } from './fixtures.ts';

const pages = [
  ['/admin', 'Overview'],
  ['/admin/api-keys', 'API keys'],
  ['/admin/api-keys/new', 'New API key'],
  ['/admin/audit', 'Audit log'],
  ['/admin/audit?action=admin.enable&object=nothing', 'Audit log'],
  ['/admin/settings', 'Settings'],
  ['/admin/settings/admins', 'Settings'],
  ['/admin/settings/admins/new', 'Settings'],
  ['/admin/settings/password', 'Settings'],
  ['/admin/no-such-page', 'There is no such page'],
] as const;

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

for (const [path, title] of pages) {
  test(`${path} is accessible in both themes and fits every width`, async ({ page }) => {
    await signIn(page);
    await page.goto(`${serverUrl}${path}`);
    await expect(heading(page)).toHaveText(title);
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
}

for (const path of ['/admin/sign-in', '/admin/setup/unknown', '/admin/invitations/unknown']) {
  test(`${path} is accessible in both themes and fits every width`, async ({ page }) => {
    await page.goto(`${serverUrl}${path}`);
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  });
}

test('a viewer’s pages are accessible, and say that nothing can be changed', async ({ browser }) => {
  const { page } = await makeMember(browser, 'VIEWER');
  for (const path of [
    '/admin/api-keys',
    '/admin/api-keys/new',
    '/admin/settings',
    '/admin/settings/admins',
  ]) {
    await page.goto(`${serverUrl}${path}`);
    await expect(page.getByText('You are signed in as a viewer')).toBeVisible();
    await expectAccessible(page);
  }
});

test('what opens is accessible: palette, shortcuts, menu, question', async ({ page }) => {
  await signIn(page);
  await untilLive(page);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type('audit');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Audit log');

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await expect(heading(page)).toHaveText('API keys');

  await page.getByRole('button', { name: 'Revoke' }).first().click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await page.getByRole('button', { name: /ada@fidu\.example/ }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await expectAccessible(page);
});

test('the shortcuts of one letter can be switched off (WCAG 2.1.4)', async ({ page }) => {
  await signIn(page);
  await untilLive(page);
  await page.keyboard.press('?');
  await page.getByRole('button', { name: 'Shortcuts of single letters: On' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible();
  // Behind a dialog nothing has a role.
  await expect(page.locator('h1')).toHaveText('Overview');
});

test('the chosen theme is there with the first byte, whatever the system says', async ({ page }) => {
  await signIn(page);
  await page.getByRole('button', { name: /ada@fidu\.example/ }).click();
  await page.getByRole('button', { name: 'Dark', exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  const answer = await page.goto(`${serverUrl}/admin/api-keys`);
  expect(await answer?.text()).toContain('data-theme="dark"');
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test('an API key is shown once, works, is used, and ends with its revocation', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page);
  const name = `from the dashboard ${Date.now()}`;
  await page.goto(`${serverUrl}/admin/api-keys`);
  await page.getByRole('link', { name: 'Create a key' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Scope').selectOption('READ');
  await page.getByRole('button', { name: 'Create a key' }).click();
  await page.getByRole('button', { name: 'Copy: API key' }).click();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  expect(key).toMatch(/^mrg_/);
  await expect(page.locator('code').nth(1)).toHaveText(`MOORAGE_API_KEY=${key}`);
  const server = { url: serverUrl, key };
  await callApi('GET', '/profile', undefined, server);
  await expect(callApi('PATCH', '/profile', { name: 'x' }, server)).rejects.toThrow(/403/);

  await page.getByRole('link', { name: 'Done' }).click();
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toContainText(/now|ago/);
  expect(await page.content()).not.toContain(key);
  await row.getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('It was last used');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(row).toContainText('Revoked');
  await expect(page.getByText('API key revoked')).toBeVisible();
  await expect(callApi('GET', '/profile', undefined, server)).rejects.toThrow(/401/);

  await page.goto(`${serverUrl}/admin/audit?action=api_key.revoke`);
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('ada@fidu.example');
  const csv = await (
    await page.request.get(`${serverUrl}/admin/audit/export.csv?action=api_key.revoke`)
  ).text();
  expect(csv.split('\r\n')[0]).toMatch(/^sequence,time,actor,/);
  expect(csv).toContain(name);
  expect(csv).not.toContain('api_key.create');
  expect(csv).not.toContain(key);
});

test('the form keeps what was typed, says what is wrong where it is wrong, and then changes what the API says', async ({
  page,
}) => {
  await signIn(page);
  await page.goto(`${serverUrl}/admin/settings`);
  const purpose = 'To review your loan request no. 4821.';
  await page.getByLabel('Purpose').fill(purpose);
  await page.getByLabel('Help page').fill('http://fidu.example/help');
  await page.getByLabel('Allowed return URLs').fill('https://app.fidu.example/path');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert').first()).toHaveText('2 fields need another look.');
  await expect(page.getByLabel('Help page')).toBeFocused();
  await expect(page.getByLabel('Help page')).toHaveValue('http://fidu.example/help');
  await expect(page.getByLabel('Allowed return URLs')).toHaveAccessibleDescription(/must be an origin/i);
  await page.getByLabel('Help page').fill('https://fidu.example/help');
  await page.getByLabel('Allowed return URLs').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  expect(await callApi('GET', '/profile')).toMatchObject({
    purpose,
    support_url: 'https://fidu.example/help',
    return_url_origins: [],
  });
});

test('a logo is uploaded, and is what the API and the permission screen show; anything else is refused', async ({
  page,
}) => {
  await signIn(page);
  await page.goto(`${serverUrl}/admin/settings`);
  const logo = readFileSync(new URL('fidu-logo.png', import.meta.url));
  const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer });
  const upload = async (given: ReturnType<typeof file>) => {
    await page.getByLabel('Image file').setInputFiles(given);
    await page.getByRole('button', { name: 'Upload' }).click();
  };
  await upload(file('page.png', Buffer.from('<svg onload=alert(1)>')));
  await expect(page.getByRole('alert').first()).toBeVisible();
  await upload(file('logo.png', logo));
  await expect(page.getByText('Logo saved').first()).toBeVisible();
  const { logo_url } = z.object({ logo_url: z.string() }).parse(await callApi('GET', '/profile'));
  const served = await page.request.get(logo_url);
  expect(served.headers()['content-type']).toBe('image/png');
  expect((await served.body()).equals(logo)).toBe(true);
});

test('what people type carries no script (T-17)', async ({ page }) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await signIn(page);
  const cookie = await cookieHeader(page);
  const create = listServerActions().find(({ name }) => name === 'createApiKeyAction');
  if (create === undefined) throw new Error('there is no action that makes a key');
  const payloads = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    '<svg/onload=alert(1)>',
    'javascript:alert(1)',
    '{{constructor.constructor("alert(1)")()}}',
    '</script><script>alert(1)</script>',
    '=HYPERLINK("https://evil.example","x")',
  ];
  for (const name of payloads) {
    expect(
      await callAction(create, { cookie, fields: { name, scope: 'READ', expires_in_days: '' } }),
    ).toContain('"done"');
  }
  for (const path of ['/admin/api-keys', '/admin/audit']) {
    await page.goto(`${serverUrl}${path}`);
    for (const name of payloads) await expect(page.getByText(name, { exact: true }).first()).toBeVisible();
  }
  expect(dialogs).toEqual([]);
  const csv = await (await page.request.get(`${serverUrl}/admin/audit/export.csv`)).text();
  expect(csv).toContain(`"'=HYPERLINK(`);
});

test('headers forbid foreign scripts and frames, and keep no page', async ({ page }) => {
  const answer = await page.goto(`${serverUrl}/admin/sign-in`);
  const headers = (await answer?.allHeaders()) ?? {};
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toMatch(/script-src 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic';/);
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['cache-control']).toContain('no-store');
  expect(headers['referrer-policy']).toBe('same-origin');
  const again = (await page.goto(`${serverUrl}/admin/sign-in`))?.headers()['content-security-policy'];
  expect(again).not.toBe(policy);
});
