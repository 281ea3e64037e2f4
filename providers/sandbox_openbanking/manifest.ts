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
    { type: 'BANK_ACCOUNT', scopes: ['accounts'] },
    { type: 'BANK_TRANSACTION', scopes: ['transactions'], dependsOn: ['BANK_ACCOUNT'] },
  ],
};
