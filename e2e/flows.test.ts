import { expect, type Page } from 'playwright/test';
import { type Connection, createConnection, readConnection } from './api.ts';
import { test } from './fixtures.ts';
import { approve, deny, expectProvider, heading } from './steps.ts';

/** The person is back at the consumer, with the outcome added to what the address had. */
async function expectReturned(page: Page, returnUrl: string, connection: Connection, status: string) {
  await expect(heading(page)).toHaveText('Welcome back at Fidu');
  const [expected, url] = [new URL(returnUrl), new URL(page.url())];
  expect(url.origin + url.pathname).toBe(expected.origin + expected.pathname);
  expect([...url.searchParams].sort()).toEqual([
    ['data_connection_id', connection.id],
    ['loan', '4821'],
    ['status', status],
  ]);
}

const statusOf = async (connection: Connection) => (await readConnection(connection)).status;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('allow, consent at the provider, and back with success', async ({ page, consumer }) => {
      const connection = await createConnection({ returnUrl: consumer.returnUrl });
      expect(await statusOf(connection)).toBe('AUTH_REQUIRED');
      await page.goto(connection.link);
      await expect(heading(page)).toHaveText('Share your Sandbox Bank data with Fidu?');
      await expect(page.getByText('To review your loan request no. 4821.')).toBeVisible();
      await expect(page.getByText('For: Atelier Marnie, SIREN 812 345 678')).toBeVisible();
      expect(await statusOf(connection)).toBe('CONNECTING');
      await button(page, 'Allow and continue to Sandbox Bank').click();
      await approve(page);
      await expectReturned(page, consumer.returnUrl, connection, 'success');
      expect(await readConnection(connection)).toMatchObject({
        status: 'CONNECTED',
        granted_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'],
      });
    });

    test('Cancel on our screen is abort, and the link still works', async ({ page, consumer }) => {
      const connection = await createConnection({ returnUrl: consumer.returnUrl });
      await page.goto(connection.link);
      await button(page, 'Cancel').click();
      await expectReturned(page, consumer.returnUrl, connection, 'abort');
      expect(await statusOf(connection)).toBe('CONNECTING');
      await page.goto(connection.link);
      await button(page, 'Allow and continue to Sandbox Bank').click();
      await approve(page);
      await expectReturned(page, consumer.returnUrl, connection, 'success');
    });

    test('a refusal at the provider is abort, and the link still works', async ({ page, consumer }) => {
      const connection = await createConnection({ returnUrl: consumer.returnUrl });
      await page.goto(connection.link);
      await button(page, 'Allow and continue to Sandbox Bank').click();
      await deny(page);
      await expectReturned(page, consumer.returnUrl, connection, 'abort');
      expect(await statusOf(connection)).toBe('CONNECTING');
      await page.goto(connection.link);
      await expect(heading(page)).toHaveText('Share your Sandbox Bank data with Fidu?');
    });

    test('skip_permissions leads straight to the provider', async ({ page, consumer }) => {
      const connection = await createConnection({ returnUrl: consumer.returnUrl, skipPermissions: true });
      await page.goto(connection.link);
      await expectProvider(page);
      await approve(page);
      await expectReturned(page, consumer.returnUrl, connection, 'success');
      expect(await statusOf(connection)).toBe('CONNECTED');
    });

    test('without a return URL the end is our own page, for both outcomes', async ({ page }) => {
      const connection = await createConnection();
      await page.goto(connection.link);
      await button(page, 'Cancel').click();
      await expect(heading(page)).toHaveText('Not connected');
      await page.getByRole('link', { name: 'Start again' }).click();
      await button(page, 'Allow and continue to Sandbox Bank').click();
      await deny(page);
      await expect(heading(page)).toHaveText('Not connected');
      await page.getByRole('link', { name: 'Start again' }).click();
      await button(page, 'Allow and continue to Sandbox Bank').click();
      await approve(page);
      await expect(heading(page)).toHaveText('Connected');
      await expect(page.getByText('You can close this tab.')).toBeVisible();
      expect(await statusOf(connection)).toBe('CONNECTED');
    });

    test('the list unfolds, and the language follows its link', async ({ page }) => {
      const connection = await createConnection();
      await page.goto(connection.link);
      const details = page.getByText('Name for support: BANK_TRANSACTION');
      await expect(details).toBeHidden();
      await page.locator('summary', { hasText: 'Transactions' }).click();
      await expect(details).toBeVisible();
      await page.getByRole('link', { name: 'Français' }).click();
      await expect(heading(page)).toHaveText('Partager vos données Sandbox Bank avec Fidu ?');
      await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
      await page.goto(connection.link);
      await button(page, 'Annuler').click();
      await expect(heading(page)).toHaveText('Pas de connexion');
    });
  });
}
