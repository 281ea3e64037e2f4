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
  dataTypes: [
    { type: 'COMMERCE_LOCATION', scopes: ['locations'] },
    { type: 'COMMERCE_CUSTOMER', scopes: ['customers'] },
    { type: 'COMMERCE_PRODUCT', scopes: ['products'], dependsOn: ['COMMERCE_LOCATION'] },
    { type: 'COMMERCE_TRANSACTION', scopes: ['payments'] },
    {
      type: 'COMMERCE_ORDER',
      scopes: ['orders'],
      dependsOn: ['COMMERCE_CUSTOMER', 'COMMERCE_TRANSACTION'],
    },
    { type: 'COMMERCE_BALANCE', scopes: ['balance'] },
    { type: 'COMMERCE_DISPUTE', scopes: ['disputes'], dependsOn: ['COMMERCE_TRANSACTION'] },
    { type: 'COMMERCE_SUBSCRIPTION', scopes: ['subscriptions'] },
    {
      type: 'COMMERCE_TRANSACTIONS_INSIGHT',
      scopes: ['payments'],
      dependsOn: ['COMMERCE_TRANSACTION'],
    },
  ],
};
