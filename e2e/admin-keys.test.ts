import { expect, type Page } from 'playwright/test';
import { openPage, signIn } from './admin.ts';
import { makeUser, newName } from './admin-world.ts';
import { serverUrl } from './environment.ts';
import { test } from './fixtures.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const rowLink = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

/** Three users that one search finds, newest first as the list shows them. */
async function makeThree(): Promise<{ search: string; names: [string, string, string] }> {
  const search = newName('Ganterie');
  const names: [string, string, string] = [`${search} c`, `${search} b`, `${search} a`];
  for (const name of names.toReversed()) await makeUser(name);
  return { search, names };
}

test('f filters, j and k go from row to row, Enter opens one, Esc leads back to it', async ({ page }) => {
  const { search, names } = await makeThree();
  await signIn(page);
  await openPage(page, '/admin/users');
  await expect(heading(page)).toHaveText('Users');
  await page.keyboard.press('f');
  await expect(page.getByLabel('Name, siren or id')).toBeFocused();
  await page.keyboard.type(search);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${serverUrl}/admin/users?q=${search.replaceAll(' ', '+')}`);
  await expect(page.locator('tbody tr')).toHaveCount(3);
  // Whoever pressed Enter in a field is still there, and letters are text.
  await expect(page.getByLabel('Name, siren or id')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Name, siren or id')).not.toBeFocused();
  await expect(page.getByLabel('Name, siren or id')).toHaveValue(search);

  await page.keyboard.press('j');
  await expect(rowLink(page, names[0])).toBeFocused();
  const row = page.locator('tbody tr').first();
  expect(await row.evaluate((element) => getComputedStyle(element).boxShadow)).toContain('inset');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(rowLink(page, names[2])).toBeFocused();
  await page.keyboard.press('k');
  await expect(rowLink(page, names[1])).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(heading(page)).toContainText(names[1]);
  // A dialog takes Esc for itself.
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(heading(page)).toContainText(names[1]);
  await page.keyboard.press('Escape');
  await expect(heading(page)).toHaveText('Users');
  await expect(rowLink(page, names[1])).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(rowLink(page, names[1])).not.toBeFocused();
  await expect(heading(page)).toHaveText('Users');
});

test('x ticks the box of the row in focus, and takes the tick away', async ({ page }) => {
  const { search, names } = await makeThree();
  await signIn(page);
  await openPage(page, `/admin/users?q=${encodeURIComponent(search)}`);
  await expect(page.locator('tbody tr')).toHaveCount(3);
  // Rows of a list that offers a choice have a box like this.
  await page.evaluate(() => {
    for (const row of document.querySelectorAll('tbody tr')) {
      const box = document.createElement('input');
      box.type = 'checkbox';
      row.querySelector('td')?.prepend(box);
    }
  });
  const boxes = page.getByRole('checkbox');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(boxes.nth(0)).not.toBeChecked();
  await expect(boxes.nth(1)).toBeChecked();
  await expect(rowLink(page, names[1])).toBeFocused();
  // From a box that was clicked on, the keys go on too.
  await boxes.nth(0).click();
  await page.keyboard.press('j');
  await expect(rowLink(page, names[1])).toBeFocused();
  await page.keyboard.press('x');
  await expect(boxes.nth(1)).not.toBeChecked();
});

test('letters do nothing in a field, with a modifier, behind a dialog or when they are switched off', async ({
  page,
}) => {
  const { search } = await makeThree();
  await signIn(page);
  await openPage(page, `/admin/users?q=${encodeURIComponent(search)}`);
  await expect(page.locator('tbody tr')).toHaveCount(3);
  const inRow = page.locator('tbody a:focus');
  const field = page.getByLabel('Group');
  await field.focus();
  await page.keyboard.type('fjkx?gk');
  await expect(field).toHaveValue('fjkx?gk');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+j');
  await page.keyboard.press('Control+j');
  await expect(inRow).toHaveCount(0);

  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  for (const words of ['First field of the filter', 'Next row, previous row', 'Select the row']) {
    await expect(sheet.getByText(words)).toBeVisible();
  }
  await page.keyboard.press('j');
  await page.keyboard.press('f');
  await expect(inRow).toHaveCount(0);
  await sheet.getByRole('button', { name: 'Shortcuts of single letters: On' }).click();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('j');
  await page.keyboard.press('f');
  await expect(inRow).toHaveCount(0);
  await expect(page.getByLabel('Name, siren or id')).not.toBeFocused();
});
