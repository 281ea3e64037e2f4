import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '@/server/http-client/index.ts';
import {
  challenge,
  html,
  invalidGrant,
  json,
  redirectUri,
  startScriptedOAuthServer,
  text,
  tokens,
} from '@/server/testing/scripted-oauth-server.ts';
import { refreshTokens } from './index.ts';

/** SECURITY 5.3: what each error of a token endpoint means. */

const provider = await startScriptedOAuthServer();
beforeEach(provider.reset);
afterAll(provider.close);

/** Answer, kind, providerError, retryAfter. */
const errorAnswers: [string, RequestListener, string, (string | null)?, (number | null)?][] = [
  ['400 invalid_grant', json(400, invalidGrant), 'invalid_grant', 'invalid_grant'],
  ['401 invalid_grant + challenge', json(401, invalidGrant, challenge), 'invalid_grant', 'invalid_grant'],
  [
    '400 invalid_grant as a form',
    text(400, 'error=invalid_grant', 'application/x-www-form-urlencoded'),
    'invalid_grant',
    'invalid_grant',
  ],
  [
    '400 invalid_grant labelled as HTML',
    text(400, JSON.stringify(invalidGrant)),
    'invalid_grant',
    'invalid_grant',
  ],
  ['400 invalid_client', json(400, { error: 'invalid_client' }), 'client_config', 'invalid_client'],
  ['401 invalid_client', json(401, { error: 'invalid_client' }), 'client_config', 'invalid_client'],
  [
    '401 invalid_client + challenge',
    json(401, { error: 'invalid_client' }, challenge),
    'client_config',
    'invalid_client',
  ],
  ['401 challenge without a body', text(401, '', 'text/plain', challenge), 'client_config'],
  [
    '400 unauthorized_client',
    json(400, { error: 'unauthorized_client' }),
    'client_config',
    'unauthorized_client',
  ],
  ['400 invalid_request', json(400, { error: 'invalid_request' }), 'client_config', 'invalid_request'],
  ['400 invalid_scope', json(400, { error: 'invalid_scope' }), 'client_config', 'invalid_scope'],
  [
    '400 unsupported_grant_type',
    json(400, { error: 'unsupported_grant_type' }),
    'client_config',
    'unsupported_grant_type',
  ],
  ['400 invalid_target', json(400, { error: 'invalid_target' }), 'client_config', 'invalid_target'],
  ['400 server_error', json(400, { error: 'server_error' }), 'transient', 'server_error'],
  ['400 with an unknown error', json(400, { error: 'odd' }), 'bad_answer', 'odd'],
  ['400 with an inherited name as error', json(400, { error: 'constructor' }), 'bad_answer', 'constructor'],
  ['400 with an error that is an object', json(400, { error: { code: 190 } }), 'bad_answer'],
  [
    '400 with a script as error',
    json(400, { error: `<script>canary</script>${'x'.repeat(4096)}` }),
    'bad_answer',
  ],
  ['400 HTML', text(400, html), 'bad_answer'],
  ['401 HTML', text(401, html), 'bad_answer'],
  ['403 HTML', text(403, html), 'bad_answer'],
  ['404 HTML', text(404, html), 'bad_answer'],
  ['302 to a login page', text(302, '', 'text/html', { location: '/login' }), 'bad_answer'],
  ['429', json(429, { error: 'rate' }), 'transient'],
  ['429 with Retry-After 7', json(429, {}, { 'retry-after': '7' }), 'transient', null, 7],
  [
    '429 with a Retry-After date',
    json(429, {}, { date: 'Mon, 23 Nov 2026 21:30:00 GMT', 'retry-after': 'Mon, 23 Nov 2026 21:31:30 GMT' }),
    'transient',
    null,
    90,
  ],
  [
    '429 with a Retry-After date gone by',
    json(429, {}, { date: 'Mon, 23 Nov 2026 21:30:00 GMT', 'retry-after': 'Mon, 23 Nov 2026 21:00:00 GMT' }),
    'transient',
    null,
    0,
  ],
  ['429 with Retry-After 10^9', json(429, {}, { 'retry-after': '1000000000' }), 'transient', null, 86_400],
  ['429 with Retry-After soon', json(429, {}, { 'retry-after': 'soon' }), 'transient'],
  ['429 with a negative Retry-After', json(429, {}, { 'retry-after': '-5' }), 'transient'],
  ['429 that says invalid_grant', json(429, invalidGrant), 'transient'],
  ['408', text(408, ''), 'transient'],
  ['500 HTML', text(500, html), 'transient'],
  ['500 that says invalid_grant', json(500, invalidGrant), 'transient'],
  ['503 with Retry-After', text(503, html, 'text/html', { 'retry-after': '120' }), 'transient', null, 120],
  ['200 HTML', text(200, html), 'bad_answer'],
  ['200 empty', text(200, '', 'application/json'), 'bad_answer'],
  ['204', (_, response) => response.writeHead(204).end(), 'bad_answer'],
  ['200 null', json(200, null), 'bad_answer'],
  ['200 list', json(200, [tokens]), 'bad_answer'],
  ['200 cut JSON', text(200, '{"access_token":"canary', 'application/json'), 'bad_answer'],
  [
    '200 invalid UTF-8',
    (_, response) => response.writeHead(200).end(Buffer.from([0x7b, 0xff, 0xfe])),
    'bad_answer',
  ],
  ['200 {"error": invalid_grant}', json(200, invalidGrant), 'bad_answer', 'invalid_grant'],
  [
    '200 10^6 nested arrays',
    text(200, '['.repeat(1e6 / 2) + ']'.repeat(1e6 / 2), 'application/json'),
    'bad_answer',
  ],
  [
    '200 2 MiB',
    text(200, JSON.stringify({ ...tokens, pad: 'x'.repeat(2 ** 21) }), 'application/json'),
    'bad_answer',
  ],
  ['200 without access_token', json(200, { token_type: 'Bearer' }), 'bad_answer'],
  ['200 access_token null', json(200, { ...tokens, access_token: null }), 'bad_answer'],
  ['200 access_token a number', json(200, { ...tokens, access_token: 7 }), 'bad_answer'],
  [
    '200 access_token with a line break',
    json(200, { ...tokens, access_token: 'canary\r\nx: y' }),
    'bad_answer',
  ],
  ['200 without token_type', json(200, { ...tokens, token_type: undefined }), 'bad_answer'],
  ['200 token_type user', json(200, { ...tokens, token_type: 'user' }), 'bad_answer'],
  ['200 token_type DPoP', json(200, { ...tokens, token_type: 'DPoP' }), 'bad_answer'],
  ['200 refresh_token an object', json(200, { ...tokens, refresh_token: {} }), 'bad_answer'],
  ['200 scope an object', json(200, { ...tokens, scope: { a: 1 } }), 'bad_answer'],
  ['no answer', () => undefined, 'transient'],
  ['a reset before the answer', (request) => request.socket.resetAndDestroy(), 'transient'],
  [
    'a reset in the middle of the body',
    (request, response) => {
      response.writeHead(200, { 'content-length': 500 }).write('{"access_token":"canary');
      setTimeout(() => request.socket.resetAndDestroy(), 20);
    },
    'transient',
  ],
  ['no HTTP', (request) => request.socket.end('canary\r\n'), 'transient'],
];

