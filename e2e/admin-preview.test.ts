import { expect, type Page } from 'playwright/test';
import { makeMember, openPage, signIn } from './admin.ts';
import { serverUrl } from './environment.ts';
import { expectAccessible } from './expect-page.ts';
import { test } from './fixtures.ts';

const previewUrl = `${serverUrl}/admin/settings/preview`;
/** The one that is seen; the one on its way comes after it. */
const frame = (page: Page) => page.locator('.preview iframe').first().contentFrame();

async function open(page: Page, query = ''): Promise<void> {
  await openPage(page, `/admin/settings${query}`);
  await expect(frame(page).getByRole('heading', { level: 1, includeHidden: true })).toBeVisible();
}

/** When the frame on its way has taken its place. */
const settled = (page: Page) => expect(page.locator('.preview iframe')).toHaveCount(1);

test('the preview shows what is typed, before it is saved, in both languages and both themes', async ({
  page,
}) => {
  await signIn(page);
  await open(page, '?language=en&theme=light');
  await expect(frame(page).locator('.parties')).toContainText('Fidu');
  const historyLength = await page.evaluate(() => history.length);
  await page.getByLabel('Name', { exact: true }).fill('Crédit Populaire du Littoral');
  await page.getByLabel('Purpose').fill('To lend you a boat.');
  await page.getByLabel('Help page').fill('https://credit.example/help');
  await page.getByLabel('Privacy policy').fill('https://');
  await expect(frame(page).locator('.parties')).toContainText('Crédit Populaire du Littoral');
  await expect(frame(page).getByText('To lend you a boat.')).toBeVisible();
  await expect(frame(page).locator('a[href="https://credit.example/help"]')).toBeVisible();
  await expect(frame(page).getByText(/privacy/i)).toHaveCount(0);
  await settled(page);
  expect(await page.evaluate(() => history.length)).toBe(historyLength);

  const looks = [
    ['Français', 'Dark', 'fr', 'rgb(21, 30, 38)'],
    ['English', 'Dark', 'en', 'rgb(21, 30, 38)'],
    ['English', 'Light', 'en', 'rgb(255, 255, 255)'],
    ['Français', 'Light', 'fr', 'rgb(255, 255, 255)'],
  ] as const;
  const choice = (label: string, name: string) =>
    page.getByRole('group', { name: label }).getByRole('link', { name });
  for (const [language, theme, code, background] of looks) {
    await choice('Language of the preview', language).click();
    await expect(choice('Language of the preview', language)).toHaveAttribute('aria-current', 'true');
    await choice('Appearance of the preview', theme).click();
    await expect(choice('Appearance of the preview', theme)).toHaveAttribute('aria-current', 'true');
    await expect(frame(page).locator('html')).toHaveAttribute('lang', code);
    await expect(frame(page).locator('.card')).toHaveCSS('background-color', background);
    await expect(frame(page).locator('.parties')).toContainText('Crédit Populaire du Littoral');
    await settled(page);
  }
  await page.reload();
  await expect(frame(page).locator('.parties')).toContainText('Fidu');
  await expect(frame(page).getByText('To lend you a boat.')).toHaveCount(0);
});

test('a chosen logo is in the preview before it is uploaded', async ({ page }) => {
  await signIn(page);
  await open(page);
  await page.getByLabel('Image file').setInputFiles(new URL('fidu-logo.png', import.meta.url).pathname);
  const logo = frame(page).locator('.parties img').first();
  await expect(logo).toHaveAttribute('src', /^data:image\/png;base64,/);
  expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
});

test('nothing that is typed runs in the preview, and nothing in it can be pressed', async ({ page }) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await signIn(page);
  await open(page);
  for (const name of [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</style><svg/onload=alert(1)>',
  ]) {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Help page').fill('javascript:alert(1)');
    await expect(frame(page).locator('.parties')).toContainText(name);
    await settled(page);
    await expect(frame(page).locator('script, svg[onload], img[onerror], a[href^="javascript"]')).toHaveCount(
      0,
    );
  }
  expect(dialogs).toEqual([]);
  await expect(page.locator('.preview iframe')).toHaveAttribute('sandbox', '');
  await expect(frame(page).locator('body')).toHaveAttribute('inert');
  await expectAccessible(page);
});

test('the preview’s own headers allow no script and no form, and no frame of anybody else', async ({
  page,
  request,
}) => {
  expect((await request.get(previewUrl, { maxRedirects: 0 })).status()).toBe(401);
  expect((await request.post(previewUrl, { maxRedirects: 0, multipart: { name: 'x' } })).status()).toBe(401);
  await signIn(page);
  const answer = await page.request.get(`${previewUrl}?language=fr&theme=dark`);
  const policy = answer.headers()['content-security-policy'] ?? '';
  for (const part of ["default-src 'none'", "form-action 'none'", "frame-ancestors 'self'", 'sandbox']) {
    expect(policy.split('; ')).toContain(part);
  }
  expect(policy).not.toMatch(/script-src|unsafe|allow-/);
  expect(answer.headers()['x-frame-options']).toBe('SAMEORIGIN');
  expect(answer.headers()['cache-control']).toContain('no-store');
  const foreign = await page.request.post(previewUrl, {
    headers: { 'sec-fetch-site': 'cross-site' },
    multipart: { name: 'x' },
  });
  expect(foreign.status()).toBe(403);
  const big = { name: 'logo.png', mimeType: 'image/png', buffer: Buffer.alloc(100_000) };
  const own = { 'sec-fetch-site': 'same-origin' };
  expect((await page.request.post(previewUrl, { headers: own, multipart: { logo: big } })).status()).toBe(
    400,
  );
  expect((await page.request.post(previewUrl, { headers: own, data: 'no form' })).status()).toBe(400);
  // The other pages are in no frame, ours included.
  const settings = await page.request.get(`${serverUrl}/admin/settings`);
  expect(settings.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(settings.headers()['x-frame-options']).toBe('DENY');
});

test('without script, and for a viewer, the preview shows what is saved', async ({ browser }) => {
  const { page: viewer } = await makeMember(browser, 'VIEWER');
  await open(viewer);
  await expect(frame(viewer).locator('.parties')).toContainText('Fidu');
  await viewer.context().close();
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await signIn(page);
  await page.goto(`${serverUrl}/admin/settings?language=fr&theme=dark`);
  await expect(page.locator('.preview iframe')).toHaveAttribute(
    'src',
    '/admin/settings/preview?language=fr&theme=dark',
  );
  await expect(frame(page).locator('html')).toHaveAttribute('lang', 'fr');
  await page.context().close();
});
