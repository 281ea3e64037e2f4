import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

const query = (entity: string) => ({
  request: {
    url: '/v3/company/{realm_id}/query',
    params: {
      query: `SELECT * FROM ${entity} WHERE MetaData.LastUpdatedTime > '{since}' ORDERBY MetaData.LastUpdatedTime STARTPOSITION {offset} MAXRESULTS {size}`,
      minorversion: '75',
    },
  },
  recordPath: `QueryResponse.${entity}`,
  leavesOutEmptyList: true,
  pagination: {
    style: 'offset' as const,
    offset: { in: 'template' as const, param: 'offset' },
    first: 1,
    size: { in: 'template' as const, param: 'size', value: 1000 },
    shortPage: true,
  },
  incremental: {
    by: 'time' as const,
    since: { in: 'template' as const, param: 'since' },
    format: 'iso8601' as const,
    filtersOn: 'MetaData.LastUpdatedTime',
  },
});

/** QuickBooks Online, to prove the shape of manifests: company id on the callback, JSON revocation, SQL-like reads. */
export const quickbooksManifest: ProviderManifestInput = {
  name: 'quickbooks',
  displayName: 'QuickBooks Online',
  category: 'ACCOUNTING',
  connects: ['company'],
  homepage: 'https://quickbooks.intuit.com',
  docsUrl:
    'https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0',
  logo: 'logo.svg',
  access: 'read_write',
  operatorNotes: [
    {
      en: 'Development keys only reach sandbox companies, production keys only production companies.',
      fr: 'Les clés de développement n’ouvrent que les entreprises de test, celles de production que les vraies.',
    },
  ],
  operatorConfig: [
    { name: 'client_id', label: { en: 'Client ID', fr: 'Identifiant client' }, secret: false },
    { name: 'client_secret', label: { en: 'Client secret', fr: 'Secret client' }, secret: true },
  ],
  baseUrls: { quickbooks_base_url: 'https://quickbooks.api.intuit.com' },
  environments: [
    { name: 'sandbox', baseUrls: { quickbooks_base_url: 'https://sandbox-quickbooks.api.intuit.com' } },
  ],
  auth: {
    kind: 'oauth2_authorization_code',
    authorizationEndpoint: 'https://appcenter.intuit.com/connect/oauth2',
    tokenEndpoint: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
    discoveryUrl: 'https://developer.api.intuit.com/.well-known/openid_configuration',
    tokenEndpointAuthMethod: 'client_secret_basic',
    tokenRequest: { headers: { 'x-include-refresh-token-hard-expires-in': 'true' } },
    tokenResponse: { refreshExpiresInField: 'x_refresh_token_expires_in' },
    pkce: 'S256',
    redirectUri: { requires: 'https_or_loopback' },
    callback: { extraParams: [{ name: 'realmId', keepAs: 'realm_id', pattern: '^[0-9]{1,30}$' }] },
    disconnectNotice: { method: 'GET', accountParameter: 'realmId' },
    account: {
      from: 'callback',
      id: 'realm_id',
      labelRequest: {
        request: { url: '/v3/company/{realm_id}/companyinfo/{realm_id}', params: { minorversion: '75' } },
        path: 'CompanyInfo.CompanyName',
      },
    },
    accessTokenLifetimeSeconds: 3600,
    refresh: { kind: 'rotating', previousUsable: { until: 'time', seconds: null } },
    refreshTokenLifetimeSeconds: 8_640_000,
    consentLifetimeSeconds: 157_680_000,
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
      encoding: 'json',
      sendTokenTypeHint: false,
      clientAuth: 'client_secret_basic',
    },
  },
  api: {
    baseUrl: '{quickbooks_base_url}',
    authentication: { kind: 'bearer' },
    headers: { Accept: 'application/json' },
    rateLimits: [
      { scope: 'account', limit: 500, perSeconds: 60, concurrency: 10 },
      { scope: 'account', limit: 200, perSeconds: 60, dataTypes: ['FINANCIAL_STATEMENT'] },
    ],
  },
  connectionTest: {
    request: { url: '/v3/company/{realm_id}/companyinfo/{realm_id}', params: { minorversion: '75' } },
  },
  dataTypes: [
    {
      type: 'COMPANY_PROFILE',
      scopes: ['com.intuit.quickbooks.accounting'],
      reads: [
        {
          request: { url: '/v3/company/{realm_id}/companyinfo/{realm_id}', params: { minorversion: '75' } },
          recordPath: 'CompanyInfo',
        },
      ],
    },
    {
      type: 'CUSTOMER',
      scopes: ['com.intuit.quickbooks.accounting'],
      amountUnit: 'major_number',
      reads: [query('Customer')],
    },
    {
      type: 'INVOICE',
      scopes: ['com.intuit.quickbooks.accounting'],
      amountUnit: 'major_number',
      reads: [query('Invoice')],
    },
    {
      type: 'FINANCIAL_STATEMENT',
      scopes: ['com.intuit.quickbooks.accounting'],
      reads: [
        {
          request: {
            url: '/v3/company/{realm_id}/reports/BalanceSheet',
            params: { accounting_method: 'Accrual', minorversion: '75' },
          },
          recordPath: 'Rows.Row',
        },
      ],
    },
  ],
};
