import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OAUTH_PROVIDER_NAMES, OAUTH_PROVIDERS } from '@/sandbox/catalogue.ts';
import { CONSUMER_URL, startTestSandbox, type TestSandbox } from '@/sandbox/test-client.ts';
import { getManifest, listManifests } from './catalogue.ts';
import type { ProviderManifest } from './manifest.ts';
import { minimalScopes } from './scopes.ts';
import { fillTemplate, fillText } from './template.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());

const fill = (template: string) => fillTemplate(template, { sandbox_url: sandbox.url });

const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  revocation_endpoint: z.string(),
  authorization_response_iss_parameter_supported: z.boolean(),
  token_endpoint_auth_methods_supported: z.array(z.string()),
});

function oauthOf({ auth }: ProviderManifest) {
  if (auth.kind !== 'oauth2_authorization_code' || auth.client.from !== 'fixed')
    throw new TypeError('is no OAuth provider of the sandbox');
  return { ...auth, client: auth.client };
}

describe.each(OAUTH_PROVIDER_NAMES)('the manifest of %s', (name) => {
  const manifest = getManifest(name);
  const auth = oauthOf(manifest);

  it('says what the running sandbox says of itself', async () => {
    const answer = await fetch(`${sandbox.url}/.well-known/openid-configuration`);
    const server = discoverySchema.parse(await answer.json());
    expect(fill(auth.issuer ?? '')).toBe(server.issuer);
    expect(fill(auth.authorizationEndpoint)).toBe(server.authorization_endpoint);
    expect(fill(auth.tokenEndpoint)).toBe(server.token_endpoint);
    expect(auth.revocation.kind === 'rfc7009' && fill(auth.revocation.endpoint)).toBe(
      server.revocation_endpoint,
    );
    expect(auth.authorizationResponseIss).toBe(server.authorization_response_iss_parameter_supported);
    expect(server.token_endpoint_auth_methods_supported).toContain(auth.tokenEndpointAuthMethod);
  });

  it('asks for the scopes that the sandbox grants, and for no other', () => {
    const types = manifest.dataTypes.map(({ type }) => type);
    expect(minimalScopes(manifest, types).sort()).toEqual(
      ['offline_access', ...Object.keys(OAUTH_PROVIDERS[name].scopes)].sort(),
    );
  });

  it('has a client that the sandbox knows', async () => {
    const push = (secret: string) =>
      fetch(`${sandbox.url}/par`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${auth.client.id}:${secret}`)}` },
        body: new URLSearchParams({
          response_type: 'code',
          client_id: auth.client.id,
          redirect_uri: `${CONSUMER_URL}/connect/callback/${name}`,
          code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
          code_challenge_method: auth.pkce,
        }),
      });
    expect((await push(auth.client.secret)).status).toBe(201);
    expect((await push('wrong')).status).toBe(401);
  });
});

describe('the manifest of sandbox_private', () => {
  const manifest = getManifest('sandbox_private');
  const test = manifest.connectionTest;
  const { authentication } = manifest.api;
  if (test === undefined || authentication.kind !== 'headers') throw new TypeError('has no connection test');

  const statusWith = (key: string) => {
    const headers = Object.entries(authentication.headers).map(([header, template]): [string, string] => [
      header,
      fillText(template, { api_key: key }),
    ]);
    return fetch(`${fill(manifest.api.baseUrl)}${fill(test.request.url)}`, { headers });
  };

  it('tells a right key from a wrong one', async () => {
    const [input] = manifest.auth.inputs;
    const right = await statusWith(input?.example ?? '');
    expect(test.success).toContain(right.status);
    expect(await right.json()).toEqual({ id: expect.any(String), name: expect.any(String) });
    expect(test.wrongCredential).toContain((await statusWith('wrong')).status);
  });
});

it('the sandbox is marked as such, and nothing else is', () => {
  for (const { name, sandbox } of listManifests()) expect(sandbox, name).toBe(name.startsWith('sandbox_'));
});
