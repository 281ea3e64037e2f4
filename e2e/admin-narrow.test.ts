import { expect, type Locator } from 'playwright/test';
import { openPage, signIn } from './admin.ts';
import { listUserSyncs, makeConnected, newName } from './admin-world.ts';
import { callApi } from './api.ts';
import { endAuthorization } from './database.ts';
import { expectAccessible, expectNoSidewaysScroll } from './expect-page.ts';
import { test } from './fixtures.ts';

/** Lines of 24 px, their gaps, and the padding and border around them. */
const heightOf = (lines: number) => lines * (24 + 2) + 17;

const heightsOf = (rows: Locator) =>
  rows.evaluateAll((found) => found.map((row) => Math.round(row.getBoundingClientRect().height)));

/** Of the column's heading that stands before a value. */
const headingWidth = (cell: Locator) =>
  cell.evaluate((found) => Number.parseFloat(getComputedStyle(found, '::before').width));

/** The lists, each with something in it: a connection of this user that syncs, another whose access was lost. */
async function fillLists(): Promise<{ name: string; lost: string }> {
  const name = newName('Fonderie');
  const lost = newName('Corderie');
  const { userId } = await makeConnected(name);
  endAuthorization((await makeConnected(lost)).id);
  await callApi('POST', `/users/${userId}/sync`, {});
  await expect
    .poll(async () => (await listUserSyncs(userId)).every(({ status }) => status === 'SUCCESS'))
    .toBe(true);
  return { name, lost };
}

test('where it is narrow a row of a list takes two lines, three at most, and loses no link', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { name, lost } = await fillLists();
  await signIn(page);
  const q = encodeURIComponent(name);
  for (const [path, lines, some] of [
    [`connections?q=${encodeURIComponent(lost)}`, 3, lost],
    [`connections?q=${q}`, 3, name],
    [`users?q=${q}`, 2, name],
    ['syncs', 3, name],
    ['audit?action=admin.sign_in', 3, 'ada@fidu.example'],
  ] as const) {
    await test.step(path, async () => {
      await openPage(page, `/admin/${path}`);
      const rows = page.locator('tbody tr').filter({ hasText: some });
      const links = rows.locator('a');
      const wide = await links.count();
      await page.setViewportSize({ width: 360, height: 740 });
      const heights = await heightsOf(rows);
      expect(heights.length).toBeGreaterThan(0);
      expect(Math.max(...heights)).toBeLessThanOrEqual(heightOf(lines));
      await expect(links.filter({ visible: true })).toHaveCount(wide);
      const targets = rows.locator('a, summary, label, button').filter({ visible: true });
      expect(Math.min(...(await heightsOf(targets)))).toBeGreaterThanOrEqual(24);
      await expectAccessible(page);
      // Written, since a time alone would not say what happened then.
      if (path.startsWith('connections'))
        expect(await headingWidth(rows.locator('.cell-named').first())).toBeGreaterThan(40);
      await expectNoSidewaysScroll(page);
    });
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await openPage(page, `/admin/connections?q=${q}`);
  // What is not written is still said: each value with the heading of its column.
  await expect(page.getByRole('cell', { name: /^Provider .*Sandbox/ })).toBeVisible();
  await expect(page.getByRole('cell', { name: /^Status Connected/ })).toBeVisible();
  await page.getByRole('checkbox', { name: new RegExp(name) }).check();
  await expect(page.getByText('1 selected')).toBeVisible();
});

test('an exact time and the details of an entry fit where it is narrow', async ({ page }) => {
  await signIn(page);
  await openPage(page, '/admin/audit');
  await page.setViewportSize({ width: 360, height: 740 });
  const row = page.locator('tbody tr').first();
  const excess = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await row.locator('time').focus();
  await expect(row.locator('.time-exact')).toBeInViewport({ ratio: 1 });
  expect(await excess()).toBeLessThanOrEqual(0);
  await row.getByText('Details').click();
  for (const fact of ['Request id', 'Address', 'Object id'])
    await expect(row.locator('dt', { hasText: fact })).toBeVisible();
  await row.locator('dl').scrollIntoViewIfNeeded();
  await expect(row.locator('dl')).toBeInViewport({ ratio: 1 });
  expect(await excess()).toBeLessThanOrEqual(0);
});
