import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

/** Qonto, business bank: OAuth with refresh tokens that change at each use; one connection is one organization. */
export const manifest: ProviderManifestInput = {
  name: 'qonto',
  displayName: 'Qonto',
  category: 'BANK',
  connects: ['company'],
  homepage: 'https://qonto.com',
  docsUrl: 'https://docs.qonto.com/get-started/business-api/authentication/oauth/oauth-flow',
  logo: 'logo.svg',
  access: 'read',
  operatorNotes: [
    {
      en: 'The user picks one organization at Qonto: a connection is that one.',
      fr: 'L’utilisateur choisit une organisation chez Qonto : une connexion est celle-là.',
    },
    {
      en: 'An access that is not used for 90 days ends, and the user has to allow again.',
      fr: 'Un accès inutilisé pendant 90 jours prend fin, et l’utilisateur doit l’autoriser de nouveau.',
    },
    {
      en: 'Qonto offers no way to revoke: disconnecting erases the tokens here, and the user removes the access in the Qonto app.',
      fr: 'Qonto n’offre aucune révocation : la déconnexion efface les jetons ici, et l’utilisateur retire l’accès dans l’application Qonto.',
    },
  ],
  operatorConfig: [
    { name: 'client_id', label: { en: 'Client ID', fr: 'Identifiant client' }, secret: false },
    { name: 'client_secret', label: { en: 'Client secret', fr: 'Secret client' }, secret: true },
  ],
  baseUrls: {
    qonto_oauth_base_url: 'https://oauth.qonto.com',
    qonto_api_base_url: 'https://thirdparty.qonto.com',
  },
  auth: {
    kind: 'oauth2_authorization_code',
    authorizationEndpoint: '{qonto_oauth_base_url}/oauth2/auth',
    tokenEndpoint: '{qonto_oauth_base_url}/oauth2/token',
    tokenEndpointAuthMethod: 'client_secret_post',
    pkce: 'S256',
    scopes: { offline: 'offline_access' },
    codeLifetimeSeconds: 600,
    account: {
      from: 'request',
      request: { url: '/v2/organization' },
      recordPath: 'organization',
      idPath: 'id',
      labelPath: 'name',
    },
    accessTokenLifetimeSeconds: 3600,
    refresh: { kind: 'rotating' },
    refreshTokenLifetimeSeconds: 7_776_000,
    // No revocation endpoint is documented: the person removes the access in the app.
    revocation: { kind: 'none', manualUrl: 'https://app.qonto.com' },
  },
  api: {
    baseUrl: '{qonto_api_base_url}',
    authentication: { kind: 'bearer' },
    headers: { Accept: 'application/json' },
    rateLimits: [
      { scope: 'ip', limit: 1000, perSeconds: 10 },
      { scope: 'ip', limit: 10_000, perSeconds: 600 },
      { scope: 'ip', limit: 200, perSeconds: 3600, onlyStatus: 401 },
    ],
  },
  connectionTest: { request: { url: '/v2/organization' } },
  dataTypes: [
    {
      type: 'COMPANY_PROFILE',
      scopes: ['organization.read'],
      reads: [{ request: { url: '/v2/organization' }, recordPath: 'organization' }],
    },
    {
      type: 'BANK_ACCOUNT',
      scopes: ['organization.read'],
      amountUnit: 'minor',
      reads: [{ request: { url: '/v2/organization' }, recordPath: 'organization.bank_accounts' }],
    },
    {
      type: 'BANK_TRANSACTION',
      scopes: ['organization.read'],
      dependsOn: ['BANK_ACCOUNT'],
      amountUnit: 'minor',
      reads: [
        {
          request: {
            // Only completed ones come by themselves.
            url: '/v2/transactions?status[]=pending&status[]=declined&status[]=completed',
            params: { bank_account_id: '{bank_account_id}', sort_by: 'updated_at:asc' },
          },
          forEach: { type: 'BANK_ACCOUNT', field: 'id', as: 'bank_account_id' },
          recordPath: 'transactions',
          pagination: {
            // A pending payment that settles meanwhile moves to the end: page numbers would then skip another one.
            style: 'key',
            keyPath: 'updated_at',
            from: { param: 'updated_at_from' },
            page: { param: 'page' },
            size: { param: 'per_page', value: 100 },
            nextPath: 'meta.next_page',
          },
          incremental: {
            by: 'time',
            since: { param: 'updated_at_from' },
            format: 'iso8601',
            filtersOn: 'updated_at',
          },
        },
      ],
    },
  ],
};
