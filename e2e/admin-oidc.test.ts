import { expect, type Page } from 'playwright/test';
import { memberPassword } from './admin.ts';
import { test } from './fixtures.ts';
import { startOidcServer } from './oidc-server.ts';
import { findFreePort, startOwnServer } from './own-server.ts';

async function signInAs(page: Page, url: string, login: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${url}/admin/sign-in`);
  await page.getByRole('button', { name: 'Sign in with Fidu accounts' }).click();
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('an OpenID provider signs in an admin who exists, and nobody else', async ({ page, policyReports }) => {
  test.setTimeout(120_000);
  const [port, oidcPort] = [await findFreePort(), await findFreePort()];
  const oidc = await startOidcServer(oidcPort, `http://localhost:${port}/api/auth/callback/oidc`);
  const server = await startOwnServer({
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    MOORAGE_ADMIN_EMAIL: 'grace@fidu.example',
    MOORAGE_ADMIN_PASSWORD: memberPassword,
    MOORAGE_OIDC_ISSUER: oidc.issuer,
    MOORAGE_OIDC_CLIENT_ID: 'moorage',
    MOORAGE_OIDC_CLIENT_SECRET: 'secret-of-the-test',
    MOORAGE_OIDC_NAME: 'Fidu accounts',
  });
  try {
    await signInAs(page, server.url, 'grace@fidu.example');
    await expect(page).toHaveURL(`${server.url}/admin`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
    await signInAs(page, server.url, 'somebody@fidu.example');
    await expect(page.getByText('did not work')).toBeVisible();
    await page.goto(`${server.url}/api/auth/callback/oidc?code=made-up&state=made-up`);
    await expect(page.getByText('did not work')).toBeVisible();
    await page.goto(`${server.url}/admin`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  } finally {
    oidc.close();
    await server.remove();
  }
  // The provider's own pages have a policy of their own, which is none of ours.
  policyReports.splice(
    0,
    policyReports.length,
    ...policyReports.filter((report) => !report.includes('inline')),
  );
});
