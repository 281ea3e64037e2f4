import { describe, expect, it } from 'vitest';
import { manifest as sandboxManifest } from '@/providers/sandbox_openbanking/manifest.ts';
import { manifest as keyManifest } from '@/providers/sandbox_private/manifest.ts';
import { manifest as shopifyManifest } from '@/providers/shopify/manifest.ts';
import { newOAuthServer } from '@/server/oauth/index.ts';
import { quickbooksManifest } from '@/server/testing/manifest-quickbooks.ts';
import { withingsManifest } from '@/server/testing/manifest-withings.ts';
import { xeroManifest } from '@/server/testing/manifest-xero.ts';
import { type ProviderManifestInput, providerManifestSchema } from './manifest.ts';
import { providerValues } from './provider-values.ts';
import { toOAuthServer } from './to-oauth-server.ts';

const client = { client_id: 'our-id', client_secret: 'our-secret' };
function serverOf(
  input: ProviderManifestInput,
  known: { operator?: object; runSettings?: object; inputs?: object },
) {
  const manifest = providerManifestSchema.parse(input);
  const values = providerValues({
    manifest,
    runSettings: { ...known.runSettings },
    operatorCredentials: { ...known.operator },
    settings: {},
    inputs: { ...known.inputs },
    kept: {},
  });
  return toOAuthServer(manifest, values);
}

describe('the authorization server of', () => {
  it('the sandbox is a standard one at the sandbox URL', () => {
    expect(serverOf(sandboxManifest, { runSettings: { sandbox_url: 'http://localhost:3001' } })).toEqual(
      newOAuthServer({
        issuer: 'http://localhost:3001',
        authorizationEndpoint: 'http://localhost:3001/authorize',
        tokenEndpoint: 'http://localhost:3001/token',
        revocation: {
          endpoint: 'http://localhost:3001/revoke',
          encoding: 'form',
          sendTokenTypeHint: true,
          clientAuth: 'client_secret_basic',
        },
        clientId: 'sandbox_openbanking',
        clientSecret: 'sandbox-secret-sandbox_openbanking',
        tokenEndpointAuthMethod: 'client_secret_basic',
        authorizationResponseIss: true,
      }),
    );
  });

  it('xero takes the credentials of the operator', () => {
    expect(serverOf(xeroManifest, { operator: client })).toMatchObject({
      issuer: 'https://identity.xero.com',
      clientId: 'our-id',
      clientSecret: 'our-secret',
      pkce: 'S256',
    });
  });

  it('quickbooks sends a header with token requests and revokes by JSON', () => {
    expect(serverOf(quickbooksManifest, { operator: client })).toMatchObject({
      tokenRequest: { headers: { 'x-include-refresh-token-hard-expires-in': 'true' } },
      tokenResponse: { refreshExpiresInField: 'x_refresh_token_expires_in' },
      revocation: { encoding: 'json', sendTokenTypeHint: false },
    });
  });

  it('withings puts the client into the form and reads a nested answer', () => {
    expect(serverOf(withingsManifest, { operator: client })).toMatchObject({
      tokenEndpointAuthMethod: 'custom',
      pkce: 'none',
      scopeSeparator: ',',
      tokenRequest: { extraParams: { action: 'requesttoken', ...client } },
      tokenResponse: {
        root: 'body',
        scopeSeparator: ',',
        errorIn200: { path: 'status', success: [0], codePath: null },
      },
      revocation: null,
    });
  });

  it('shopify is on the host of the shop', () => {
    expect(serverOf(shopifyManifest, { operator: client, inputs: { shop: 'example-shop' } })).toMatchObject({
      tokenEndpoint: 'https://example-shop.myshopify.com/admin/oauth/access_token',
      tokenRequest: {
        encoding: 'json',
        codeExchangeParams: { expiring: '1' },
        omit: ['grant_type', 'redirect_uri'],
      },
    });
  });
});

it('a value that is missing is named', () => {
  expect(() => serverOf(xeroManifest, { operator: { client_id: 'our-id' } })).toThrow('client_secret');
  expect(() => serverOf(sandboxManifest, {})).toThrow('sandbox_url');
});

it('a provider without an authorization code flow has none', () => {
  expect(() => serverOf(keyManifest, {})).toThrow(TypeError);
});
