import { readFileSync } from 'node:fs';
import { test as base, expect } from 'playwright/test';
import { callApi } from './api.ts';
import { type Consumer, startConsumer } from './consumer.ts';

interface TestFixtures {
  /** What the browser reported about content security policies. A test that expects reports empties it. */
  policyReports: string[];
}

interface WorkerFixtures {
  /** The consumer's site; its account (name, logo, purpose, links) is set up with it. */
  consumer: Consumer;
}

/** Every test: a browser of its own, and a report of the Content-Security-Policy is a failure. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  // Headless Chromium names itself a robot, and robots change nothing here: this is what a person's says.
  userAgent: async ({ browser }, use) => {
    const version = browser.version().split('.')[0];
    await use(
      `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`,
    );
  },
  policyReports: [
    async ({ context }, use) => {
      const reports: string[] = [];
      context.on('console', (message) => {
        if (/content security policy|refused to/i.test(message.text())) reports.push(message.text());
      });
      await use(reports);
      expect(reports).toEqual([]);
    },
    { auto: true },
  ],
  consumer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are needed from this pattern.
    async ({}, use) => {
      // Every worker writes the same, so it does not matter which comes first.
      await callApi('PATCH', '/profile', {
        name: 'Fidu',
        purpose: 'To review your loan request no. 4821.',
        privacy_policy_url: 'https://fidu.example/privacy',
        support_url: 'https://fidu.example/help',
      });
      await callApi('PUT', '/profile/logo', readFileSync(new URL('fidu-logo.png', import.meta.url)));
      const consumer = await startConsumer();
      await use(consumer);
      await consumer.close();
    },
    { scope: 'worker', auto: true },
  ],
});
