import type { Page } from 'playwright/test';
import {
  type ConnectionRequest,
  callApi,
  createConnection,
  deleteConnection,
  patchConnection,
} from './api.ts';
import { breakConnection, expireAttempt } from './database.ts';
import { sandboxUrl, serverUrl } from './environment.ts';
import { expectAccessible, photograph } from './expect-page.ts';
import { openNew, type ScreenCase, testScreens } from './expect-screens.ts';
import { test } from './fixtures.ts';
import { scriptFault } from './sandbox.ts';
import { approve, connect, decide, expectProvider } from './steps.ts';

/** The screens where something is missing or went wrong, and the pages beside the flow. Owns the shop's faults. */

const shop: ConnectionRequest = {
  provider: 'sandbox_commerce',
  dataTypes: ['COMMERCE_ORDER', 'COMMERCE_PRODUCT'],
};

const trouble = { en: 'Sandbox Shop could not finish this', fr: 'Sandbox Shop n’a pas pu terminer' };
const lostThread = { en: 'We lost track of your visit', fr: 'Nous avons perdu le fil' };
const partlyShared = { en: 'You left something out', fr: 'Il manque une autorisation' };

const screens: ScreenCase[] = [
  {
    name: 'partly-shared-nothing-left',
    status: 200,
    heading: partlyShared,
    reach: async (page) => {
      const connection = await createConnection({
        provider: 'sandbox_commerce',
        dataTypes: ['COMMERCE_ORDER'],
      });
      await connect(page, connection.link, { untick: ['orders'] });
    },
  },
  {
    name: 'provider-trouble',
    status: 502,
    heading: trouble,
    reach: async (page) => {
      await openNew(page, shop);
      await scriptFault({ on: 'authorization', fault: 'server_error', provider_name: 'sandbox_commerce' });
      await decide(page, 'allow');
    },
  },
  {
    name: 'provider-trouble-bad-answer',
    status: 502,
    heading: trouble,
    reach: async (page) => {
      await openNew(page, shop);
      await decide(page, 'allow');
      await scriptFault({ on: 'code_exchange', fault: 'garbage', provider_name: 'sandbox_commerce' });
      await approve(page);
    },
  },
  {
    name: 'dead-link',
    status: 410,
    heading: { en: 'This link no longer works', fr: 'Ce lien n’est plus valable' },
    reach: async (page, returnUrl) => {
      const connection = await createConnection({ returnUrl });
      await connect(page, connection.link);
      await patchConnection(connection, { status: 'DISCONNECTED' });
      await page.goto(connection.link);
    },
  },
  {
    name: 'unknown-link',
    status: 404,
    heading: { en: 'We don’t know this link', fr: 'Lien inconnu' },
    reach: async (page) => {
      const connection = await createConnection();
      await deleteConnection(connection);
      await page.goto(connection.link);
    },
  },
  {
    name: 'lost-thread',
    status: 400,
    heading: lostThread,
    reach: async (page) => {
      const connection = await openNew(page);
      await decide(page, 'allow');
      await expectProvider(page);
      expireAttempt(connection.id);
      await approve(page);
    },
  },
  {
    name: 'lost-thread-without-link',
    status: 400,
    heading: lostThread,
    reach: async (page) => {
      await page.goto(`${serverUrl}/connect/callback/sandbox_openbanking?code=c&state=${'s'.repeat(43)}`);
    },
  },
  {
    name: 'provider-off',
    status: 503,
    heading: { en: 'Qonto is not available now', fr: 'Qonto n’est pas disponible' },
    reach: async (page, returnUrl) => {
      await callApi('PUT', '/providers/qonto/credentials', {
        credentials: { client_id: 'nobody', client_secret: 'nothing' },
      });
      await callApi('PUT', '/providers/qonto', { enable: true });
      const connection = await createConnection({
        provider: 'qonto',
        dataTypes: ['BANK_ACCOUNT'],
        returnUrl,
      });
      await callApi('PUT', '/providers/qonto', { enable: false });
      await page.goto(connection.link);
    },
  },
  {
    name: 'too-many-tries',
    status: 429,
    heading: { en: 'Please wait a moment', fr: 'Patientez un instant' },
    reach: async (page) => {
      const { link } = await openNew(page);
      const headers = { origin: serverUrl };
      for (let tries = 0; tries < 30; tries += 1)
        await page.request.post(link, { form: { decision: 'x' }, headers });
      await decide(page, 'allow');
    },
  },
  {
    name: 'our-trouble',
    status: 503,
    heading: { en: 'Something went wrong on our side', fr: 'Un problème est survenu de notre côté' },
    reach: async (page) => {
      const connection = await createConnection();
      breakConnection(connection.id);
      await page.goto(connection.link);
    },
  },
  {
    name: 'landing-page',
    status: 200,
    heading: { en: 'Moorage is running', fr: 'Moorage fonctionne' },
    reach: async (page) => {
      await page.goto(serverUrl);
    },
  },
  {
    name: 'not-found-page',
    status: 404,
    heading: { en: 'This page does not exist', fr: 'Cette page n’existe pas' },
    reach: async (page) => {
      await page.goto(`${serverUrl}/nowhere`);
    },
  },
];

testScreens(screens);

/** The provider's own pages: in English only, and not under our limits of size. */
const sandboxPages: { name: string; reach(page: Page): Promise<void> }[] = [
  {
    name: 'sandbox-consent',
    reach: async (page) => {
      await openNew(page, shop);
      await decide(page, 'allow');
      await expectProvider(page);
    },
  },
  {
    name: 'sandbox-expired',
    reach: async (page) => {
      await page.goto(`${sandboxUrl}/consent/expired`);
    },
  },
  {
    name: 'sandbox-home',
    reach: async (page) => {
      await page.goto(sandboxUrl);
    },
  },
];

for (const { name, reach } of sandboxPages) {
  test(`${name} is accessible`, async ({ page }) => {
    await reach(page);
    await expectAccessible(page);
    await photograph(page, name);
  });
}
