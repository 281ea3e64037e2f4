import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

/** The bank of the sandbox: OAuth with rotating refresh tokens, several connections per user. */
export const manifest: ProviderManifestInput = {
  name: 'sandbox_openbanking',
  displayName: 'Sandbox Bank',
  category: 'OPEN_BANKING',
  connects: ['company', 'person'],
  homepage: null,
  docsUrl: null,
  logo: 'logo.svg',
  access: 'read',
  sandbox: true,
  auth: {
    kind: 'oauth2_authorization_code',
    issuer: '{sandbox_url}',
    authorizationEndpoint: '{sandbox_url}/authorize',
    tokenEndpoint: '{sandbox_url}/token',
    authorizationResponseIss: true,
    client: { from: 'fixed', id: 'sandbox_openbanking', secret: 'sandbox-secret-sandbox_openbanking' },
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
    {
      type: 'BANK_ACCOUNT',
      scopes: ['accounts'],
      amountUnit: 'major_string',
      reads: [{ request: { url: '/bank/accounts' }, recordPath: 'accounts' }],
    },
    {
      type: 'BANK_TRANSACTION',
      scopes: ['transactions'],
      dependsOn: ['BANK_ACCOUNT'],
      amountUnit: 'major_string',
      reads: [
        {
          request: { url: '/bank/transactions', params: { account_id: '{bank_account_id}' } },
          forEach: { type: 'BANK_ACCOUNT', field: 'id', as: 'bank_account_id' },
          recordPath: 'transactions',
          pagination: {
            style: 'cursor',
            cursor: { param: 'cursor' },
            size: { param: 'limit', value: 1000 },
            nextPath: 'next_cursor',
            hasMorePath: 'has_more',
          },
          incremental: {
            by: 'time',
            since: { param: 'updated_since' },
            format: 'iso8601',
            filtersOn: 'updated_at',
            // Withdrawn transactions come as {id, deleted: true}.
            missesDeleted: false,
          },
        },
      ],
    },
  ],
};
