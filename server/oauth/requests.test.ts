import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  codeVerifier,
  json,
  redirectUri,
  type ServerChanges,
  startScriptedOAuthServer,
  tokens,
} from '@/server/testing/scripted-oauth-server.ts';
import { buildAuthorizationUrl } from './index.ts';

/** What leaves for the provider. */

const provider = await startScriptedOAuthServer();
beforeEach(provider.reset);
afterAll(provider.close);

describe('the token request', () => {
  it('is a form with the redirect URI and the verifier', async () => {
    provider.answer = json(200, tokens);
    await provider.exchange({ code: 'c' }, { resource: ['https://api.example/'] });
    expect(provider.sentForm()).toEqual({
      grant_type: 'authorization_code',
      code: 'c',
      code_verifier: codeVerifier,
      redirect_uri: redirectUri,
      resource: 'https://api.example/',
    });
    expect(provider.requests[0]?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      accept: 'application/json',
      authorization: `Basic ${btoa('client:canary-secret')}`,
    });
  });

  it('can be JSON, with parameters added and left out', async () => {
    provider.answer = json(200, tokens);
    await provider.exchange(
      { code: 'c' },
      {
        pkce: 'none',
        tokenEndpointAuthMethod: 'client_secret_post',
        resource: ['https://a.example/', 'https://b.example/'],
        tokenRequest: {
          encoding: 'json',
          headers: { 'x-version': '1' },
          extraParams: { action: 'requesttoken' },
          codeExchangeParams: { expiring: '1' },
          refreshParams: { never: 'here' },
          omit: ['redirect_uri'],
        },
      },
    );
    expect(JSON.parse(provider.requests[0]?.body ?? '')).toEqual({
      grant_type: 'authorization_code',
      code: 'c',
      client_id: 'client',
      client_secret: 'canary-secret',
      resource: ['https://a.example/', 'https://b.example/'],
      action: 'requesttoken',
      expiring: '1',
    });
    expect(provider.requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-version': '1',
    });
  });

  it('repeats scope and redirect URI at refresh where the provider wants it', async () => {
    provider.answer = json(200, tokens);
    const tokenRequest = { repeatScope: true, repeatRedirectUri: true, refreshParams: { extra: '1' } };
    await provider.refresh({ tokenRequest, resource: ['https://api.example/'] });
    expect(provider.sentForm()).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'canary-old',
      scope: 'a b',
      redirect_uri: redirectUri,
      resource: 'https://api.example/',
      extra: '1',
    });
  });

  it('sends no client authentication of its own with method custom', async () => {
    provider.answer = json(200, tokens);
    await provider.refresh({
      tokenEndpointAuthMethod: 'custom',
      tokenRequest: { extraParams: { signature: 's' } },
    });
    expect(provider.sentForm()).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'canary-old',
      signature: 's',
    });
    expect(provider.requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe('the authorization URL', () => {
  const build = (changes: ServerChanges, scopes = ['a', 'b']) =>
    buildAuthorizationUrl({
      ...provider.call(changes),
      redirectUri,
      scopes,
      state: 'st',
      codeVerifier,
    });

  it('has the parameters of the standard, and the query the endpoint came with', async () => {
    const url = await build({ authorizationEndpoint: 'https://p.example/authorize?tenant=1' });
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: '1',
      response_type: 'code',
      client_id: 'client',
      redirect_uri: redirectUri,
      state: 'st',
      scope: 'a b',
      // RFC 7636, appendix B.
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
  });

  it('says it as the provider wants it', async () => {
    const url = await build({
      authorizationEndpoint: 'https://p.example/authorize',
      pkce: 'none',
      responseType: null,
      clientIdParameter: 'application_id',
      scopeParameter: 'user_scope',
      scopeSeparator: ',',
      resource: ['https://api.example/'],
      extraAuthorizationParams: {
        access_type: 'offline',
        state: 'theirs',
        redirect_uri: 'https://evil.example',
      },
    });
    expect(url.searchParams.getAll('state')).toEqual(['st']);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      application_id: 'client',
      redirect_uri: redirectUri,
      state: 'st',
      user_scope: 'a,b',
      resource: 'https://api.example/',
      access_type: 'offline',
    });
  });

  it('leaves scope out when there is none', async () => {
    const endpoint = { authorizationEndpoint: 'https://p.example/authorize' };
    expect((await build(endpoint, [])).searchParams.has('scope')).toBe(false);
    expect((await build({ ...endpoint, scopeParameter: null })).searchParams.has('scope')).toBe(false);
  });
});
