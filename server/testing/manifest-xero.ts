import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

/** Xero, to prove the shape of manifests: the person picks an organisation after the token, granular scopes. */
export const xeroManifest: ProviderManifestInput = {
  name: 'xero',
  displayName: 'Xero',
  category: 'ACCOUNTING',
  connects: ['company'],
  homepage: 'https://www.xero.com',
  docsUrl: 'https://developer.xero.com/documentation/guides/oauth2/auth-flow',
  logo: 'logo.svg',
  access: 'read',
  operatorNotes: [
    {
      en: 'An uncertified app can only connect a small number of organisations.',
      fr: 'Une application non certifiée ne peut connecter que peu d’organisations.',
    },
  ],
  operatorConfig: [
    { name: 'client_id', label: { en: 'Client ID', fr: 'Identifiant client' }, secret: false },
    { name: 'client_secret', label: { en: 'Client secret', fr: 'Secret client' }, secret: true },
  ],
  auth: {
    kind: 'oauth2_authorization_code',
    issuer: 'https://identity.xero.com',
    authorizationEndpoint: 'https://login.xero.com/identity/connect/authorize',
    tokenEndpoint: 'https://identity.xero.com/connect/token',
    tokenEndpointAuthMethod: 'client_secret_basic',
    pkce: 'S256',
    scopes: { always: ['openid'], offline: 'offline_access', additive: true },
    account: { from: 'choice' },
    accountChoice: {
      request: { url: 'https://api.xero.com/connections', headers: { Accept: 'application/json' } },
      filter: { path: 'tenantType', equals: 'ORGANISATION' },
      idPath: 'tenantId',
      labelPath: 'tenantName',
      keepAs: 'tenant_id',
      keep: [{ path: 'id', keepAs: 'xero_connection_id' }],
      justGranted: { path: 'authEventId', accessTokenClaim: 'authentication_event_id' },
      removal: { method: 'DELETE', url: 'https://api.xero.com/connections/{xero_connection_id}' },
    },
    accessTokenLifetimeSeconds: 1800,
    refresh: { kind: 'rotating', previousUsable: { until: 'time', seconds: 1800 } },
    refreshTokenLifetimeSeconds: 5_184_000,
    revocation: { kind: 'rfc7009', endpoint: 'https://identity.xero.com/connect/revocation' },
  },
  api: {
    baseUrl: 'https://api.xero.com/api.xro/2.0',
    authentication: { kind: 'bearer' },
    headers: { Accept: 'application/json', 'Xero-Tenant-Id': '{tenant_id}' },
    rateLimits: [
      { scope: 'account', limit: 60, perSeconds: 60, concurrency: 5 },
      { scope: 'account', limit: 5000, perSeconds: 86_400 },
      { scope: 'application', limit: 10_000, perSeconds: 60 },
    ],
  },
  connectionTest: { request: { url: 'https://api.xero.com/connections' } },
  dataTypes: [
    {
      type: 'COMPANY_PROFILE',
      scopes: ['accounting.settings.read'],
      reads: [{ request: { url: '/Organisation' }, recordPath: 'Organisations' }],
    },
    {
      type: 'BANK_ACCOUNT',
      scopes: ['accounting.settings.read'],
      reads: [{ request: { url: '/Accounts', params: { where: 'Type=="BANK"' } }, recordPath: 'Accounts' }],
    },
    {
      type: 'BANK_TRANSACTION',
      scopes: ['accounting.banktransactions.read'],
      alsoCoveredBy: [['accounting.banktransactions'], ['accounting.transactions']],
      dependsOn: ['BANK_ACCOUNT'],
      amountUnit: 'major_number',
      reads: [
        {
          request: { url: '/BankTransactions' },
          recordPath: 'BankTransactions',
          pagination: {
            style: 'page',
            page: { param: 'page' },
            size: { param: 'pageSize', value: 1000 },
            totalPagesPath: 'pagination.pageCount',
          },
          incremental: {
            by: 'time',
            since: { in: 'header', param: 'If-Modified-Since' },
            format: 'iso8601_without_zone',
            filtersOn: 'UpdatedDateUTC',
          },
        },
      ],
    },
    {
      type: 'JOURNAL_ENTRY',
      scopes: ['accounting.journals.read'],
      amountUnit: 'major_number',
      reads: [
        {
          request: { url: '/Journals' },
          recordPath: 'Journals',
          pagination: {
            style: 'cursor',
            cursor: { param: 'offset' },
            nextFromLastRecord: 'JournalNumber',
          },
        },
      ],
    },
  ],
};
