import type { Page } from 'playwright/test';
import { type ConnectionRequest, createConnection, patchConnection } from './api.ts';
import { endAuthorization } from './database.ts';
import { openNew, type ScreenCase, testScreens } from './expect-screens.ts';
import { connect, decide, heading } from './steps.ts';

/** The screens on the way to a connection and at its end. Nothing here is authorized at the shop (see sandbox.ts). */

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
const alreadyConnected = { en: 'Already connected', fr: 'Déjà connecté' };
const partlyShared = { en: 'You left something out', fr: 'Il manque une autorisation' };
const renewal = {
  en: 'Renew access to Sandbox Bank for Fidu',
  fr: 'Renouveler l’accès à Sandbox Bank pour Fidu',
};

const screens: ScreenCase[] = [
  {
    name: 'permission',
    status: 200,
    heading: permission,
    reach: async (page, returnUrl) => {
      await openNew(page, { returnUrl });
    },
  },
  {
    name: 'permission-unfolded',
    status: 200,
    heading: permission,
    reach: async (page) => {
      await openNew(page);
      await unfoldAll(page);
    },
  },
  {
    name: 'permission-many-types',
    status: 200,
    heading: shopPermission,
    reach: async (page) => {
      await openNew(page, everythingOfAShop);
    },
  },
  {
    name: 'permission-many-types-unfolded',
    status: 200,
    heading: shopPermission,
    reach: async (page) => {
      await openNew(page, everythingOfAShop);
      await unfoldAll(page);
    },
  },
  {
    name: 'permission-without-cookies',
    status: 200,
    heading: permission,
    reach: async (page) => {
      await openNew(page);
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
      await openNew(page);
      await decide(page, 'cancel');
    },
  },
];

testScreens(screens);
