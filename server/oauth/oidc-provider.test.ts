import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpClient, type HttpClient, type OutgoingFetch } from '@/server/http-client/index.ts';
import {
  buildAuthorizationUrl,
  exchangeCode,
  newCodeVerifier,
  newOAuthServer,
  newState,
  type OAuthServer,
  refreshTokens,
  revokeToken,
} from './index.ts';

/** The protocol against a certified server of another code path, over real sockets, through the guarded client. */

const redirectUri = 'http://localhost:3000/connect/callback/sandbox_openbanking';
let http: Server;
let origin: string;
let guarded: HttpClient;
const requests: string[] = [];

const fetchAndCount: OutgoingFetch = (url, request) => {
  requests.push(new URL(url).pathname);
  return guarded.fetch(url, request);
};

const registered = (client_id: string, more: Partial<ClientMetadata>): ClientMetadata => ({
  client_id,
  client_secret: 'secret: with %, + and &',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
  ...more,
});

const settings: Configuration = {
  clients: [
    registered('basic', { token_endpoint_auth_method: 'client_secret_basic' }),
    registered('post', { token_endpoint_auth_method: 'client_secret_post' }),
    registered('public', { token_endpoint_auth_method: 'none' }),
    registered('pushed', {
      token_endpoint_auth_method: 'client_secret_basic',
      require_pushed_authorization_requests: true,
    }),
  ],
  features: {
    devInteractions: { enabled: false },
    revocation: { enabled: true },
    introspection: { enabled: false },
    pushedAuthorizationRequests: { enabled: true },
  },
  scopes: ['openid', 'offline_access', 'accounts', 'transactions'],
  issueRefreshToken: async () => true,
  rotateRefreshToken: true,
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  cookies: { keys: ['test'] },
};

beforeAll(async () => {
  http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const provider = new Provider(origin, settings);
  provider.use(async (context, next) => {
    if (!context.path.startsWith('/interaction/')) return next();
    const { params } = await provider.interactionDetails(context.req, context.res);
    const grant = new provider.Grant({ accountId: 'user-1', clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    const grantId = await grant.save();
    const answer = params.login_hint === 'deny' ? { error: 'access_denied' } : { consent: { grantId } };
    await provider.interactionFinished(context.req, context.res, {
      login: { accountId: 'user-1' },
      ...answer,
    });
  });
  http.on('request', provider.callback());
  guarded = createHttpClient({ allowedOrigins: [origin] });
});

afterAll(async () => {
  await guarded.close();
  http.closeAllConnections();
  http.close();
});

function server(changes: Partial<OAuthServer> = {}): OAuthServer {
  return newOAuthServer({
    issuer: origin,
    authorizationEndpoint: `${origin}/auth`,
    tokenEndpoint: `${origin}/token`,
    revocation: {
      endpoint: `${origin}/token/revocation`,
      encoding: 'form',
      sendTokenTypeHint: true,
      clientAuth: 'client_secret_basic',
    },
    clientId: 'basic',
    clientSecret: 'secret: with %, + and &',
    tokenEndpointAuthMethod: 'client_secret_basic',
    authorizationResponseIss: true,
    ...changes,
  });
}

const call = (at: OAuthServer) => ({ server: at, fetch: fetchAndCount, insecureOrigins: [origin] });

/** Follows redirects with a cookie jar, as a browser does, until the provider sends it back to us. */
async function browse(start: URL): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let hop = 0; hop < 8; hop += 1) {
    if (url.href.startsWith(redirectUri)) return url;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null)
      throw new Error(`the provider stopped with ${response.status}: ${await response.text()}`);
    url = new URL(location, url);
  }
  throw new Error('too many redirects');
}

async function authorize(at: OAuthServer, scopes = ['openid', 'accounts', 'offline_access']) {
  const state = newState();
  const codeVerifier = newCodeVerifier();
  const url = await buildAuthorizationUrl({ ...call(at), redirectUri, scopes, state, codeVerifier });
  const callbackUrl = await browse(url);
  return { url, exchange: { ...call(at), redirectUri, callbackUrl, state, codeVerifier } };
}

