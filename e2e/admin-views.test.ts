import { expect, type Page } from 'playwright/test';
import { cookieHeader, makeMember, openPage, signIn } from './admin.ts';
import { callAction, listServerActions } from './admin-actions.ts';
import { makeConnected, newName } from './admin-world.ts';
import { serverUrl } from './environment.ts';
import { expectAccessible } from './expect-page.ts';
import { test } from './fixtures.ts';

const views = (page: Page) => page.getByRole('navigation', { name: 'Saved views' });
const panel = (page: Page) => page.locator('details[open]');

async function save(page: Page, name: string, isShared = false): Promise<void> {
  await page.getByText('Save view', { exact: true }).click();
  await page.getByLabel('Name of the view').fill(name);
  if (isShared) await page.getByLabel('For everyone').check();
  await panel(page).getByRole('button', { name: 'Save' }).click();
}

test('a filter is saved under a name, opened again, changed and deleted, and each of it is in the audit log', async ({
  page,
}) => {
  await makeConnected(newName('Corderie'));
  await signIn(page);
  await page.goto(`${serverUrl}/admin/connections?cursor=&evil=1&status=CONNECTED&sort=changed`);
  const name = newName('Working');
  await save(page, name);
  const link = views(page).getByRole('link', { name });
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(link).toHaveAttribute('href', '/admin/connections?status=CONNECTED&sort=changed');
  await expect(panel(page)).toHaveCount(0);

  await views(page).getByRole('link', { name: 'All' }).click();
  await expect(link).not.toHaveAttribute('aria-current');
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('');
  await link.click();
  await expect(page).toHaveURL(`${serverUrl}/admin/connections?status=CONNECTED&sort=changed`);
  await expect(page.getByLabel('Status', { exact: true })).toHaveValue('CONNECTED');

  await page.getByText('Change view').click();
  await panel(page).getByLabel('Name of the view').fill(`${name} well`);
  await panel(page).getByRole('button', { name: 'Save' }).click();
  await expect(views(page).getByRole('link', { name: `${name} well` })).toBeVisible();
  await page.getByText('Delete view').click();
  await expectAccessible(page);
  await panel(page).getByRole('button', { name: 'Delete' }).click();
  await expect(link).toHaveCount(0);

  for (const action of ['view.create', 'view.update', 'view.delete']) {
    await page.goto(`${serverUrl}/admin/audit?action=${action}`);
    await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('ada@fidu.example');
  }
});

test('the audit log says that a view searches, and not for whom', async ({ page }) => {
  await signIn(page);
  const [name, searched] = [newName('Searching'), newName('Odile Sorel')];
  await page.goto(`${serverUrl}/admin/users?${new URLSearchParams({ q: searched })}`);
  await save(page, name);
  await expect(views(page).getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  await page.getByText('Delete view').click();
  await panel(page).getByRole('button', { name: 'Delete' }).click();
  await expect(views(page).getByRole('link', { name })).toHaveCount(0);
  for (const action of ['view.create', 'view.delete']) {
    const answer = await page.request.get(`${serverUrl}/admin/audit/export.csv?action=${action}`);
    const lines = (await answer.text()).split('\r\n');
    expect(lines.find((line) => line.includes(name))).toContain(`q=${encodeURIComponent('…')}`);
    expect(lines.join()).not.toContain('Sorel');
  }
});

test('saving under a name of one’s own asks, and replaces nothing before that is pressed; the log tells it', async ({
  page,
}) => {
  await makeConnected(newName('Corderie'));
  await signIn(page);
  const name = newName('Weekly');
  const link = views(page).getByRole('link', { name, exact: true });
  const open = (query: string) => page.goto(`${serverUrl}/admin/connections?${query}`);
  await open('status=CONNECTED');
  await save(page, name, true);
  await expect(link).toBeVisible();

  await open('q=Corderie&status=AUTH_ERROR');
  await save(page, name);
  const question = panel(page).getByText(`Replace your view “${name}” for everyone?`);
  await expect(question).toBeVisible();
  await expect(panel(page).getByLabel('Name of the view')).toBeFocused();
  await expectAccessible(page);
  // Enter saves, as before: it does not mean the question.
  await page.keyboard.press('Enter');
  await expect(question).toBeVisible();
  await expect(link).toHaveAttribute('href', '/admin/connections?status=CONNECTED');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);

  await page.getByText('Save view', { exact: true }).click();
  await panel(page).getByRole('button', { name: 'Replace view' }).click();
  await expect(page.getByText(`View replaced: ${name}`)).toBeVisible();
  await expect(link).toHaveAttribute('href', '/admin/connections?q=Corderie&status=AUTH_ERROR');
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(panel(page)).toHaveCount(0);
  await page.getByText('Change view').click();
  await expect(panel(page).getByLabel('For everyone')).toBeChecked();

  await page.goto(`${serverUrl}/admin/audit?action=view.update`);
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row).toHaveCount(1);
  await row.locator('summary').click();
  await expect(row).toContainText('status=CONNECTED');
  await expect(row).toContainText('status=AUTH_ERROR');
  await expect(row).not.toContainText('Corderie');
});

