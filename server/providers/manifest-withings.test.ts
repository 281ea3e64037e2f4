import { describe, expect, it } from 'vitest';
import { withingsManifest } from '@/server/testing/manifest-withings.ts';
import { oauthOf, type Quirks, readOf } from '@/server/testing/quirks.ts';
import { providerManifestSchema } from './manifest.ts';

const quirks: Quirks = [
  [
    'the token request has an action and carries the client its own way',
    (manifest) => [oauthOf(manifest).tokenEndpointAuthMethod, oauthOf(manifest).tokenRequest.extraParams],
    ['custom', { action: 'requesttoken', client_id: '{client_id}', client_secret: '{client_secret}' }],
  ],
  ['the token answer is nested', (manifest) => oauthOf(manifest).tokenResponse.root, 'body'],
  [
    'errors are HTTP 200 with a status in the body',
    (manifest) => oauthOf(manifest).tokenResponse.errorIn200,
    {
      path: 'status',
      success: [0],
      meanings: { '401': 'invalid_grant', '503': 'invalid_request', '601': 'rate_limited' },
    },
  ],
  ['in the API too', (manifest) => manifest.api.errorIn200?.meanings['601'], 'rate_limited'],
  [
    'the user id is in the token answer',
    (manifest) => oauthOf(manifest).account,
    expect.objectContaining({ from: 'token_response', idPath: 'body.userid' }),
  ],
  ['the code lives 30 seconds', (manifest) => oauthOf(manifest).codeLifetimeSeconds, 30],
  [
    'the old refresh token ends after 8 hours or when the new access token is used',
    (manifest) => oauthOf(manifest).refresh,
    expect.objectContaining({
      previousUsable: { until: 'replacement_used', replacement: 'access_token', seconds: 8 * 3600 },
    }),
  ],
  [
    'signed requests need a nonce from a request that is signed itself',
    (manifest) => manifest.computedValues.map(({ name, from }) => [name, from]),
    [
      ['timestamp', 'unix_time'],
      ['nonce_signature', 'hmac_sha256'],
      ['nonce', 'request'],
      ['revoke_signature', 'hmac_sha256'],
    ],
  ],
  [
    'revocation is such a request',
    (manifest) => oauthOf(manifest).revocation,
    expect.objectContaining({
      kind: 'request',
      request: expect.objectContaining({
        body: {
          encoding: 'form',
          fields: {
            action: 'revoke',
            client_id: '{client_id}',
            userid: '{user_id}',
            nonce: '{nonce}',
            signature: '{revoke_signature}',
          },
        },
      }),
    }),
  ],
  ['scopes are separated by commas', (manifest) => oauthOf(manifest).scopes.separator, ','],
  ['PKCE is not accepted', (manifest) => oauthOf(manifest).pkce, 'none'],
  [
    'data is read by POST forms, since a Unix time',
    (manifest) => [
      readOf(manifest, 'BODY_MEASUREMENT')?.request.method,
      readOf(manifest, 'BODY_MEASUREMENT')?.incremental,
    ],
    ['POST', expect.objectContaining({ since: { in: 'body', param: 'lastupdate' }, format: 'unix_seconds' })],
  ],
];

describe('the manifest of withings', () => {
  const manifest = providerManifestSchema.parse(withingsManifest);

  it.each(quirks)('says that %s', (_quirk, says, what) => {
    expect(says(manifest)).toEqual(what);
  });
});
