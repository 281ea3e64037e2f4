import { expect, type Page } from 'playwright/test';
import { invite, memberPassword } from './admin.ts';
import { expectAccessible, expectNoSidewaysScroll } from './expect-page.ts';
import { test } from './fixtures.ts';
import { startOwnServer } from './own-server.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test('on a new installation every page says what to do first, and is accessible in both themes', async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  const server = await startOwnServer();
  const look = async () => {
    await expectAccessible(page);
    await expectNoSidewaysScroll(page, [320, 360, 1024]);
  };
  try {
    await page.goto(await server.setupLink());
    await expect(heading(page)).toBeVisible();
    await look();
    await page.getByLabel('E-mail address').fill('grace@fidu.example');
    await page.getByLabel('Password').fill(memberPassword);
    await page.getByRole('button', { name: 'Create admin and sign in' }).click();
    await expect(heading(page)).toHaveText('Overview');
    await expect(page.locator('pre, code').first()).toContainText('curl');
    await look();
    for (const [path, words] of [
      ['/connections', 'No connection yet'],
      ['/users', 'No user yet'],
      ['/syncs', 'Nothing has been synchronized yet'],
      ['/providers', 'Which provider has what'],
      ['/api-keys', 'MOORAGE_API_KEY'],
      ['/audit', 'admin.set_up'],
    ] as const) {
      await page.goto(`${server.url}/admin${path}`);
      await expect(page.locator('main')).toContainText(words);
      await look();
    }

    await page.goto(`${server.url}/admin/api-keys/new`);
    await page.getByLabel('Name').fill('backend');
    await page.getByRole('button', { name: 'Create a key' }).click();
    await expect(page.getByRole('button', { name: 'Copy: API key' })).toBeVisible();
    await look();
    const link = await invite(page, 'viewer@fidu.example', 'VIEWER', server.url);
    await look();
    const guest = await (await browser.newContext()).newPage();
    await guest.goto(link);
    await expect(heading(guest)).toHaveText('Join the dashboard');
    await expectAccessible(guest);
    await expectNoSidewaysScroll(guest, [320, 360, 1024]);
    await guest.getByLabel('New password').fill(memberPassword);
    await guest.getByRole('button', { name: 'Accept and sign in' }).click();
    for (const path of ['', '/connections', '/users', '/syncs', '/settings/admins']) {
      await guest.goto(`${server.url}/admin${path}`);
      await expect(heading(guest)).toBeVisible();
      await expectAccessible(guest);
    }
  } finally {
    await server.remove();
  }
});
