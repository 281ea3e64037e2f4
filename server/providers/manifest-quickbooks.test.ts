import { describe, expect, it } from 'vitest';
import { quickbooksManifest } from '@/server/testing/manifest-quickbooks.ts';
import { oauthOf, type Quirks, readOf } from '@/server/testing/quirks.ts';
import { providerManifestSchema } from './manifest.ts';

const quirks: Quirks = [
  [
    'the company id arrives on the callback, not in the token answer',
    (manifest) => oauthOf(manifest).callback.extraParams[0],
    expect.objectContaining({
      name: 'realmId',
      keepAs: 'realm_id',
      required: true,
      pattern: '^[0-9]{1,30}$',
    }),
  ],
  [
    'and is the account',
    (manifest) => oauthOf(manifest).account,
    expect.objectContaining({ from: 'callback', id: 'realm_id' }),
  ],
  [
    'and is in every path',
    (manifest) => readOf(manifest, 'INVOICE')?.request.url,
    '/v3/company/{realm_id}/query',
  ],
  [
    'the previous refresh token stays usable for a short time',
    (manifest) => oauthOf(manifest).refresh,
    expect.objectContaining({ kind: 'rotating', previousUsable: { until: 'time', seconds: null } }),
  ],
  [
    'the refresh token rolls over 100 days',
    (manifest) => oauthOf(manifest).refreshTokenLifetimeSeconds,
    100 * 86_400,
  ],
  [
    'the consent ends after five years',
    (manifest) => oauthOf(manifest).consentLifetimeSeconds,
    5 * 365 * 86_400,
  ],
  [
    'the lifetime of the refresh token has a field of its own',
    (manifest) => oauthOf(manifest).tokenResponse.refreshExpiresInField,
    'x_refresh_token_expires_in',
  ],
  [
    'which only comes when a header asks for it',
    (manifest) => oauthOf(manifest).tokenRequest.headers,
    { 'x-include-refresh-token-hard-expires-in': 'true' },
  ],
  [
    'the API answers XML unless asked for JSON',
    (manifest) => manifest.api.headers.Accept,
    'application/json',
  ],
  [
    'development keys need another host',
    (manifest) => manifest.environments[0]?.baseUrls,
    { quickbooks_base_url: 'https://sandbox-quickbooks.api.intuit.com' },
  ],
  [
    'redirect URIs are https, or localhost',
    (manifest) => oauthOf(manifest).redirectUri.requires,
    'https_or_loopback',
  ],
  [
    'revocation is JSON with client basic authentication',
    (manifest) => oauthOf(manifest).revocation,
    expect.objectContaining({
      kind: 'rfc7009',
      encoding: 'json',
      clientAuth: 'client_secret_basic',
      sendTokenTypeHint: false,
    }),
  ],
  [
    'disconnecting at the provider calls us',
    (manifest) => oauthOf(manifest).disconnectNotice,
    { method: 'GET', accountParameter: 'realmId' },
  ],
  [
    'there is a discovery document',
    (manifest) => oauthOf(manifest).discoveryUrl,
    'https://developer.api.intuit.com/.well-known/openid_configuration',
  ],
  [
    'records come by a query language, the page inside its text, from 1',
    (manifest) => readOf(manifest, 'CUSTOMER')?.pagination,
    expect.objectContaining({ style: 'offset', first: 1, offset: { in: 'template', param: 'offset' } }),
  ],
  [
    'reports have a limit of their own',
    (manifest) => manifest.api.rateLimits[1],
    expect.objectContaining({ limit: 200, dataTypes: ['FINANCIAL_STATEMENT'] }),
  ],
  ['ten calls at once per company', (manifest) => manifest.api.rateLimits[0]?.concurrency, 10],
];

describe('the manifest of quickbooks', () => {
  const manifest = providerManifestSchema.parse(quickbooksManifest);

  it.each(quirks)('says that %s', (_quirk, says, what) => {
    expect(says(manifest)).toEqual(what);
  });
});
