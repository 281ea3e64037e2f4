import { expect, type Page } from 'playwright/test';
import { openPage, signIn } from './admin.ts';
import { listUserSyncs, makeConnected, newName } from './admin-world.ts';
import { callApi, createConnection, readConnection } from './api.ts';
import { failSync } from './database.ts';
import { expectAccessible } from './expect-page.ts';
import { test } from './fixtures.ts';
import { approve, connect, decide, heading } from './steps.ts';

/** The main button of a connection is what cures it. */

const mainButtons = (page: Page) => page.locator('main').locator('.button-main');

test('what the user left out is asked for anew: the main button ends the access and makes a new link', async ({
  page,
}) => {
  const connection = await createConnection();
  await page.goto(connection.link);
  await decide(page, 'allow');
  await approve(page, { untick: ['transactions'] });
  await decide(page, 'continue_without');
  await expect(heading(page)).toHaveText('Connected');
  await callApi('POST', `/users/${connection.userId}/sync`, {});
  await expect
    .poll(async () => (await listUserSyncs(connection.userId)).map(({ status }) => status).toSorted(), {
      timeout: 15_000,
    })
    .toEqual(['FETCH_ERROR', 'SUCCESS']);
  await signIn(page);
  await openPage(page, `/admin/connections/${connection.id}/types`);
  const typeRow = (type: string) => page.locator('tbody tr').filter({ hasText: type });
  // One that can only fail is not offered.
  await expect(typeRow('BANK_ACCOUNT').getByRole('button', { name: 'Sync' })).toBeVisible();
  await expect(typeRow('BANK_TRANSACTION').getByRole('button')).toHaveCount(0);
  await openPage(page, `/admin/connections/${connection.id}`);
  await expect(page.getByText('User left this data out.')).toBeVisible();
  await expect(mainButtons(page)).toHaveText(['Disconnect and reconnect']);
  await expect(page.getByRole('button', { name: 'Sync now' })).toBeVisible();
  await mainButtons(page).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('The data read so far stays.');
  await expectAccessible(page);
  const cancel = dialog.getByRole('button', { name: 'Cancel' });
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(cancel).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 1280, height: 720 });
  await cancel.click();
  expect((await readConnection(connection)).status).toBe('CONNECTED');
  await mainButtons(page).click();
  await dialog.getByRole('button', { name: 'Disconnect and reconnect' }).click();
  await expect(mainButtons(page)).toHaveText(['Copy connect link']);
  const renewed = await readConnection(connection);
  expect(renewed.status).toBe('AUTH_REQUIRED');
  expect(renewed.redirect_url).not.toBe(connection.link);
  await openPage(page, `/admin/audit?object=${connection.id}`);
  await expect(page.getByRole('cell', { name: 'connection.reconnect' })).toHaveCount(1);

  // Allowed again, and not synchronized since: nothing is asked of the user any more.
  await connect(page, renewed.redirect_url ?? '');
  await openPage(page, `/admin/connections/${connection.id}`);
  await expect(page.getByText('It was connected again.')).toBeVisible();
  await expect(mainButtons(page)).toHaveText(['Sync now']);
});

test('what an admin can cure leads to where that is done, and the sync stays beside it', async ({ page }) => {
  const connection = await makeConnected(newName('Coutellerie'));
  await callApi('POST', `/users/${connection.userId}/sync`, {});
  await expect
    .poll(async () => (await listUserSyncs(connection.userId)).map(({ status }) => status))
    .toEqual(['SUCCESS', 'SUCCESS']);
  await signIn(page);
  await openPage(page, `/admin/connections/${connection.id}`);
  await expect(mainButtons(page)).toHaveText(['Sync now']);
  failSync(connection.id, 'PROVIDER_NOT_ENABLED');
  await openPage(page, `/admin/connections/${connection.id}`);
  await expect(mainButtons(page)).toHaveText(['To the provider’s Doctor']);
  await expect(page.getByRole('button', { name: 'Sync now' })).toBeVisible();
  await expectAccessible(page);
  await mainButtons(page).click();
  await expect(heading(page)).toContainText('Sandbox Register');
});
