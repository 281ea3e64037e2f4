import { expect } from 'playwright/test';
import type { test as ourTest } from './fixtures.ts';

/** A script of somebody else that runs opens a dialog: then the test fails. For the whole file. */
export function expectNoDialogs(test: typeof ourTest): void {
  const dialogs: string[] = [];
  test.beforeEach(({ page }) => {
    page.on('dialog', (dialog) => {
      dialogs.push(`${page.url()}: ${dialog.message()}`);
      void dialog.dismiss();
    });
  });
  test.afterEach(() => expect(dialogs).toEqual([]));
}
