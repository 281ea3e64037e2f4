import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';
import { serverUrl } from './environment.ts';
import type { PageLog } from './page-log.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** All that another theme can change. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** No finding of axe at WCAG 2.2 AA, in the light and in the dark theme. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // In a sandboxed frame no script answers, axe's neither. What such a frame shows has tests of its own.
    // Legacy: what was found is put together in the page itself, instead of in a new one for each look.
    const axe = new AxeBuilder({ page }).setLegacyMode().exclude('iframe[sandbox]');
    if (colorScheme === 'light') axe.withTags(wcag);
    else axe.withRules(ofColours);
    const { violations } = await axe.analyze();
    const found = violations.map(
      ({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
    );
    expect(found).toEqual([]);
  }
}

/** UX.md 1.10 and the contract: no script, nothing from elsewhere, three requests at most, and 12 kB (the contract's limit is 20). */
export async function expectLight(log: PageLog): Promise<void> {
  const requests = log.requests();
  expect(requests.filter((request) => request.resourceType() === 'script')).toEqual([]);
  expect(await log.document().text()).not.toMatch(/<script|javascript:|\son[a-z]+=/i);
  expect([...new Set(requests.map((request) => new URL(request.url()).origin))]).toEqual([serverUrl]);
  expect(requests.length).toBeLessThanOrEqual(3);
  expect(await log.transferredBytes()).toBeLessThanOrEqual(12 * 1024);
}

/** Headers that every page of ours carries: never kept, never framed, nothing told to others. */
export async function expectGuarded(log: PageLog): Promise<void> {
  const headers = await log.document().allHeaders();
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['cache-control']).toContain('no-store');
  expect(headers['referrer-policy']).toMatch(/^(same-origin|no-referrer)$/);
}

/**
 * No sideways scroll on the narrowest phone, on a common one, and at 400 % zoom of a 1280 by 1024 screen; buttons 48 px
 * high, and those of one choice of one size (UX.md 1.6 and 1.9).
 */
export async function expectFits(page: Page): Promise<void> {
  for (const size of [
    { width: 320, height: 640 },
    { width: 320, height: 256 },
    { width: 360, height: 740 },
    { width: 1280, height: 900 },
  ]) {
    await page.setViewportSize(size);
    const sideways = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(sideways, `sideways scroll at ${size.width} px`).toBe(0);
    const boxes = await page.locator('.button').evaluateAll((buttons) =>
      buttons.map((button) => {
        const { width, height } = button.getBoundingClientRect();
        return { width, height };
      }),
    );
    for (const box of boxes) {
      expect(box.height).toBeGreaterThanOrEqual(48);
      expect(Math.abs(box.width - (boxes[0]?.width ?? 0))).toBeLessThan(2);
      expect(Math.abs(box.height - (boxes[0]?.height ?? 0))).toBeLessThan(2);
    }
  }
}

/** Tab reaches everything that can be used, in the order of the page, shows where it is, and gets out again. */
export async function expectKeyboard(page: Page): Promise<void> {
  // A click on nothing: from there Tab begins with the first control, whatever had the focus before.
  await page.mouse.click(1, 1);
  const controls = await page.locator('a[href], button, summary, input:not([type="hidden"])').all();
  for (const control of controls) {
    if (!(await control.isVisible())) continue;
    await page.keyboard.press('Tab');
    await expect(control).toBeFocused();
    const ring = await control.evaluate((element) => {
      const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(
        element.closest('.field') ?? element,
      );
      return { outlineStyle, outlineWidth, outlineOffset };
    });
    expect(ring).toEqual({ outlineStyle: 'solid', outlineWidth: '3px', outlineOffset: '2px' });
  }
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
}

/** Pictures to look at, for who sets E2E_PICTURES: `test-results/screens/{name}-{width}-{theme}.png`. */
export async function photograph(page: Page, name: string): Promise<void> {
  if (process.env.E2E_PICTURES === undefined) return;
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({
        path: `test-results/screens/${name}-${width}-${colorScheme}.png`,
        fullPage: true,
      });
    }
  }
}

/** Nothing of the page stands beyond the right edge, at each of these widths. */
export async function expectNoSidewaysScroll(
  page: Page,
  widths: readonly number[] = [320, 360, 768, 1024, 1280, 1920],
): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(excess, `sideways scroll at ${width} px`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}