describe('the whole flow', () => {
  it.each([
    ['client_secret_basic', { clientId: 'basic' }],
    ['client_secret_post', { clientId: 'post', tokenEndpointAuthMethod: 'client_secret_post' }],
    ['a public client', { clientId: 'public', clientSecret: null, tokenEndpointAuthMethod: 'none' }],
  ] satisfies [string, Partial<OAuthServer>][])('works with %s', async (_, changes) => {
    const { url, exchange } = await authorize(server(changes));
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.href).not.toContain(exchange.codeVerifier);
    const tokens = await exchangeCode(exchange);
    expect(tokens).toMatchObject({
      tokenType: 'bearer',
      expiresIn: 3600,
      // This server leaves offline_access out where consent was not asked anew: what counts is what it grants.
      scope: 'openid accounts',
      idTokenClaims: { sub: 'user-1', iss: origin },
    });
    expect(tokens.accessToken).toMatch(/^\S{20,}$/);
    expect(tokens.refreshToken).toMatch(/^\S{20,}$/);
  });

  it('pushes the authorization request where the server has an endpoint for it (R-16)', async () => {
    const pushed = server({
      clientId: 'pushed',
      pushedAuthorizationRequestEndpoint: `${origin}/request`,
      extraAuthorizationParams: { prompt: 'consent' },
    });
    const { url, exchange } = await authorize(pushed);
    expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'request_uri']);
    expect((await exchangeCode(exchange)).refreshToken).not.toBeNull();
    expect((await browse(url)).searchParams.get('error')).toBe('invalid_request_uri');
  });

  it('reports a pushed request that is refused', async () => {
    const wrong = server({ clientSecret: 'wrong', pushedAuthorizationRequestEndpoint: `${origin}/request` });
    await expect(authorize(wrong)).rejects.toMatchObject({
      kind: 'client_config',
      providerError: 'invalid_client',
    });
  });

  it('rotates refresh tokens, and a spent one is an invalid grant', async () => {
    const at = server();
    const first = await exchangeCode((await authorize(at)).exchange);
    const refresh = { ...call(at), scopes: [], redirectUri };
    const second = await refreshTokens({ ...refresh, refreshToken: first.refreshToken ?? '' });
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    await expect(refreshTokens({ ...refresh, refreshToken: first.refreshToken ?? '' })).rejects.toMatchObject(
      {
        kind: 'invalid_grant',
        status: 400,
      },
    );
  });

  it('revokes: the grant is gone, and a second time is as good as the first', async () => {
    const at = server();
    const tokens = await exchangeCode((await authorize(at)).exchange);
    const token = tokens.refreshToken ?? '';
    const revocation = { ...call(at), token, tokenTypeHint: 'refresh_token' as const };
    expect(await revokeToken(revocation)).toBe('revoked');
    expect(await revokeToken(revocation)).toBe('revoked');
    await expect(
      refreshTokens({ ...call(at), refreshToken: token, scopes: [], redirectUri }),
    ).rejects.toMatchObject({
      kind: 'invalid_grant',
    });
  });
});