describe.each([
  ['refresh', () => provider.refresh()],
  ['code exchange', () => provider.exchange({ code: 'canary-code' })],
] as const)('the token endpoint answers a %s', (_, send) => {
  it.each(errorAnswers)('%s', async (_, listener, kind, providerError = null, retryAfter = null) => {
    provider.answer = listener;
    const error = await send().catch((reason) => reason);
    expect(error).toMatchObject({ name: 'OAuthError', kind, providerError, retryAfter });
    // Sent once, whatever came of it (I-02, I-03).
    expect(provider.requests).toHaveLength(1);
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain('canary');
    expect(error.cause).toBeUndefined();
  });
});

it('a closed port is transient', async () => {
  const closing = createServer().listen(0, '127.0.0.1');
  await once(closing, 'listening');
  const closed = `http://127.0.0.1:${(closing.address() as AddressInfo).port}`;
  closing.close();
  const away = createHttpClient({ allowedOrigins: [closed] });
  const pending = refreshTokens({
    ...provider.call({ tokenEndpoint: `${closed}/token` }),
    fetch: away.fetch,
    insecureOrigins: [provider.origin, closed],
    refreshToken: 'r',
    scopes: [],
    redirectUri,
  });
  await expect(pending).rejects.toMatchObject({ kind: 'transient', reason: 'unreachable: ECONNREFUSED' });
});

it('an endpoint that the guarded client blocks is a configuration error', async () => {
  const blocked = provider.refresh({ tokenEndpoint: 'https://169.254.169.254/token' });
  await expect(blocked).rejects.toMatchObject({
    kind: 'client_config',
    reason: 'endpoint blocked: address_metadata',
  });
});

it("the caller's abort comes through as the caller's reason", async () => {
  provider.answer = () => undefined;
  const signal = AbortSignal.abort(new Error('shutting down'));
  const pending = refreshTokens({ ...provider.call(), signal, refreshToken: 'r', scopes: [], redirectUri });
  await expect(pending).rejects.toThrow('shutting down');
});
