import { type Browser, expect, type Page } from 'playwright/test';
import { firstAdmin } from './admin-login.ts';
import { serverUrl } from './environment.ts';

export const memberPassword = 'a phrase of some words';

export async function signIn(
  page: Page,
  login: { email: string; password: string } = firstAdmin,
  url = serverUrl,
): Promise<void> {
  await page.goto(`${url}/admin/sign-in`);
  await page.getByLabel('E-mail address').fill(login.email);
  await page.getByLabel('Password').fill(login.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
}

/** Opens a page of the dashboard, and waits until its scripts listen: keys and links of before would be lost on them. */
export async function openPage(page: Page, path: string): Promise<void> {
  await page.goto(`${serverUrl}${path}`);
  await untilLive(page);
}

export const untilLive = (page: Page) => expect(page.locator('.live[data-state="live"]')).toBeVisible();

/** The link of a new invitation. `page`: of a signed-in admin. */
export async function invite(
  page: Page,
  email: string,
  role: 'ADMIN' | 'VIEWER',
  url = serverUrl,
): Promise<string> {
  await page.goto(`${url}/admin/settings/admins/new`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Role').selectOption(role);
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  const link = await page.locator('code').textContent();
  expect(link).toContain(`${url}/admin/invitations/`);
  return link ?? '';
}

let count = 0;

/** A new admin or viewer, signed in in a browser of their own. */
export async function makeMember(
  browser: Browser,
  role: 'ADMIN' | 'VIEWER',
): Promise<{ email: string; password: string; page: Page }> {
  count += 1;
  const email = `${role.toLowerCase()}-${process.pid}-${count}@fidu.example`;
  const inviting = await browser.newPage();
  await signIn(inviting);
  const link = await invite(inviting, email, role);
  await inviting.context().close();
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.getByLabel('New password').fill(memberPassword);
  await page.getByRole('button', { name: 'Accept and sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  return { email, password: memberPassword, page };
}

export const cookieHeader = async (page: Page, url = serverUrl) =>
  (await page.context().cookies(url)).map(({ name, value }) => `${name}=${value}`).join('; ');

/** What a browser in which nobody can do anything any more sees. */
export async function expectSignedOut(page: Page): Promise<void> {
  await page.goto(`${serverUrl}/admin/api-keys`);
  await expect(page).toHaveURL(`${serverUrl}/admin/sign-in?next=%2Fadmin%2Fapi-keys`);
}
