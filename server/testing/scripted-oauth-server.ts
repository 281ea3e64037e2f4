import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpClient } from '@/server/http-client/index.ts';
import {
  exchangeCode,
  newOAuthServer,
  type OAuthServer,
  refreshTokens,
  type TokenRequestRules,
  type TokenResponseRules,
} from '@/server/oauth/index.ts';

/** A provider that answers as it is told, over a real socket, and the calls of `server/oauth` against it. */

export type ServerChanges = Partial<Omit<OAuthServer, 'tokenResponse' | 'tokenRequest'>> & {
  tokenRequest?: Partial<TokenRequestRules>;
  tokenResponse?: Partial<TokenResponseRules>;
};

export const now = new Date('2026-11-23T21:30:00Z');
/** RFC 7636, appendix B. */
export const codeVerifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const redirectUri = 'https://moorage.example/connect/callback/p';

export async function startScriptedOAuthServer() {
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = await request.toArray();
    script.requests.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    script.answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const client = createHttpClient({ allowedOrigins: [origin], timeoutMs: 300 });

  const script = {
    origin,
    /** What every request gets from now on. */
    answer: json(200, tokens),
    requests: [] as { headers: IncomingHttpHeaders; body: string }[],
    /** The fields of the first request's form. */
    sentForm: () => Object.fromEntries(new URLSearchParams(script.requests[0]?.body)),
    reset: () => {
      script.requests = [];
    },
    close: async () => {
      http.closeAllConnections();
      http.close();
      await client.close();
    },
    call: (changes: ServerChanges = {}) => ({
      server: newOAuthServer({
        authorizationEndpoint: `${origin}/authorize`,
        tokenEndpoint: `${origin}/token`,
        revocation: {
          endpoint: `${origin}/revoke`,
          encoding: 'form',
          sendTokenTypeHint: true,
          clientAuth: 'client_secret_basic',
        },
        clientId: 'client',
        clientSecret: 'canary-secret',
        tokenEndpointAuthMethod: 'client_secret_basic',
        ...changes,
      }),
      fetch: client.fetch,
      insecureOrigins: [origin],
      now: () => now,
    }),
    refresh: (changes: ServerChanges = {}) =>
      refreshTokens({ ...script.call(changes), refreshToken: 'canary-old', scopes: ['a', 'b'], redirectUri }),
    exchange: (query: Record<string, string>, changes: ServerChanges = {}) =>
      exchangeCode({
        ...script.call(changes),
        redirectUri,
        callbackUrl: new URL(`${redirectUri}?${new URLSearchParams({ state: 'st', ...query })}`),
        state: 'st',
        codeVerifier,
      }),
  };
  return script;
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export const text =
  (status: number, body: string, type = 'text/html', headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);

/** Everything that must not leak from an answer has `canary` in it. */
export const html = '<!DOCTYPE html><h1>canary-body</h1>';
export const challenge = { 'www-authenticate': 'Basic realm="token"' };
export const invalidGrant = { error: 'invalid_grant', error_description: 'canary-description' };
export const tokens = {
  access_token: 'canary-access',
  token_type: 'Bearer',
  expires_in: 3600,
  refresh_token: 'canary-new',
};
