import { expect, type Page } from 'playwright/test';
import { type Connection, type ConnectionRequest, createConnection } from './api.ts';
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
import { heading } from './steps.ts';

/** A screen of UX.md 1.2 and the way a person gets there. */
export interface ScreenCase {
  name: string;
  status: number;
  heading: { en: string; fr: string };
  reach(page: Page, returnUrl: string): Promise<void>;
}

/** Declares the tests of all that a screen owes to whoever sees it, in both languages; keeps its pictures. */
export function testScreens(screens: ScreenCase[]): void {
  for (const language of ['en', 'fr'] as const) {
    test.describe(`in ${language}`, () => {
      test.use({ locale: language === 'en' ? 'en-GB' : 'fr-FR' });

      for (const screen of screens) {
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
}

/** A new connection with its link open. */
export async function openNew(page: Page, request?: ConnectionRequest): Promise<Connection> {
  const connection = await createConnection(request);
  await page.goto(connection.link);
  return connection;
}
