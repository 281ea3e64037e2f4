import { expect, type Page } from 'playwright/test';
import { expectSignedOut, invite, makeMember, memberPassword, signIn } from './admin.ts';
import { ageSessions } from './database.ts';
import { serverUrl } from './environment.ts';
import { test } from './fixtures.ts';
import { startOwnServer } from './own-server.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

async function reachWithTab(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab');
    const label = await page.evaluate(() => {
      const focused = document.activeElement;
      const labels = focused instanceof HTMLInputElement ? (focused.labels ?? []) : [];
      return [...labels].map((each) => each.textContent).join('') || (focused?.textContent ?? '');
    });
    if (label.trim() === name) return;
  }
  throw new Error(`"${name}" cannot be reached with Tab`);
}

test('the set-up link makes the first admin, once; sign-out and sign-in follow', async ({ page }) => {
  test.setTimeout(120_000);
  const server = await startOwnServer();
  try {
    const link = await server.setupLink();
    await page.goto(link);
    await page.getByLabel('E-mail address').fill('grace@fidu.example');
    await page.getByLabel('Password').fill('too short');
    await page.getByRole('button', { name: 'Create admin and sign in' }).click();
    await expect(page.getByText('Must have 12 characters at least.')).toBeVisible();
    await expect(page.getByLabel('E-mail address')).toHaveValue('grace@fidu.example');
    await expect(page.getByLabel('Password')).toBeFocused();
    await page.getByLabel('Password').fill(memberPassword);
    await page.getByRole('button', { name: 'Create admin and sign in' }).click();
    await expect(heading(page)).toHaveText('Overview');
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: 'moorage-admin', httpOnly: true, sameSite: 'Lax', path: '/' });

    await page.goto(link);
    await expect(heading(page)).toHaveText('This link is over');
    await page.goto(`${server.url}/admin`);
    await page.getByRole('button', { name: /grace@fidu\.example/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('You are signed out.')).toBeVisible();
    await page.context().addCookies(cookie === undefined ? [] : [cookie]);
    await page.goto(`${server.url}/admin`);
    await expect(heading(page)).toHaveText('Sign in');

    await page.getByLabel('E-mail address').fill('grace@fidu.example');
    await page.getByLabel('Password').fill(memberPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(heading(page)).toHaveText('Overview');
  } finally {
    await server.remove();
  }
});

test('signing in works with the keyboard alone, and leads to where one wanted to go', async ({ page }) => {
  const { email } = await makeMember(page.context().browser() ?? never(), 'VIEWER');
  await page.goto(`${serverUrl}/admin/audit?action=admin.sign_in`);
  await reachWithTab(page, 'E-mail address');
  await page.keyboard.type(email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('not the password');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').first()).toBeFocused();
  await reachWithTab(page, 'Password');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(memberPassword);
  await reachWithTab(page, 'Sign in');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${serverUrl}/admin/audit?action=admin.sign_in`);
  await page.goto(`${serverUrl}/admin`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
});

test('signing in works without JavaScript', async ({ browser }) => {
  const { email } = await makeMember(browser, 'VIEWER');
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`${serverUrl}/admin`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('do not fit');
  await expect(page.getByLabel('E-mail address')).toHaveValue(email);
  await page.getByLabel('Password').fill(memberPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(heading(page)).toHaveText('Overview');
});

test('an address that leads elsewhere is not followed after signing in', async ({ page }) => {
  for (const next of ['https://evil.example/', '//evil.example', '/admin//evil.example/..', '/connect/x']) {
    await page.context().clearCookies();
    await page.goto(`${serverUrl}/admin/sign-in?next=${encodeURIComponent(next)}`);
    const target = await page.locator('input[name="next"]').inputValue();
    expect(target.startsWith('/admin')).toBe(true);
    expect(new URL(target, serverUrl).origin).toBe(serverUrl);
  }
});

test('a session ends at once when its admin is disabled', async ({ browser, page }) => {
  const member = await makeMember(browser, 'ADMIN');
  await signIn(page);
  await page.goto(`${serverUrl}/admin/settings/admins`);
  const row = page.getByRole('row', { name: new RegExp(member.email) });
  await row.getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
  await expect(row.getByText('Disabled', { exact: true })).toBeVisible();
  await expect(page.getByText(`${member.email} is disabled`)).toBeVisible();
  await expectSignedOut(member.page);
  await member.page.getByLabel('E-mail address').fill(member.email);
  await member.page.getByLabel('Password').fill(member.password);
  await member.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(member.page.getByRole('alert').first()).toContainText('do not fit');
});

test('every other session ends when the password changes', async ({ browser }) => {
  const member = await makeMember(browser, 'VIEWER');
  const other = await browser.newPage();
  await signIn(other, member);
  const { page } = member;
  await page.goto(`${serverUrl}/admin/settings/password`);
  await page.getByLabel('Current password').fill('not this one');
  await page.getByLabel('New password').fill('another long phrase');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Is not right.')).toBeVisible();
  await page.getByLabel('Current password').fill(member.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Password changed')).toBeVisible();
  await expectSignedOut(other);
  await page.goto(`${serverUrl}/admin/api-keys`);
  await expect(heading(page)).toHaveText('API keys');
});

test('a session ends after 30 minutes of rest, and after 8 hours in any case', async ({ browser }) => {
  for (const age of [
    { restMinutes: 31, ageMinutes: 40 },
    { restMinutes: 1, ageMinutes: 8 * 60 + 1 },
  ]) {
    const { email, page } = await makeMember(browser, 'VIEWER');
    ageSessions(email, { restMinutes: 29, ageMinutes: 7 * 60 });
    await page.goto(`${serverUrl}/admin/api-keys`);
    await expect(heading(page)).toHaveText('API keys');
    ageSessions(email, age);
    await expectSignedOut(page);
  }
});

test('after 20 wrong passwords even the right one has to wait', async ({ browser }) => {
  const { email, page, password } = await makeMember(browser, 'VIEWER');
  await page.context().clearCookies();
  await page.goto(`${serverUrl}/admin/sign-in`);
  await page.getByLabel('E-mail address').fill(email);
  const alert = page.getByRole('alert').first();
  for (let tries = 0; tries < 20; tries += 1) {
    await page.getByLabel('Password').fill(`wrong ${tries}`);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await answered;
  }
  await expect(alert).toContainText('do not fit');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(alert).toContainText('Too many tries');
});

test('an invitation works once, and not at all when it was withdrawn', async ({ page, browser }) => {
  await signIn(page);
  const email = `withdrawn-${process.pid}@fidu.example`;
  const link = await invite(page, email, 'VIEWER');
  const guest = await browser.newPage();
  await guest.goto(link);
  await expect(heading(guest)).toHaveText('Join the dashboard');
  await page.goto(`${serverUrl}/admin/settings/admins`);
  await page
    .getByRole('row', { name: new RegExp(email) })
    .getByRole('button', { name: 'Withdraw' })
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByText('Invitation withdrawn')).toBeVisible();
  await guest.getByLabel('New password').fill(memberPassword);
  await guest.getByRole('button', { name: 'Accept and sign in' }).click();
  await expect(guest.getByRole('alert').first()).toContainText('used already, or is too old');
});

function never(): never {
  throw new Error('there is always a browser');
}
