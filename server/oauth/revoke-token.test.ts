import type { RequestListener } from 'node:http';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  challenge,
  html,
  invalidGrant,
  json,
  type ServerChanges,
  startScriptedOAuthServer,
  text,
} from '@/server/testing/scripted-oauth-server.ts';
import { revokeToken } from './index.ts';

/** RFC 7009, and what servers make of it. */

const provider = await startScriptedOAuthServer();
beforeEach(provider.reset);
afterAll(provider.close);

describe('revocation (RFC 7009)', () => {
  const revoke = (changes: ServerChanges = {}) =>
    revokeToken({ ...provider.call(changes), token: 'canary-old', tokenTypeHint: 'refresh_token' });

  it.each<[string, RequestListener, string]>([
    ['200', text(200, ''), 'revoked'],
    ['200 HTML', text(200, html), 'revoked'],
    ['204', (_, response) => response.writeHead(204).end(), 'revoked'],
    ['400 invalid_token', json(400, { error: 'invalid_token' }), 'revoked'],
    ['400 invalid_grant', json(400, invalidGrant), 'revoked'],
    ['400 unsupported_token_type', json(400, { error: 'unsupported_token_type' }), 'unsupported_token_type'],
  ])('%s is done', async (_, listener, outcome) => {
    provider.answer = listener;
    expect(await revoke()).toBe(outcome);
    expect(provider.sentForm()).toEqual({
      token: 'canary-old',
      token_type_hint: 'refresh_token',
    });
  });

  it.each<[string, RequestListener, string, (number | null)?]>([
    ['503', text(503, ''), 'transient'],
    ['503 with Retry-After', text(503, '', 'text/html', { 'retry-after': '30' }), 'transient', 30],
    ['503 that says invalid_token', json(503, { error: 'invalid_token' }), 'transient'],
    ['429', json(429, {}, { 'retry-after': '7' }), 'transient', 7],
    ['500', text(500, html), 'transient'],
    ['no answer', () => undefined, 'transient'],
    ['a reset', (request) => request.socket.resetAndDestroy(), 'transient'],
    ['401 invalid_client', json(401, { error: 'invalid_client' }, challenge), 'client_config'],
    ['400 invalid_request', json(400, { error: 'invalid_request' }), 'client_config'],
    ['404 HTML', text(404, html), 'bad_answer'],
    ['302', text(302, '', 'text/html', { location: '/' }), 'bad_answer'],
  ])('%s is not', async (_, listener, kind, retryAfter = null) => {
    provider.answer = listener;
    const error = await revoke().catch((reason) => reason);
    expect(error).toMatchObject({ name: 'OAuthError', kind, retryAfter });
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toContain('canary');
    expect(provider.requests).toHaveLength(1);
  });

  it('is shaped as the provider wants it', async () => {
    provider.answer = text(200, '');
    const revocation = {
      endpoint: `${provider.origin}/revoke`,
      encoding: 'json',
      sendTokenTypeHint: false,
    } as const;
    await revoke({ revocation: { ...revocation, clientAuth: 'client_secret_post' } });
    expect(JSON.parse(provider.requests[0]?.body ?? '')).toEqual({
      token: 'canary-old',
      client_id: 'client',
      client_secret: 'canary-secret',
    });
  });

  it('without an endpoint is a mistake of the caller', async () => {
    await expect(revoke({ revocation: null })).rejects.toThrow(TypeError);
  });
});
