import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { json, startScriptedOAuthServer, tokens } from '@/server/testing/scripted-oauth-server.ts';

/** The redirect back, against RFC 6749 section 4.1.2.1 and RFC 9207. */

const provider = await startScriptedOAuthServer();
beforeEach(provider.reset);
afterAll(provider.close);

describe('the redirect back carries an error (R-07)', () => {
  const script = `<script>${'x'.repeat(4096)}</script>`;

  it.each([
    ['invalid_request', 'authorization_error', 'invalid_request'],
    ['unauthorized_client', 'authorization_error', 'unauthorized_client'],
    ['access_denied', 'access_denied', 'access_denied'],
    ['unsupported_response_type', 'authorization_error', 'unsupported_response_type'],
    ['invalid_scope', 'authorization_error', 'invalid_scope'],
    ['server_error', 'authorization_error', 'server_error'],
    ['temporarily_unavailable', 'authorization_error', 'temporarily_unavailable'],
    ['application_suspended', 'authorization_error', 'application_suspended'],
    [script, 'authorization_error', null],
  ])('%s', async (error, kind, providerError) => {
    const caught = await provider
      .exchange({ error, error_description: script, code: 'c' })
      .catch((reason) => reason);
    expect(caught).toMatchObject({ name: 'OAuthError', kind, providerError });
    expect(caught.message).not.toContain('script');
    expect(caught.cause).toBeUndefined();
    expect(provider.requests).toEqual([]);
  });

  it("the provider's own word for a refusal is a refusal", async () => {
    const refusals = ['access_denied', 'USER_CANCELLED'];
    await expect(provider.exchange({ error: 'USER_CANCELLED' }, { refusals })).rejects.toMatchObject({
      kind: 'access_denied',
    });
  });
});

describe('the redirect back', () => {
  it('may name the code otherwise', async () => {
    provider.answer = json(200, tokens);
    await provider.exchange(
      { spapi_oauth_code: 'theirs', code: 'injected' },
      { codeParameter: 'spapi_oauth_code' },
    );
    expect(new URLSearchParams(provider.requests[0]?.body).getAll('code')).toEqual(['theirs']);
  });

  it('may carry an iss although we know no issuer to compare it with', async () => {
    provider.answer = json(200, tokens);
    await expect(provider.exchange({ code: 'c', iss: 'https://issuer.example' })).resolves.toBeDefined();
  });

  it('may not carry the iss of another issuer, even where none was promised', async () => {
    const known = { issuer: 'https://issuer.example' };
    await expect(provider.exchange({ code: 'c', iss: 'https://evil.example' }, known)).rejects.toMatchObject({
      kind: 'iss_mismatch',
    });
    expect(provider.requests).toEqual([]);
  });
});
