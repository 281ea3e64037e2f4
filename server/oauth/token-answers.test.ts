import type { RequestListener } from 'node:http';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  json,
  now,
  type ServerChanges,
  startScriptedOAuthServer,
  text,
  tokens,
} from '@/server/testing/scripted-oauth-server.ts';

/** Token answers that depart from RFC 6749 section 5.1, and what comes out of them. */

const provider = await startScriptedOAuthServer();
beforeEach(provider.reset);
afterAll(provider.close);

/** What is odd, the answer, what comes out of it, and the rule that makes it so. */
const oddAnswers: [string, RequestListener, object, ServerChanges?][] = [
  [
    'a conforming answer',
    json(200, tokens),
    {
      accessToken: 'canary-access',
      refreshToken: 'canary-new',
      tokenType: 'bearer',
      expiresIn: 3600,
      scope: null,
      idTokenClaims: null,
    },
  ],
  ['201', json(201, tokens), { accessToken: 'canary-access' }],
  ['JSON labelled as HTML', text(200, JSON.stringify(tokens)), { accessToken: 'canary-access' }],
  [
    'unknown members',
    json(200, { ...tokens, x: { y: 1 }, __proto__: null }),
    { accessToken: 'canary-access', raw: { x: { y: 1 } } },
  ],
  ['no refresh_token', json(200, { ...tokens, refresh_token: undefined }), { refreshToken: 'canary-old' }],
  ['refresh_token null', json(200, { ...tokens, refresh_token: null }), { refreshToken: 'canary-old' }],
  ['refresh_token empty', json(200, { ...tokens, refresh_token: '' }), { refreshToken: 'canary-old' }],
  ['no expires_in', json(200, { ...tokens, expires_in: undefined }), { expiresIn: null }],
  ['expires_in -1', json(200, { ...tokens, expires_in: -1 }), { expiresIn: null }],
  ['expires_in 0', json(200, { ...tokens, expires_in: 0 }), { expiresIn: null }],
  ['expires_in null', json(200, { ...tokens, expires_in: null }), { expiresIn: null }],
  ['expires_in "3600"', json(200, { ...tokens, expires_in: '3600' }), { expiresIn: 3600 }],
  ['expires_in "soon"', json(200, { ...tokens, expires_in: 'soon' }), { expiresIn: null }],
  ['expires_in 1e300', json(200, { ...tokens, expires_in: 1e300 }), { expiresIn: 3_153_600_000 }],
  [
    'refresh_token_expires_in',
    json(200, { ...tokens, refresh_token_expires_in: '86400' }),
    { refreshTokenExpiresIn: 86_400 },
  ],
  ['scope', json(200, { ...tokens, scope: 'a b' }), { scope: 'a b' }],
  ['scope empty', json(200, { ...tokens, scope: '' }), { scope: '' }],
  ['scope a list', json(200, { ...tokens, scope: ['a', 'b'] }), { scope: 'a b' }],
  [
    'an ID token of a server whose issuer is unknown',
    json(200, { ...tokens, id_token: 'x.y.z' }),
    { idTokenClaims: null },
  ],
  [
    'no token_type',
    json(200, { ...tokens, token_type: undefined }),
    { tokenType: 'bearer' },
    { tokenResponse: { tokenTypeDefault: 'bearer' } },
  ],
  [
    'token_type user',
    json(200, { ...tokens, token_type: 'user' }),
    { tokenType: 'bearer' },
    { tokenResponse: { tokenTypeDefault: 'bearer' } },
  ],
  [
    'a form',
    text(
      200,
      new URLSearchParams({ access_token: 'a', token_type: 'bearer', scope: 'repo,user' }).toString(),
      'application/x-www-form-urlencoded; charset=utf-8',
    ),
    { accessToken: 'a', scope: 'repo user', expiresIn: null },
    { tokenResponse: { scopeSeparator: ',' } },
  ],
  [
    'a form labelled as text',
    text(200, 'access_token=a&token_type=bearer', 'text/plain'),
    { accessToken: 'a' },
    { tokenResponse: { encoding: 'form' } },
  ],
  [
    'a nested answer',
    json(200, { status: 0, body: { ...tokens, userid: 9, scope: 'a,b' } }),
    { accessToken: 'canary-access', scope: 'a b', raw: { status: 0, body: { userid: 9 } } },
    { scopeSeparator: ',', tokenResponse: { root: 'body' } },
  ],
  [
    'expires_at as a date',
    json(200, { ...tokens, expires_in: undefined, expires_at: '2026-11-23T22:30:00Z' }),
    { expiresIn: 3600 },
    { tokenResponse: { expiresAtField: { path: 'expires_at', format: 'iso8601' } } },
  ],
  [
    'expires_at in unix seconds',
    json(200, { ...tokens, expires_in: undefined, expires_at: now.getTime() / 1000 + 60 }),
    { expiresIn: 60 },
    { tokenResponse: { expiresAtField: { path: 'expires_at', format: 'unix_seconds' } } },
  ],
  [
    'expires_at gone by',
    json(200, { ...tokens, expires_in: undefined, expires_at: 1 }),
    { expiresIn: null },
    { tokenResponse: { expiresAtField: { path: 'expires_at', format: 'unix_seconds' } } },
  ],
];