describe('a redirect back that is not ours is refused and its code not sent', () => {
  it.each<[string, (callback: URL) => void, string]>([
    ['without iss', (url) => url.searchParams.delete('iss'), 'iss_mismatch'],
    ['with another iss', (url) => url.searchParams.set('iss', 'https://evil.example'), 'iss_mismatch'],
    ['with an empty iss', (url) => url.searchParams.set('iss', ''), 'iss_mismatch'],
    ['with our iss and a slash', (url) => url.searchParams.set('iss', `${origin}/`), 'iss_mismatch'],
    ['with two iss', (url) => url.searchParams.append('iss', origin), 'iss_mismatch'],
    ['without state', (url) => url.searchParams.delete('state'), 'state_mismatch'],
    ['with another state', (url) => url.searchParams.set('state', newState()), 'state_mismatch'],
    ['with two states', (url) => url.searchParams.append('state', 'x'), 'state_mismatch'],
    ['without code', (url) => url.searchParams.delete('code'), 'bad_answer'],
    ['with two codes', (url) => url.searchParams.append('code', 'x'), 'bad_answer'],
    ['with an ID token', (url) => url.searchParams.set('id_token', 'x.y.z'), 'bad_answer'],
  ])('%s', async (_, change, kind) => {
    const { exchange } = await authorize(server());
    change(exchange.callbackUrl);
    requests.length = 0;
    await expect(exchangeCode(exchange)).rejects.toMatchObject({ name: 'OAuthError', kind });
    expect(requests).toEqual([]);
  });

  it('with the error of a server that is not ours', async () => {
    const { exchange } = await authorize(server());
    exchange.callbackUrl.search = new URLSearchParams({
      error: 'access_denied',
      state: exchange.state,
      iss: 'https://evil.example',
    }).toString();
    await expect(exchangeCode(exchange)).rejects.toMatchObject({ kind: 'iss_mismatch' });
    exchange.callbackUrl.searchParams.delete('iss');
    await expect(exchangeCode(exchange)).rejects.toMatchObject({ kind: 'iss_mismatch' });
  });
});

describe('the provider refuses', () => {
  it('what the person refuses', async () => {
    const { exchange } = await authorize(server({ extraAuthorizationParams: { login_hint: 'deny' } }));
    await expect(exchangeCode(exchange)).rejects.toMatchObject({
      kind: 'access_denied',
      providerError: 'access_denied',
    });
  });

  it.each<[string, object, string]>([
    ['another verifier', { codeVerifier: newCodeVerifier() }, 'invalid_grant'],
    [
      'another redirect URI',
      { redirectUri: 'http://localhost:3000/connect/callback/other' },
      'invalid_grant',
    ],
  ])('%s', async (_, changes, kind) => {
    const { exchange } = await authorize(server());
    await expect(exchangeCode({ ...exchange, ...changes })).rejects.toMatchObject({ kind });
  });

  it('a wrong client secret', async () => {
    const { exchange } = await authorize(server());
    await expect(
      exchangeCode({ ...exchange, server: server({ clientSecret: 'wrong' }) }),
    ).rejects.toMatchObject({
      kind: 'client_config',
      providerError: 'invalid_client',
    });
  });

  it('a code that was exchanged before', async () => {
    const { exchange } = await authorize(server());
    await exchangeCode(exchange);
    await expect(exchangeCode(exchange)).rejects.toMatchObject({ kind: 'invalid_grant' });
  });
});

describe('plain http', () => {
  it.each([
    { insecureOrigins: [] },
    { insecureOrigins: ['http://127.0.0.1:1'] },
    { insecureOrigins: undefined },
  ])('is refused unless the origin is named ($insecureOrigins)', async (changes) => {
    const { exchange } = await authorize(server());
    requests.length = 0;
    await expect(exchangeCode({ ...exchange, ...changes })).rejects.toMatchObject({ kind: 'client_config' });
    const url = buildAuthorizationUrl({ ...exchange, ...changes, scopes: [] });
    await expect(url).rejects.toMatchObject({ kind: 'client_config' });
    expect(requests).toEqual([]);
  });

  it('is refused when only one of the endpoints is on a named origin', async () => {
    const mixed = server({ pushedAuthorizationRequestEndpoint: 'http://elsewhere.example/request' });
    requests.length = 0;
    await expect(authorize(mixed)).rejects.toMatchObject({ kind: 'client_config' });
    expect(requests).toEqual([]);
  });
});

it('PKCE is not left out by mistake', async () => {
  const { exchange } = await authorize(server());
  await expect(exchangeCode({ ...exchange, codeVerifier: null })).rejects.toThrow(TypeError);
  await expect(buildAuthorizationUrl({ ...exchange, scopes: [], codeVerifier: null })).rejects.toThrow(
    TypeError,
  );
});
