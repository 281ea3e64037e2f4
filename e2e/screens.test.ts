import { expect } from 'playwright/test';
import {
  expectAccessible,
  expectFits,
  expectGuarded,
  expectKeyboard,
  expectLight,
  photograph,
} from './expect-page.ts';
import { test } from './fixtures.ts';
import { logPage } from './page-log.ts';
import { sandboxPages, screenCases } from './screen-cases.ts';
import { heading } from './steps.ts';

for (const language of ['en', 'fr'] as const) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language === 'en' ? 'en-GB' : 'fr-FR' });

    for (const screen of screenCases) {
      test(`${screen.name} is accessible, light, guarded and fits every width`, async ({
        page,
        consumer,
      }) => {
        const log = logPage(page);
        await screen.reach(page, consumer.returnUrl);
        await expect(heading(page)).toHaveText(screen.heading[language]);
        expect(log.document().status()).toBe(screen.status);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expectLight(log);
        await expectGuarded(log);
        await expectAccessible(page);
        await expectFits(page);
        await expectKeyboard(page);
        await photograph(page, `${screen.name}-${language}`);
      });
    }
  });
}

for (const { name, reach } of sandboxPages) {
  test(`${name} is accessible`, async ({ page }) => {
    await reach(page);
    await expectAccessible(page);
    await photograph(page, name);
  });
}