test('what was typed instead of the taken name is saved as another view, though the question was pressed', async ({
  page,
}) => {
  await makeConnected(newName('Corderie'));
  await signIn(page);
  const [name, another] = [newName('Monthly'), newName('Yearly')];
  await page.goto(`${serverUrl}/admin/connections?status=CONNECTED`);
  await save(page, name);
  await expect(views(page).getByRole('link', { name })).toBeVisible();
  await page.goto(`${serverUrl}/admin/connections?status=DISCONNECTED`);
  await save(page, name);
  await panel(page).getByLabel('Name of the view').fill(another);
  await panel(page).getByRole('button', { name: 'Replace view' }).click();
  await expect(views(page).getByRole('link', { name: another })).toHaveAttribute('aria-current', 'page');
  await expect(views(page).getByRole('link', { name })).toHaveAttribute(
    'href',
    '/admin/connections?status=CONNECTED',
  );
});

test('what is shared is seen by admins and viewers, and only admins change it', async ({ page, browser }) => {
  await makeConnected(newName('Corderie'));
  await signIn(page);
  const [own, shared] = [newName('Mine'), newName('Ours')];
  await page.goto(`${serverUrl}/admin/syncs?status=SUCCESS`);
  await save(page, own);
  await expect(views(page).getByRole('link', { name: own })).toBeVisible();
  await page.goto(`${serverUrl}/admin/syncs?status=FETCH_ERROR&type=LEGAL_NOTICE`);
  await save(page, shared, true);
  await expect(views(page).getByRole('link', { name: shared })).toBeVisible();

  const viewer = await makeMember(browser, 'VIEWER');
  await viewer.page.goto(`${serverUrl}/admin/syncs`);
  await views(viewer.page)
    .getByRole('link', { name: `${shared} shared by ada@fidu.example` })
    .click();
  await expect(viewer.page).toHaveURL(`${serverUrl}/admin/syncs?status=FETCH_ERROR&type=LEGAL_NOTICE`);
  await expect(views(viewer.page).getByRole('link', { name: own })).toHaveCount(0);
  await expect(viewer.page.locator('details[data-panel]')).toHaveCount(0);
  await viewer.page.context().close();

  const other = await makeMember(browser, 'ADMIN');
  await other.page.goto(`${serverUrl}/admin/syncs?status=FETCH_ERROR&type=LEGAL_NOTICE`);
  await expect(views(other.page).getByRole('link', { name: own })).toHaveCount(0);
  await other.page.getByText('Delete view').click();
  await expect(panel(other.page)).toContainText('for everyone');
  await panel(other.page).getByRole('button', { name: 'Delete' }).click();
  await expect(views(other.page).getByRole('link', { name: shared })).toHaveCount(0);
  await other.page.context().close();
  await page.reload();
  await expect(views(page).getByRole('link', { name: own })).toBeVisible();
  await expect(views(page).getByRole('link', { name: shared })).toHaveCount(0);
});

test('a viewer can save none, with or without the page', async ({ browser }) => {
  const { page } = await makeMember(browser, 'VIEWER');
  await page.goto(`${serverUrl}/admin/users?q=Fila`);
  await expect(page.getByText('Save view')).toHaveCount(0);
  const action = listServerActions().find(({ name }) => name === 'saveViewAction');
  if (action === undefined) throw new Error('there is no action that saves a view');
  const fields = { list: 'users', query: 'q=Fila', name: 'Called directly', is_shared: 'on' };
  const cookie = await cookieHeader(page);
  expect(await callAction(action, { cookie, fields })).toContain('Your role is Viewer');
  await page.goto(`${serverUrl}/admin/users`);
  await expect(page.getByText('Called directly')).toHaveCount(0);
  await page.context().close();
});

test('views work without script; a name that is taken is said in the open panel', async ({ browser }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await signIn(page);
  const name = newName('Northern');
  await page.goto(`${serverUrl}/admin/users?group=north`);
  await save(page, name);
  await expect(views(page).getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  await page.goto(`${serverUrl}/admin/users?group=north-west`);
  await save(page, name);
  await expect(page.getByRole('alert')).toHaveText('One field needs another look.');
  await expect(panel(page).getByLabel('Name of the view')).toHaveAccessibleDescription(/another view/);
  await panel(page).getByRole('button', { name: 'Replace view' }).click();
  await expect(views(page).getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  await page.getByText('Delete view').click();
  await panel(page).getByRole('button', { name: 'Delete' }).click();
  await expect(views(page).getByRole('link', { name })).toHaveCount(0);
  await page.context().close();
});

test('a view of the audit log fits every width with its panel open', async ({ page }) => {
  await signIn(page);
  await openPage(page, '/admin/audit?action=admin.sign_in');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByText('Save view', { exact: true }).click();
  await expect(page.getByLabel('Name of the view')).toBeVisible();
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(excess).toBeLessThanOrEqual(0);
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
});
