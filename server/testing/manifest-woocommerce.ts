import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

const storeUrlInput = {
  name: 'store_url',
  label: { en: 'Store address', fr: 'Adresse de la boutique' },
  // https only: plain http stores would need OAuth 1.0a signatures.
  pattern: '^https://[^/?#@\\s]+(?:/[^?#\\s]*)?$',
  example: 'https://shop.example.com',
  inputMode: 'url' as const,
  transform: ['trim' as const, 'strip_slash' as const],
};

const modifiedSince = {
  by: 'time' as const,
  since: { param: 'modified_after' },
  format: 'iso8601' as const,
  filtersOn: 'date_modified_gmt',
};

/** WooCommerce, to prove the shape of manifests: the store posts keys to us, server to server; or they are typed. */
export const woocommerceManifest: ProviderManifestInput = {
  name: 'woocommerce',
  displayName: 'WooCommerce',
  category: 'E_COMMERCE',
  connects: ['company'],
  homepage: 'https://woocommerce.com',
  docsUrl: 'https://woocommerce.github.io/woocommerce-rest-api-docs/',
  logo: 'logo.svg',
  access: 'read',
  operatorNotes: [
    {
      en: 'The store calls this installation, so PUBLIC_URL must be https and reachable from the internet.',
      fr: 'La boutique appelle cette installation : PUBLIC_URL doit être en https et joignable depuis internet.',
    },
  ],
  auth: {
    kind: 'custom',
    inputs: [storeUrlInput],
    steps: {
      en: ['Pretty permalinks must be on in WordPress.', 'Let security plugins pass the API.'],
      fr: ['Activez les permaliens dans WordPress.', 'Laissez passer l’API dans les extensions de sécurité.'],
    },
    flow: {
      type: 'keys_posted_to_callback',
      start: {
        url: '{store_url}/wc-auth/v1/authorize',
        params: {
          app_name: '{app_name}',
          scope: 'read',
          user_id: '{reference}',
          return_url: '{return_url}',
          callback_url: '{callback_url}',
        },
      },
      keysCallback: {
        method: 'POST',
        encoding: 'json',
        referencePath: 'user_id',
        keep: [
          { path: 'consumer_key', keepAs: 'consumer_key', secret: true },
          { path: 'consumer_secret', keepAs: 'consumer_secret', secret: true },
          { path: 'key_permissions', keepAs: 'key_permissions' },
        ],
        requires: 'public_https',
        answerStatus: 200,
      },
      browserReturn: { referenceParameter: 'user_id', successParameter: 'success', successValues: ['1'] },
      order: 'any',
    },
    account: { from: 'input', id: 'store_url' },
    revocation: { kind: 'none', manualUrl: null },
  },
  alternativeAuth: [
    {
      kind: 'basic',
      inputs: [
        storeUrlInput,
        {
          name: 'consumer_key',
          label: { en: 'Consumer key', fr: 'Clé client' },
          pattern: '^ck_[A-Za-z0-9]+$',
          secret: true,
        },
        {
          name: 'consumer_secret',
          label: { en: 'Consumer secret', fr: 'Secret client' },
          pattern: '^cs_[A-Za-z0-9]+$',
          secret: true,
        },
      ],
      account: { from: 'input', id: 'store_url' },
    },
  ],
  api: {
    baseUrl: '{store_url}/wp-json/wc/v3',
    authentication: {
      kind: 'basic',
      username: '{consumer_key}',
      password: '{consumer_secret}',
      insecureQueryFallback: {
        params: { consumer_key: '{consumer_key}', consumer_secret: '{consumer_secret}' },
        reason: 'Some hosts drop the Authorization header; the REST API documentation names no other way.',
      },
    },
    rateLimits: [{ scope: 'host', limit: 1, perSeconds: 1, concurrency: 1 }],
  },
  connectionTest: { request: { url: '/orders', params: { per_page: '1' } } },
  dataTypes: [
    {
      type: 'COMMERCE_CUSTOMER',
      reads: [
        {
          request: { url: '/customers', params: { orderby: 'id', order: 'asc', role: 'all' } },
          recordPath: '$',
          pagination: { style: 'link_header', size: { param: 'per_page', value: 100 } },
        },
      ],
    },
    {
      type: 'COMMERCE_PRODUCT',
      amountUnit: 'major_string',
      reads: [
        {
          request: { url: '/products', params: { dates_are_gmt: 'true', orderby: 'date', order: 'asc' } },
          recordPath: '$',
          pagination: {
            style: 'page',
            page: { param: 'page' },
            size: { param: 'per_page', value: 100 },
            totalPagesPath: 'header:X-WP-TotalPages',
          },
          incremental: modifiedSince,
        },
      ],
    },
  ],
};
