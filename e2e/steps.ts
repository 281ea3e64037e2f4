import { expect, type Page } from 'playwright/test';
import { sandboxUrl, serverUrl } from './environment.ts';

/** What a person does, by what stands on the buttons' `value`: the same in every language. */
export const decide = (page: Page, decision: 'allow' | 'cancel' | 'submit_inputs' | 'continue_without') =>
  page.locator(`button[name="decision"][value="${decision}"]`).click();

interface Consent {
  identity?: string;
  untick?: string[];
  /** Another sandbox than the one all tests share. */
  provider?: string;
}

/** On the sandbox's consent page. */
export async function approve(page: Page, { identity, untick = [], provider }: Consent = {}): Promise<void> {
  await expectProvider(page, provider);
  if (identity !== undefined) await page.locator(`input[name="identity"][value="${identity}"]`).check();
  for (const scope of untick) await page.locator(`input[name="scope"][value="${scope}"]`).uncheck();
  await page.getByRole('button', { name: 'Approve' }).click();
}

export async function deny(page: Page): Promise<void> {
  await expectProvider(page);
  await page.getByRole('button', { name: 'Deny' }).click();
}

export async function expectProvider(page: Page, provider = sandboxUrl): Promise<void> {
  await expect(page).toHaveURL((url) => url.origin === provider && url.pathname.startsWith('/consent/'));
}

/** From the link to the end of the flow, without a look around. */
export async function connect(page: Page, link: string, consent?: Consent): Promise<void> {
  await page.goto(link);
  await decide(page, 'allow');
  await approve(page, consent);
  await expect(page).toHaveURL(({ origin }) => origin !== (consent?.provider ?? sandboxUrl));
  await page.waitForLoadState();
}

/**
 * Approves at the provider and returns the callback address without going there, as a stranger could have got hold of
 * it. The redirects are followed by hand: Playwright lets no one step in between them.
 */
export async function approveAndCatchCallback(page: Page): Promise<string> {
  let callback = '';
  await page.route('**/consent/*', async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    const next = new URL(answer.headers().location ?? '', sandboxUrl);
    callback = (await page.request.get(next.href, { maxRedirects: 0 })).headers().location ?? '';
    await route.fulfill({ status: 204 });
  });
  await approve(page);
  await expect.poll(() => callback).toContain(`${serverUrl}/connect/callback/`);
  await page.unroute('**/consent/*');
  return callback;
}

export const heading = (page: Page) => page.getByRole('heading', { level: 1 });
