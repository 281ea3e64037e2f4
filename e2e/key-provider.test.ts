import { expect, type Page } from 'playwright/test';
import { type Connection, createConnection, readConnection } from './api.ts';
import { type ScreenCase, testScreens } from './expect-screens.ts';
import { test } from './fixtures.ts';
import { scriptFault } from './sandbox.ts';
import { decide, heading } from './steps.ts';

/** C-04: the provider whose key is typed on our own page. This file owns sandbox_private's faults. */

async function openKeyForm(page: Page, returnUrl?: string): Promise<Connection> {
  const connection = await createConnection({
    provider: 'sandbox_private',
    dataTypes: ['VAT_DECLARATION'],
    ...(returnUrl !== undefined && { returnUrl }),
  });
  await page.goto(connection.link);
  await decide(page, 'allow');
  await expect(keyField(page)).toBeVisible();
  return connection;
}

const keyField = (page: Page) => page.locator('input[name="input_api_key"]');

async function submitKey(page: Page, key: string): Promise<void> {
  await keyField(page).fill(key);
  await decide(page, 'submit_inputs');
}

/** The key form, and what a person did there. */
const keyScreen = (name: string, status: number, act: (page: Page) => Promise<void>): ScreenCase => ({
  name,
  status,
  heading: { en: 'Enter your Sandbox Tax Office key', fr: 'Saisissez votre clé Sandbox Tax Office' },
  reach: async (page) => {
    await openKeyForm(page);
    await act(page);
  },
});

testScreens([
  keyScreen('key-form', 200, async () => {}),
  keyScreen('key-form-empty', 422, (page) => decide(page, 'submit_inputs')),
  keyScreen('key-form-refused', 422, (page) => submitKey(page, 'no-such-key')),
  keyScreen('key-form-unreachable', 502, async (page) => {
    await scriptFault({ on: 'resource', fault: '500', provider_name: 'sandbox_private' });
    await submitKey(page, 'sandbox-key-1');
  }),
]);

for (const javaScriptEnabled of [true, false]) {
  test.describe(`with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test.use({ javaScriptEnabled });

    test('a wrong key is told before anything is stored, a right one connects', async ({
      page,
      consumer,
    }) => {
      const connection = await openKeyForm(page, consumer.returnUrl);
      await submitKey(page, 'no-such-key');
      await expect(page.getByRole('alert')).toContainText('We could not go on.');
      await expect(page.getByText('Sandbox Tax Office did not accept this.')).toBeVisible();
      expect((await readConnection(connection)).status).toBe('CONNECTING');
      await submitKey(page, ' sandbox-key-1 ');
      await expect(heading(page)).toHaveText('Welcome back at Fidu');
      expect(new URL(page.url()).searchParams.get('status')).toBe('success');
      expect(await readConnection(connection)).toMatchObject({
        status: 'CONNECTED',
        granted_data_types: ['VAT_DECLARATION'],
      });
    });

    test('the wrong field has the focus and says what is wrong; a secret is never sent back', async ({
      page,
    }) => {
      await openKeyForm(page);
      await submitKey(page, 'no-such-key');
      const field = keyField(page);
      await expect(field).toBeFocused();
      await expect(field).toHaveValue('');
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await expect(field).toHaveAccessibleDescription(/did not accept this/);
      expect(await page.content()).not.toContain('no-such-key');
    });

    test('Enter in the field submits it', async ({ page }) => {
      await openKeyForm(page);
      await keyField(page).fill('sandbox-key-2');
      await keyField(page).press('Enter');
      await expect(heading(page)).toHaveText('Connected');
    });

    test('Cancel on the key form is abort', async ({ page, consumer }) => {
      await openKeyForm(page, consumer.returnUrl);
      await decide(page, 'cancel');
      await expect(heading(page)).toHaveText('Welcome back at Fidu');
      expect(new URL(page.url()).searchParams.get('status')).toBe('abort');
    });
  });
}
