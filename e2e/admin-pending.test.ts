import { expect, type Page } from 'playwright/test';
import { openPage, signIn } from './admin.ts';
import { makeConnected, makeUser, newName } from './admin-world.ts';
import { serverUrl } from './environment.ts';
import { test } from './fixtures.ts';
import { holdPages } from './pending.ts';

const shapeOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y, width, height];
    });

const cases = [
  ['a page of the rail', '/admin/users', 'aside .rail-link[href="/admin/audit"]', 'Audit log'],
  ['a row', '/admin/users?q=Tannerie', 'tbody .row-link', /^Tannerie/],
  ['a tab', '/admin/settings', 'a.tab[href="/admin/settings/admins"]', 'Settings'],
  ['a heading that sorts', '/admin/connections', 'th .sort-link', 'Connections'],
] as const;

for (const [name, path, selector, title] of cases) {
  test(`${name} shows that what was pressed takes long, says so, and nothing moves`, async ({ page }) => {
    await makeConnected(newName('Tannerie'));
    await signIn(page);
    await openPage(page, path);
    const link = page.locator(selector).first();
    await expect(link).toBeVisible();
    const release = await holdPages(page);
    const before = await shapeOf(page, selector);
    await link.click();
    await expect(link.locator('.pending')).toBeVisible();
    await expect(page.locator('.pending')).toHaveCount(1);
    await expect(page.locator('#page-busy')).toHaveText('Loading…');
    expect(await shapeOf(page, selector)).toEqual(before);
    release();
    await expect(page.locator('.pending')).toHaveCount(0);
    await expect(page.locator('#page-busy')).toHaveText('');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  });
}

test('a filter shows that its answer is on its way, and leaves empty fields out of the address', async ({
  page,
}) => {
  const name = newName('Tannerie');
  await makeUser(name);
  await signIn(page);
  await openPage(page, '/admin/users');
  await page.getByLabel('Name, siren or id').fill(name);
  const release = await holdPages(page);
  await page.getByRole('button', { name: 'Filter' }).click();
  const form = page.locator('form[data-filters]');
  await expect(form).toHaveAttribute('aria-busy', 'true');
  await expect(form.locator('.pending')).toBeVisible();
  release();
  await expect(form).toHaveAttribute('aria-busy', 'false');
  await expect(page).toHaveURL(`${serverUrl}/admin/users?q=${name.replaceAll(' ', '+')}`);
  await expect(page.getByRole('button', { name: 'Filter' })).toBeFocused();
});

test('the mark of what was pressed waits for 150 ms', async ({ page }) => {
  await signIn(page);
  await openPage(page, '/admin');
  const release = await holdPages(page);
  await page.locator('aside .rail-link[href="/admin/audit"]').click();
  const mark = page.locator('.pending');
  await expect(mark).toHaveCount(1);
  expect(await mark.evaluate((element) => getComputedStyle(element).animationDelay)).toBe('0.15s');
  release();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit log');
});

test('without script filters still work', async ({ browser }) => {
  const name = newName('Tannerie');
  await makeUser(name);
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await signIn(page);
  await page.goto(`${serverUrl}/admin/users`);
  await page.getByLabel('Name, siren or id').fill(name);
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await page.context().close();
});
