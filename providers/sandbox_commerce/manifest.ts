import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

/** The shop of the sandbox: OAuth with rotating refresh tokens, one connection per user. */
export const manifest: ProviderManifestInput = {
  name: 'sandbox_commerce',
  displayName: 'Sandbox Shop',
  category: 'E_COMMERCE',
  connects: ['company'],
  homepage: null,
  docsUrl: null,
  logo: 'logo.svg',
  access: 'read',
  unique: true,
  sandbox: true,
  auth: {
    kind: 'oauth2_authorization_code',
    issuer: '{sandbox_url}',
    authorizationEndpoint: '{sandbox_url}/authorize',
    tokenEndpoint: '{sandbox_url}/token',
    authorizationResponseIss: true,
    client: { from: 'fixed', id: 'sandbox_commerce', secret: 'sandbox-secret-sandbox_commerce' },
    tokenEndpointAuthMethod: 'client_secret_basic',
    pkce: 'S256',
    scopes: { offline: 'offline_access' },
    account: {
      from: 'request',
      request: { url: '{sandbox_url}/account' },
      idPath: 'id',
      labelPath: 'name',
    },
    refresh: { kind: 'rotating' },
    revocation: { kind: 'rfc7009', endpoint: '{sandbox_url}/revoke' },
  },
  api: { baseUrl: '{sandbox_url}', authentication: { kind: 'bearer' } },
  // Each path of the shop pages in another way, so that all of them are tried.
  dataTypes: [
    {
      type: 'COMMERCE_LOCATION',
      scopes: ['locations'],
      reads: [{ request: { url: '/shop/locations' }, recordPath: 'locations' }],
    },
    {
      type: 'COMMERCE_CUSTOMER',
      scopes: ['customers'],
      reads: [
        {
          request: { url: '/shop/customers' },
          recordPath: 'customers',
          pagination: {
            style: 'next_token',
            cursor: { param: 'page_token' },
            size: { param: 'limit', value: 100 },
            nextPath: 'next_page_token',
          },
          incremental: { by: 'token', tokenPath: 'next_sync_token', token: { param: 'sync_token' } },
        },
      ],
    },
    {
      type: 'COMMERCE_PRODUCT',
      scopes: ['products'],
      dependsOn: ['COMMERCE_LOCATION'],
      amountUnit: 'major_string',
      reads: [
        {
          request: { url: '/shop/products' },
          recordPath: 'products',
          pagination: {
            style: 'page',
            page: { param: 'page' },
            size: { param: 'per_page', value: 20 },
            totalPagesPath: 'total_pages',
          },
        },
      ],
    },
    {
      type: 'COMMERCE_TRANSACTION',
      scopes: ['payments'],
      amountUnit: 'major_string',
      reads: [
        {
          request: { url: '/shop/payments' },
          recordPath: 'data',
          pagination: {
            style: 'link_body',
            nextLinkPath: 'links.next',
            size: { param: 'limit', value: 200 },
          },
        },
        {
          request: { url: '/shop/refunds' },
          recordPath: 'data',
          pagination: {
            style: 'offset',
            offset: { param: 'offset' },
            size: { param: 'limit', value: 50 },
            totalRecordsPath: 'total_count',
          },
        },
        {
          request: { url: '/shop/payouts' },
          recordPath: 'data',
          pagination: {
            style: 'page',
            page: { param: 'page' },
            size: { param: 'per_page', value: 50 },
            nextPath: 'meta.next_page',
          },
        },
        { request: { url: '/shop/fees' }, recordPath: 'data' },
      ],
    },
    {
      type: 'COMMERCE_ORDER',
      scopes: ['orders'],
      dependsOn: ['COMMERCE_CUSTOMER', 'COMMERCE_TRANSACTION'],
      amountUnit: 'major_string',
      reads: [
        {
          request: { url: '/shop/orders' },
          recordPath: '$',
          pagination: { style: 'link_header', size: { param: 'limit', value: 100 } },
          incremental: {
            by: 'time',
            since: { param: 'updated_since' },
            format: 'iso8601',
            filtersOn: 'updated_at',
          },
        },
      ],
    },
    {
      type: 'COMMERCE_BALANCE',
      scopes: ['balance'],
      amountUnit: 'major_string',
      reads: [{ request: { url: '/shop/balance' }, recordPath: 'balances' }],
    },
    {
      type: 'COMMERCE_DISPUTE',
      scopes: ['disputes'],
      dependsOn: ['COMMERCE_TRANSACTION'],
      amountUnit: 'major_string',
      reads: [
        {
          request: { url: '/shop/disputes' },
          recordPath: 'data',
          pagination: {
            style: 'cursor',
            cursor: { param: 'starting_after' },
            size: { param: 'limit', value: 20 },
            nextFromLastRecord: 'id',
            hasMorePath: 'has_more',
          },
        },
      ],
    },
    {
      type: 'COMMERCE_SUBSCRIPTION',
      scopes: ['subscriptions'],
      amountUnit: 'major_string',
      reads: [
        {
          request: { url: '/shop/subscriptions' },
          recordPath: '$',
          pagination: {
            style: 'page',
            page: { param: 'page' },
            first: 0,
            size: { param: 'size', value: 20 },
            shortPage: true,
          },
        },
      ],
    },
    {
      type: 'COMMERCE_TRANSACTIONS_INSIGHT',
      scopes: ['payments'],
      dependsOn: ['COMMERCE_TRANSACTION'],
    },
  ],
};
