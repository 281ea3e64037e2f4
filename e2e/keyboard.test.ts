import { expect, type Page } from 'playwright/test';
import { createConnection, readConnection } from './api.ts';
import { test } from './fixtures.ts';
import { expectProvider, heading } from './steps.ts';

const focusedText = (page: Page) =>
  page.evaluate(() => (document.activeElement?.textContent ?? '').replaceAll(/\s+/g, ' ').trim());

async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focusedText(page)).startsWith(text)) return;
  }
  throw new Error(`"${text}" cannot be reached with Tab`);
}

test('Tab goes through details, Allow, Cancel and links, in this order', async ({ page }) => {
  await page.goto((await createConnection()).link);
  const stops: string[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const text = await focusedText(page);
    if (await page.evaluate(() => document.activeElement === document.body)) break;
    stops.push(text);
  }
  expect(stops).toEqual([
    expect.stringMatching(/^Bank accounts/),
    expect.stringMatching(/^Transactions/),
    expect.stringMatching(/^Access lasts/),
    'Allow and continue to Sandbox Bank',
    'Cancel',
    'Fidu’s privacy notice',
    'Help',
    'Français',
  ]);
});

test('the whole flow works with the keyboard alone', async ({ page }) => {
  const connection = await createConnection();
  await page.goto(connection.link);
  const details = page.getByText('Name for support: BANK_TRANSACTION');
  await tabTo(page, 'Transactions');
  await page.keyboard.press('Enter');
  await expect(details).toBeVisible();
  await page.keyboard.press('Space');
  await expect(details).toBeHidden();
  await tabTo(page, 'Cancel');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Not connected');
  await tabTo(page, 'Start again');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Share your Sandbox Bank data with Fidu?');
  await tabTo(page, 'Allow');
  await page.keyboard.press('Enter');
  await expectProvider(page);
  await expect(heading(page)).toHaveText('Sandbox Bank');
  await tabTo(page, 'Approve');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toHaveText('Connected');
  expect((await readConnection(connection)).status).toBe('CONNECTED');
});

test('forced colours keep the outlines of buttons and of the list', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto((await createConnection()).link);
  for (const name of ['Allow and continue to Sandbox Bank', 'Cancel']) {
    await expect(page.getByRole('button', { name })).toHaveCSS('border-top-style', 'solid');
  }
});
