import type { Page } from 'playwright/test';
import {
  type ConnectionRequest,
  callApi,
  createConnection,
  deleteConnection,
  patchConnection,
} from './api.ts';
import { breakConnection, endAuthorization, expireAttempt } from './database.ts';
import { sandboxUrl, serverUrl } from './environment.ts';
import { scriptFault } from './sandbox.ts';
import { approve, connect, decide, expectProvider, heading } from './steps.ts';

/** A screen of UX.md 1.2 and the way a person gets there. */
export interface ScreenCase {
  name: string;
  status: number;
  heading: { en: string; fr: string };
  reach(page: Page, returnUrl: string): Promise<void>;
}

const shop: ConnectionRequest = {
  provider: 'sandbox_commerce',
  dataTypes: ['COMMERCE_ORDER', 'COMMERCE_PRODUCT'],
};
const everythingOfAShop: ConnectionRequest = {
  provider: 'sandbox_commerce',
  dataTypes: [
    ...[
      'COMMERCE_LOCATION',
      'COMMERCE_CUSTOMER',
      'COMMERCE_PRODUCT',
      'COMMERCE_TRANSACTION',
      'COMMERCE_ORDER',
    ],
    ...['COMMERCE_BALANCE', 'COMMERCE_DISPUTE', 'COMMERCE_SUBSCRIPTION', 'COMMERCE_TRANSACTIONS_INSIGHT'],
  ],
};

async function open(page: Page, request?: ConnectionRequest) {
  const connection = await createConnection(request);
  await page.goto(connection.link);
  return connection;
}

async function unfoldAll(page: Page): Promise<void> {
  for (const summary of await page.locator('summary').all()) {
    if (await summary.isVisible()) await summary.click();
  }
}

/** A connection that was CONNECTED once and needs the person again. */
async function reachRenewal(page: Page, dataTypes: string[]) {
  const connection = await createConnection({ dataTypes });
  await connect(page, connection.link);
  await heading(page).waitFor();
  endAuthorization(connection.id);
  return connection;
}

const permission = {
  en: 'Share your Sandbox Bank data with Fidu?',
  fr: 'Partager vos données Sandbox Bank avec Fidu ?',
};
const shopPermission = {
  en: 'Share your Sandbox Shop data with Fidu?',
  fr: 'Partager vos données Sandbox Shop avec Fidu ?',
};
const trouble = { en: 'Sandbox Shop could not finish this', fr: 'Sandbox Shop n’a pas pu terminer' };
const lostThread = { en: 'We lost track of your visit', fr: 'Nous avons perdu le fil' };
const partlyShared = { en: 'You left something out', fr: 'Il manque une autorisation' };
const alreadyConnected = { en: 'Already connected', fr: 'Déjà connecté' };
const renewal = {
  en: 'Renew access to Sandbox Bank for Fidu',
  fr: 'Renouveler l’accès à Sandbox Bank pour Fidu',
};

export const screenCases: ScreenCase[] = [
  {
    name: 'permission',
    status: 200,
    heading: permission,
    reach: async (page, returnUrl) => {
      await open(page, { returnUrl });
    },
  },
  {
    name: 'permission-unfolded',
    status: 200,
    heading: permission,
    reach: async (page) => {
      await open(page);
      await unfoldAll(page);
    },
  },
  {
    name: 'permission-many-types',
    status: 200,
    heading: shopPermission,
    reach: async (page) => {
      await open(page, everythingOfAShop);
    },
  },
  {
    name: 'permission-many-types-unfolded',
    status: 200,
    heading: shopPermission,
    reach: async (page) => {
      await open(page, everythingOfAShop);
      await unfoldAll(page);
    },
  },
  {
    name: 'permission-without-cookies',
    status: 200,
    heading: permission,
    reach: async (page) => {
      await open(page);
      await page.context().clearCookies();
      await decide(page, 'allow');
    },
  },
  {
    name: 'permission-changed',
    status: 200,
    heading: renewal,
    reach: async (page) => {
      const connection = await reachRenewal(page, ['BANK_ACCOUNT']);
      await page.goto(connection.link);
      await patchConnection(connection, { requested_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'] });
      await decide(page, 'allow');
    },
  },
  {
    name: 'renewal',
    status: 200,
    heading: renewal,
    reach: async (page) => {
      const connection = await reachRenewal(page, ['BANK_ACCOUNT']);
      await patchConnection(connection, { requested_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'] });
      await page.goto(connection.link);
    },
  },
  {
    name: 'other-account',
    status: 409,
    heading: { en: 'You signed in to another account', fr: 'Vous avez utilisé un autre compte' },
    reach: async (page) => {
      const connection = await reachRenewal(page, ['BANK_ACCOUNT']);
      await connect(page, connection.link, { identity: 'bank-boulangerie-sorel' });
    },
  },
  {
    name: 'partly-shared',
    status: 200,
    heading: partlyShared,
    reach: async (page) => {
      const connection = await createConnection();
      await connect(page, connection.link, { untick: ['transactions'] });
    },
  },
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
      await open(page, shop);
      await scriptFault({ on: 'authorization', fault: 'server_error', provider_name: 'sandbox_commerce' });
      await decide(page, 'allow');
    },
  },
  {
    name: 'provider-trouble-bad-answer',
    status: 502,
    heading: trouble,
    reach: async (page) => {
      await open(page, shop);
      await decide(page, 'allow');
      await scriptFault({ on: 'code_exchange', fault: 'garbage', provider_name: 'sandbox_commerce' });
      await approve(page);
    },
  },
  {
    name: 'already-connected',
    status: 200,
    heading: alreadyConnected,
    reach: async (page, returnUrl) => {
      const connection = await createConnection({ returnUrl });
      await connect(page, connection.link);
      await page.goto(connection.link);
    },
  },
  {
    name: 'already-connected-without-return',
    status: 200,
    heading: alreadyConnected,
    reach: async (page) => {
      const connection = await createConnection();
      await connect(page, connection.link);
      await page.goto(connection.link);
    },
  },
  {
    name: 'done',
    status: 200,
    heading: { en: 'Connected', fr: 'C’est connecté' },
    reach: async (page) => connect(page, (await createConnection()).link),
  },
  {
    name: 'cancelled',
    status: 200,
    heading: { en: 'Not connected', fr: 'Pas de connexion' },
    reach: async (page) => {
      await open(page);
      await decide(page, 'cancel');
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
      const connection = await open(page);
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
      const { link } = await open(page);
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

/** The provider's own pages: in English only, and not under our limits of size. */
export const sandboxPages: { name: string; reach(page: Page): Promise<void> }[] = [
  {
    name: 'sandbox-consent',
    reach: async (page) => {
      await open(page, shop);
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
