import type { Consumer, InputField, ProviderParty, Screen, SharedDataType } from '@/server/connect/screen.ts';
import { closureOf, type DataTypeName, dataTypeNames } from '@/server/data-types/index.ts';

/** One screen of each kind and of each notable state, for tests and for looking at them. All data is invented. */

const action = '/connect/mrg_7Qk2sample';

export const sampleConsumer: Consumer = {
  name: 'Fidu',
  logoUrl: null,
  privacyPolicyUrl: 'https://fidu.example/privacy',
  supportUrl: 'https://fidu.example/help',
};

const bank: ProviderParty = {
  name: 'sandbox_openbanking',
  displayName: 'Sandbox Open Banking',
  logoUrl: '/logos/providers/sandbox_openbanking.svg',
  access: 'read',
};

const shop: ProviderParty = {
  name: 'sandbox_commerce',
  displayName: 'Sandbox Commerce',
  logoUrl: '/logos/providers/sandbox_commerce.svg',
  access: 'read_write',
};

const taxOffice: ProviderParty = {
  name: 'sandbox_private',
  displayName: 'Sandbox Tax',
  logoUrl: '/logos/providers/sandbox_private.svg',
  access: 'read',
};

function shared(requested: DataTypeName[], newTypes: DataTypeName[] = []): SharedDataType[] {
  return closureOf(requested).map((entry) => ({ ...entry, isNew: newTypes.includes(entry.name) }));
}

const shopDomain: InputField = {
  name: 'shop_domain',
  label: { en: 'Shop name', fr: 'Nom de la boutique' },
  example: 'atelier-marnie',
  suffix: '.example-shop.com',
  secret: false,
  value: '',
  error: null,
  inputMode: 'url',
};

const apiKey: InputField = {
  name: 'api_key',
  label: { en: 'API key', fr: 'Clé d’API' },
  example: 'sk_test_4f2a…',
  suffix: null,
  secret: true,
  value: '',
  error: null,
  inputMode: 'text',
};

const permission: Extract<Screen, { kind: 'permission' }> = {
  kind: 'permission',
  consumer: sampleConsumer,
  provider: bank,
  action,
  userLabel: 'Atelier Marnie, SIREN\u00a0812\u00a0345\u00a0678',
  purpose: { text: 'To review your loan request no. 4821.', language: 'en' },
  dataTypes: shared(['BANK_TRANSACTION']),
  inputs: [],
  version: 3,
  renewal: null,
  notice: null,
  leavesForProvider: true,
};

const keyForm: Extract<Screen, { kind: 'inputs' }> = {
  kind: 'inputs',
  consumer: sampleConsumer,
  provider: taxOffice,
  action,
  secretForm: true,
  inputs: [apiKey],
  version: 3,
  steps: {
    en: ['Sign in to Sandbox Tax.', 'Open Settings, then Keys.', 'Copy the key that starts with sk_.'],
    fr: [
      'Connectez-vous à Sandbox Tax.',
      'Ouvrez Réglages, puis Clés.',
      'Copiez la clé qui commence par sk_.',
    ],
  },
  helpUrl: 'https://tax.example/keys',
  unreachable: false,
};

const trouble = {
  kind: 'provider_trouble',
  consumer: sampleConsumer,
  provider: bank,
  action,
  code: 'MG-7F3K',
  version: 3,
} as const;

const partlyShared: Extract<Screen, { kind: 'partly_shared' }> = {
  kind: 'partly_shared',
  consumer: sampleConsumer,
  provider: shop,
  action,
  missing: shared(['COMMERCE_PRODUCT']).slice(0, 1),
  granted: shared(['COMMERCE_TRANSACTION']),
  mayContinue: true,
  attemptId: '0193f4c0-0000-7000-8000-000000000001',
  version: 3,
};

