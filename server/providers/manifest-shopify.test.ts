import { describe, expect, it } from 'vitest';
import { manifest as shopifyManifest } from '@/providers/shopify/manifest.ts';
import { oauthOf, type Quirks, readOf } from '@/server/testing/quirks.ts';
import { providerManifestSchema } from './manifest.ts';

const quirks: Quirks = [
  [
    'the host is asked first, and forgives people who type all of it',
    (manifest) => oauthOf(manifest).inputs[0],
    expect.objectContaining({ name: 'shop', suffix: '.myshopify.com', pattern: '^[a-z0-9][a-z0-9-]*$' }),
  ],
  [
    'and is in the end points',
    (manifest) => manifest.baseUrls.shopify_base_url,
    'https://{shop}.myshopify.com',
  ],
  [
    'the callback is signed over the sorted query',
    (manifest) => oauthOf(manifest).callback.signature,
    {
      algorithm: 'hmac-sha256',
      parameter: 'hmac',
      encoding: 'hex',
      key: 'client_secret',
      excluded: ['hmac', 'signature'],
      timestampParameter: 'timestamp',
      maxAgeSeconds: 90,
    },
  ],
  [
    'the shop on the callback is checked before it is a host',
    (manifest) => oauthOf(manifest).callback.extraParams[0],
    expect.objectContaining({
      pattern: '^([a-zA-Z0-9][a-zA-Z0-9-]*)\\.myshopify\\.com$',
      keepGroup: true,
      mustEqualInput: 'shop',
    }),
  ],
  [
    'the token request is JSON, asks for an expiring token, and wants no grant_type or redirect_uri',
    (manifest) => oauthOf(manifest).tokenRequest,
    expect.objectContaining({
      encoding: 'json',
      codeExchangeParams: { expiring: '1' },
      omit: ['grant_type', 'redirect_uri'],
    }),
  ],
  [
    'the token answer has no token_type',
    (manifest) => oauthOf(manifest).tokenResponse.tokenTypeDefault,
    'bearer',
  ],
  [
    'the life of the refresh token is in the answer',
    (manifest) => oauthOf(manifest).tokenResponse.refreshExpiresInField,
    'refresh_token_expires_in',
  ],
  [
    'the previous refresh token works until the new one is used',
    (manifest) => oauthOf(manifest).refresh,
    expect.objectContaining({
      previousUsable: { until: 'replacement_used', replacement: 'refresh_token', seconds: null },
    }),
  ],
  [
    'writing implies reading',
    (manifest) => oauthOf(manifest).scopes.impliedByPrefix,
    { granted: 'write_', covers: 'read_' },
  ],
  ['scopes are separated by commas', (manifest) => oauthOf(manifest).scopes.separator, ','],
  ['PKCE is not accepted', (manifest) => oauthOf(manifest).pkce, 'none'],
  [
    'a visit that starts at the provider has nobody to connect for',
    (manifest) => oauthOf(manifest).callback.startedAtProvider,
    { kind: 'refused' },
  ],
  [
    'the token has a header of its own',
    (manifest) => manifest.api.authentication,
    { kind: 'headers', headers: { 'X-Shopify-Access-Token': '{access_token}' } },
  ],
  [
    'disconnecting uninstalls the app',
    (manifest) => oauthOf(manifest).revocation,
    expect.objectContaining({
      kind: 'request',
      effect: 'app_uninstalled',
      request: expect.objectContaining({ method: 'DELETE', url: '/admin/api_permissions/current.json' }),
    }),
  ],
  [
    'throttling is HTTP 200',
    (manifest) => manifest.api.errorIn200?.meanings,
    expect.objectContaining({ THROTTLED: 'rate_limited' }),
  ],
  [
    'limits count points, and the answer tells what is left',
    (manifest) => manifest.api.rateLimits[0],
    expect.objectContaining({
      unit: 'points',
      remainingPath: 'extensions.cost.throttleStatus.currentlyAvailable',
    }),
  ],
  [
    'the API version is for the operator to move',
    (manifest) => manifest.settings.find(({ name }) => name === 'api_version')?.default,
    '2026-07',
  ],
  [
    'old orders need a scope that must be granted by the provider',
    (manifest) => manifest.dataTypes.find(({ type }) => type === 'COMMERCE_ORDER')?.optionalScopes,
    [{ scope: 'read_all_orders', setting: 'all_orders' }],
  ],
  [
    'pages are cursors inside a GraphQL body',
    (manifest) => readOf(manifest, 'COMMERCE_ORDER')?.pagination,
    expect.objectContaining({
      style: 'cursor',
      cursor: { in: 'body', param: 'variables.after' },
      hasMorePath: 'data.orders.pageInfo.hasNextPage',
    }),
  ],
];

describe('the manifest of shopify', () => {
  const manifest = providerManifestSchema.parse(shopifyManifest);

  it.each(quirks)('says that %s', (_quirk, says, what) => {
    expect(says(manifest)).toEqual(what);
  });
});