describe('an answer that is odd but usable', () => {
  it.each(oddAnswers)('%s', async (_, listener, expected, changes) => {
    provider.answer = listener;
    expect(await provider.refresh(changes)).toMatchObject(expected);
  });

  it('of a code exchange without refresh_token leaves none', async () => {
    provider.answer = json(200, { ...tokens, refresh_token: undefined });
    expect((await provider.exchange({ code: 'c' })).refreshToken).toBeNull();
  });

  it('with an ID token of another issuer is refused', async () => {
    const claims = { iss: 'https://evil.example', aud: 'client', sub: '1', iat: 1, exp: 9e9 };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    provider.answer = json(200, { ...tokens, id_token: `${part({ alg: 'RS256' })}.${part(claims)}.AAAA` });
    await expect(provider.refresh({ issuer: 'https://issuer.example' })).rejects.toMatchObject({
      kind: 'bad_answer',
    });
  });
});

describe('a provider that says "error" with status 200', () => {
  const withings: ServerChanges = {
    tokenResponse: {
      root: 'body',
      errorIn200: {
        path: 'status',
        success: [0],
        codePath: null,
        meanings: { 401: 'invalid_grant', 503: 'invalid_request', 601: 'rate_limited' },
      },
    },
  };
  const github: ServerChanges = {
    tokenResponse: {
      errorIn200: {
        path: 'error',
        success: null,
        codePath: null,
        meanings: { bad_refresh_token: 'invalid_grant', incorrect_client_credentials: 'invalid_client' },
      },
    },
  };
  const slack: ServerChanges = {
    tokenResponse: {
      errorIn200: {
        path: 'ok',
        success: [true],
        codePath: 'error',
        meanings: { token_revoked: 'invalid_grant' },
      },
    },
  };

  it.each<[string, ServerChanges, object, string, string]>([
    ['an inherited name', slack, { ok: false, error: 'constructor' }, 'transient', 'constructor'],
    ['withings, token gone', withings, { status: 401, body: {} }, 'invalid_grant', '401'],
    ['withings, wrong request', withings, { status: 503 }, 'client_config', '503'],
    ['withings, too many requests', withings, { status: 601 }, 'transient', '601'],
    ['withings, unknown', withings, { status: 2554 }, 'transient', '2554'],
    ['github, token gone', github, { error: 'bad_refresh_token' }, 'invalid_grant', 'bad_refresh_token'],
    [
      'github, wrong secret',
      github,
      { error: 'incorrect_client_credentials' },
      'client_config',
      'incorrect_client_credentials',
    ],
    ['slack, token gone', slack, { ok: false, error: 'token_revoked' }, 'invalid_grant', 'token_revoked'],
    ['slack, unknown', slack, { ok: false, error: 'fatal_error' }, 'transient', 'fatal_error'],
  ])('%s', async (_, changes, body, kind, providerError) => {
    provider.answer = json(200, body);
    await expect(provider.refresh(changes)).rejects.toMatchObject({ kind, providerError });
  });

  it('is believed when it says success', async () => {
    provider.answer = json(200, { status: 0, body: tokens });
    expect(await provider.refresh(withings)).toMatchObject({ accessToken: 'canary-access' });
  });
});
