import { expect } from 'playwright/test';
import { createConnection, patchConnection, readConnection } from './api.ts';
import { endAuthorization } from './database.ts';
import { serverUrl } from './environment.ts';
import { test } from './fixtures.ts';
import { logPage } from './page-log.ts';
import { approve, approveAndCatchCallback, connect, decide, expectProvider, heading } from './steps.ts';

/** What people, browsers, mail scanners and strangers do to a link (UX.md 1.2, "easy to get wrong"). */

const permissionTitle = 'Share your Sandbox Bank data with Fidu?';

test('opened in two tabs and allowed in both, the second is told that it is connected already', async ({
  page,
  context,
}) => {
  const { link } = await createConnection();
  const second = await context.newPage();
  for (const tab of [page, second]) {
    await tab.goto(link);
    await expect(heading(tab)).toHaveText(permissionTitle);
  }
  for (const tab of [page, second]) await decide(tab, 'allow');
  await approve(page);
  await expect(heading(page)).toHaveText('Connected');
  await approve(second);
  await expect(heading(second)).toHaveText('Already connected');
});

test('the back button after Allow leads to the permission screen, and allowing again works', async ({
  page,
}) => {
  const { link } = await createConnection();
  await page.goto(link);
  await decide(page, 'allow');
  await expectProvider(page);
  await page.goBack();
  await expect(heading(page)).toHaveText(permissionTitle);
  await decide(page, 'allow');
  await approve(page);
  await expect(heading(page)).toHaveText('Connected');
});

test('a reload of the last page changes nothing', async ({ page }) => {
  const { link } = await createConnection();
  await connect(page, link);
  await expect(heading(page)).toHaveText('Connected');
  await page.reload();
  await expect(heading(page)).toHaveText('Connected');
});

test('a reload on the callback offers to start again, in one press', async ({ page }) => {
  const connection = await createConnection();
  await connect(page, connection.link);
  await expect(heading(page)).toHaveText('Connected');
  endAuthorization(connection.id);
  await connect(page, connection.link, { identity: 'bank-studio-nacre' });
  await expect(heading(page)).toHaveText('You signed in to another account');
  await page.reload();
  await expect(heading(page)).toHaveText('We lost track of your visit');
  await page.getByRole('button', { name: 'Start again' }).click();
  await approve(page);
  await expect(heading(page)).toHaveText('Connected');
  expect((await readConnection(connection)).status).toBe('CONNECTED');
});

test('a reload of the review of a partial consent shows it again, and continuing works', async ({ page }) => {
  const connection = await createConnection();
  await connect(page, connection.link, { untick: ['transactions'] });
  await page.reload();
  await expect(heading(page)).toHaveText('You left something out');
  await decide(page, 'continue_without');
  await expect(heading(page)).toHaveText('Connected');
  expect((await readConnection(connection)).granted_data_types).toEqual(['BANK_ACCOUNT']);
});

test('a callback that comes twice is exchanged once and then says that it is connected', async ({ page }) => {
  const { link } = await createConnection();
  await page.goto(link);
  await decide(page, 'allow');
  const callback = await approveAndCatchCallback(page);
  await page.goto(callback);
  await expect(heading(page)).toHaveText('Connected');
  const log = logPage(page);
  await page.goto(callback);
  await expect(heading(page)).toHaveText('Already connected');
  expect(log.document().status()).toBe(400);
});

test('a stranger with the callback address changes nothing, and the person can still finish', async ({
  page,
  browser,
}) => {
  const connection = await createConnection();
  await page.goto(connection.link);
  await decide(page, 'allow');
  const callback = await approveAndCatchCallback(page);
  const stranger = await (await browser.newContext()).newPage();
  const log = logPage(stranger);
  await stranger.goto(callback);
  await expect(heading(stranger)).toHaveText('We lost track of your visit');
  expect(log.document().status()).toBe(400);
  expect((await readConnection(connection)).status).toBe('CONNECTING');
  await page.goto(callback);
  await expect(heading(page)).toHaveText('Connected');
  expect((await readConnection(connection)).status).toBe('CONNECTED');
});

test('a browser that keeps no cookies is told so, and goes on once it does', async ({ page, context }) => {
  const { link } = await createConnection();
  await page.goto(link);
  await context.clearCookies();
  await decide(page, 'allow');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Your browser did not keep our cookie');
  await expect(alert).toBeFocused();
  await decide(page, 'allow');
  await approve(page);
  await expect(heading(page)).toHaveText('Connected');
});

test('types that changed while the page was open are shown before anything is allowed', async ({ page }) => {
  const connection = await createConnection({ dataTypes: ['BANK_ACCOUNT'] });
  await connect(page, connection.link);
  await expect(heading(page)).toHaveText('Connected');
  endAuthorization(connection.id);
  await page.goto(connection.link);
  await patchConnection(connection, { requested_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'] });
  await decide(page, 'allow');
  await expect(page.getByRole('alert')).toContainText('The list below has changed');
  await decide(page, 'allow');
  await approve(page);
  await expect(heading(page)).toHaveText('Connected');
});

for (const skipPermissions of [false, true]) {
  test(`twenty visits of robots leave the link as it was${skipPermissions ? ', with skip_permissions too' : ''}`, async ({
    page,
  }) => {
    const connection = await createConnection({ skipPermissions });
    const robots: RequestInit[] = [
      { method: 'HEAD' },
      { headers: { purpose: 'prefetch' } },
      { headers: { 'sec-purpose': 'prefetch;prerender' } },
      { headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' } },
      {
        method: 'POST',
        headers: { origin: serverUrl },
        body: new URLSearchParams({ decision: 'allow', version: '1' }),
      },
    ];
    for (let visit = 0; visit < 20; visit += 1) {
      const response = await fetch(connection.link, { redirect: 'manual', ...robots[visit % robots.length] });
      expect(response.status).toBe(200);
    }
    expect((await readConnection(connection)).status).toBe('AUTH_REQUIRED');
    await page.goto(connection.link);
    if (!skipPermissions) await decide(page, 'allow');
    await approve(page);
    await expect(heading(page)).toHaveText('Connected');
  });
}