export const samples: Record<string, Screen> = {
  permission,
  'permission-shop': {
    ...permission,
    consumer: { ...sampleConsumer, name: 'Crédit Populaire du Littoral' },
    provider: shop,
    purpose: { text: 'Pour étudier votre demande de prêt.', language: 'fr' },
    dataTypes: shared(['COMMERCE_ORDER', 'COMMERCE_TRANSACTIONS_INSIGHT']),
    inputs: [shopDomain],
  },
  'permission-shop-error': {
    ...permission,
    provider: shop,
    dataTypes: shared(['COMMERCE_PRODUCT']),
    inputs: [{ ...shopDomain, value: 'https://atelier', error: 'pattern' }],
  },
  'permission-key': {
    ...permission,
    provider: taxOffice,
    dataTypes: shared(['TAX_RETURN_ANALYSIS', 'VAT_DECLARATION']),
    leavesForProvider: false,
  },
  'permission-everything': { ...permission, dataTypes: shared([...dataTypeNames]), purpose: null },
  'permission-changed': { ...permission, notice: 'changed' },
  'permission-cookies': { ...permission, notice: 'cookies' },
  renewal: {
    ...permission,
    dataTypes: shared(['BANK_TRANSACTION', 'COMPANY_PROFILE'], ['COMPANY_PROFILE']),
    renewal: { endedAt: new Date('2026-03-12T10:00:00Z') },
  },
  'inputs-key': keyForm,
  'inputs-key-refused': { ...keyForm, inputs: [{ ...apiKey, error: 'refused' }] },
  'inputs-key-unreachable': { ...keyForm, unreachable: true, helpUrl: null },
  'inputs-shop': {
    ...keyForm,
    provider: shop,
    secretForm: false,
    inputs: [{ ...shopDomain, error: 'required' }],
    steps: { en: [], fr: [] },
    helpUrl: null,
  },
  'trouble-error': { ...trouble, reason: 'error' },
  'trouble-timeout': { ...trouble, reason: 'timeout' },
  'trouble-bad-answer': { ...trouble, reason: 'bad_answer' },
  'partly-shared': partlyShared,
  'partly-shared-required': { ...partlyShared, granted: [], mayContinue: false },
  'already-connected': {
    kind: 'already_connected',
    consumer: sampleConsumer,
    provider: bank,
    action,
    connectedAt: new Date('2026-11-02T08:30:00Z'),
    dataTypes: shared(['BANK_TRANSACTION']),
    returnHref: 'https://fidu.example/back?status=success',
  },
  'already-connected-no-return': {
    kind: 'already_connected',
    consumer: sampleConsumer,
    provider: bank,
    action,
    connectedAt: new Date('2026-11-02T08:30:00Z'),
    dataTypes: shared(['BANK_ACCOUNT']),
    returnHref: null,
  },
  'other-account': {
    kind: 'other_account',
    consumer: sampleConsumer,
    provider: bank,
    action,
    oldAccount: 'Atelier M… (••42)',
    newAccount: 'Jeanne D… (••77)',
    version: 3,
  },
  done: {
    kind: 'done',
    consumer: sampleConsumer,
    provider: bank,
    action,
    dataTypes: shared(['BANK_TRANSACTION']),
  },
  cancelled: { kind: 'cancelled', consumer: sampleConsumer, provider: bank, action },
  'dead-link': {
    kind: 'dead_link',
    consumer: sampleConsumer,
    provider: bank,
    action,
    endedAt: new Date('2026-10-01T00:00:00Z'),
    returnOriginHref: 'https://fidu.example',
  },
  'unknown-link': { kind: 'unknown_link' },
  'lost-thread': {
    kind: 'lost_thread',
    frame: { consumer: sampleConsumer, provider: bank, action, version: 3 },
  },
  'lost-thread-no-frame': { kind: 'lost_thread', frame: null },
  'provider-off': { kind: 'provider_off', consumer: sampleConsumer, provider: bank, action, version: 3 },
  'too-many-tries': { kind: 'too_many_tries', retryAfterSeconds: 30, action },
  'too-many-tries-minutes': { kind: 'too_many_tries', retryAfterSeconds: 90, action },
  'our-trouble': { kind: 'our_trouble', code: 'MG-7F3K', retryHref: action },
};
