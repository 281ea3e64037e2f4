import type { ProviderManifestInput } from '@/server/providers/manifest.ts';

const getNonce = {
  method: 'POST' as const,
  url: '/v2/signature',
  authentication: 'none' as const,
  body: {
    encoding: 'form' as const,
    fields: {
      action: 'getnonce',
      client_id: '{client_id}',
      timestamp: '{timestamp}',
      signature: '{nonce_signature}',
    },
  },
};

/** Withings, to prove the shape of manifests: `action` parameters, errors with HTTP 200, signed requests. */
export const withingsManifest: ProviderManifestInput = {
  name: 'withings',
  displayName: 'Withings',
  category: 'HEALTH_FITNESS',
  connects: ['person'],
  homepage: 'https://www.withings.com',
  docsUrl: 'https://developer.withings.com/api-reference',
  logo: 'logo.svg',
  access: 'read',
  operatorConfig: [
    { name: 'client_id', label: { en: 'Client ID', fr: 'Identifiant client' }, secret: false },
    { name: 'client_secret', label: { en: 'Client secret', fr: 'Secret client' }, secret: true },
  ],
  computedValues: [
    { from: 'unix_time', name: 'timestamp' },
    {
      from: 'hmac_sha256',
      name: 'nonce_signature',
      key: '{client_secret}',
      message: 'getnonce,{client_id},{timestamp}',
    },
    { from: 'request', name: 'nonce', request: getNonce, path: 'body.nonce' },
    {
      from: 'hmac_sha256',
      name: 'revoke_signature',
      key: '{client_secret}',
      message: 'revoke,{client_id},{nonce}',
    },
  ],
  auth: {
    kind: 'oauth2_authorization_code',
    authorizationEndpoint: 'https://account.withings.com/oauth2_user/authorize2',
    tokenEndpoint: 'https://wbsapi.withings.net/v2/oauth2',
    tokenEndpointAuthMethod: 'custom',
    pkce: 'none',
    scopes: { separator: ',', always: ['user.info'] },
    codeLifetimeSeconds: 30,
    tokenRequest: {
      extraParams: {
        action: 'requesttoken',
        client_id: '{client_id}',
        client_secret: '{client_secret}',
      },
    },
    tokenResponse: {
      root: 'body',
      errorIn200: {
        path: 'status',
        success: [0],
        meanings: { '401': 'invalid_grant', '503': 'invalid_request', '601': 'rate_limited' },
      },
      keep: [{ path: 'body.userid', keepAs: 'user_id' }],
    },
    account: { from: 'token_response', idPath: 'body.userid' },
    accessTokenLifetimeSeconds: 10_800,
    refresh: {
      kind: 'rotating',
      previousUsable: { until: 'replacement_used', replacement: 'access_token', seconds: 28_800 },
    },
    refreshTokenLifetimeSeconds: 31_536_000,
    revocation: {
      kind: 'request',
      request: {
        method: 'POST',
        url: '/v2/oauth2',
        authentication: 'none',
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
      },
    },
  },
  api: {
    baseUrl: 'https://wbsapi.withings.net',
    authentication: { kind: 'bearer' },
    errorIn200: { path: 'status', success: [0], meanings: { '401': 'unauthorized', '601': 'rate_limited' } },
    rateLimits: [{ scope: 'application', limit: 120, perSeconds: 60 }],
  },
  connectionTest: {
    request: {
      method: 'POST',
      url: '/v2/user',
      body: { encoding: 'form', fields: { action: 'getdevice' } },
    },
  },
  dataTypes: [
    {
      type: 'BODY_MEASUREMENT',
      scopes: ['user.metrics'],
      reads: [
        {
          request: {
            method: 'POST',
            url: '/measure',
            body: { encoding: 'form', fields: { action: 'getmeas', category: '1' } },
          },
          recordPath: 'body.measuregrps',
          pagination: {
            style: 'offset',
            offset: { in: 'body', param: 'offset' },
            nextPath: 'body.offset',
            hasMorePath: 'body.more',
          },
          incremental: {
            by: 'time',
            since: { in: 'body', param: 'lastupdate' },
            format: 'unix_seconds',
            filtersOn: 'modified',
          },
        },
      ],
    },
  ],
};
