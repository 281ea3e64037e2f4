import { describe, expect, it } from 'vitest';
import { quickbooksManifest } from '@/server/testing/manifest-quickbooks.ts';
import { withingsManifest } from '@/server/testing/manifest-withings.ts';
import { woocommerceManifest } from '@/server/testing/manifest-woocommerce.ts';
import { xeroManifest } from '@/server/testing/manifest-xero.ts';
import { assertSupported } from './assert-supported.ts';
import { catalogue, getManifest } from './catalogue.ts';
import { composeRequest } from './compose-request.ts';
import { type ProviderManifestInput, providerManifestSchema } from './manifest.ts';
import { providerValues } from './provider-values.ts';
import { toOAuthServer } from './to-oauth-server.ts';

describe('assertSupported names what is not built', () => {
  it.each([
    [quickbooksManifest, ['environments', 'disconnectNotice']],
    [withingsManifest, ['computedValues']],
    [woocommerceManifest, ['alternativeAuth', 'insecureQueryFallback', 'auth custom']],
    [xeroManifest, ['account from choice', 'accountChoice']],
  ] as const)('in $0.name', (input, uses) => {
    const manifest = providerManifestSchema.parse(input);
    for (const use of uses) expect(() => assertSupported(manifest)).toThrow(use);
  });

  it.each([
    ['a key without a test', { connectionTest: undefined }, 'a key without connectionTest'],
    [
      'a query parameter for a secret',
      {
        connectionTest: {
          request: {
            url: '/me',
            insecureQueryParameters: { params: { key: '{api_key}' }, reason: 'the only way, says its page' },
          },
        },
      },
      'insecureQueryParameters',
    ],
  ])('in %s', (_, change, use) => {
    const manifest = { ...getManifest('sandbox_private'), ...change } as ProviderManifestInput;
    expect(() => assertSupported(providerManifestSchema.parse(manifest))).toThrow(use);
  });

  it.each([
    ['a path through a list', { account: { from: 'token_response', idPath: 'orgs[].id' } }, 'orgs[].id'],
    ['a path by a field', { account: { from: 'token_response', idPath: 'a[k=v].id' } }, 'a[k=v].id'],
    [
      'an ID token without an issuer',
      { account: { from: 'id_token', idClaim: 'sub' } },
      'id_token, no issuer',
    ],
    ['iss without an issuer', { authorizationResponseIss: true }, 'authorizationResponseIss, no issuer'],
    ['form_post', { callback: { method: 'form_post' } }, 'callback by form_post'],
    [
      'visits that begin elsewhere',
      { callback: { startedAtProvider: { kind: 'unsolicited_code' } } },
      'visits started at the provider',
    ],
  ])('in %s', (_, change, use) => {
    const qonto = getManifest('qonto');
    const manifest = { ...qonto, auth: { ...qonto.auth, ...change } } as ProviderManifestInput;
    expect(() => assertSupported(providerManifestSchema.parse(manifest))).toThrow(use);
  });
});

describe('assertSupported names what the reading of data does not do', () => {
  type ReadInput = NonNullable<ProviderManifestInput['dataTypes'][number]['reads']>[number];
  const body = { encoding: 'graphql' as const, query: '{ x }' };

  it.each<[string, Partial<ReadInput>, string]>([
    [
      'a parent that is not read before',
      { forEach: { type: 'COMPANY_PROFILE', field: 'id', as: 'parent' } },
      'BANK_TRANSACTION for each COMPANY_PROFILE',
    ],
    [
      'a window without a beginning',
      { window: { maxSeconds: 60, from: { param: 'a' }, to: { param: 'b' }, format: 'date' } },
      'window without reachesBackSeconds',
    ],
    [
      'a short page of no size',
      { pagination: { style: 'page', page: { param: 'page' }, shortPage: true } },
      'shortPage without size',
    ],
    [
      'a cursor from nowhere',
      { pagination: { style: 'cursor', cursor: { param: 'after' } } },
      'cursor without nextPath',
    ],
    [
      'a body that is not there',
      { pagination: { style: 'page', page: { in: 'body', param: 'page' } } },
      'no place page in the body',
    ],
    [
      'GraphQL beside its variables',
      {
        request: { method: 'POST', url: '/graphql', body },
        pagination: { style: 'cursor', cursor: { in: 'body', param: 'after' }, nextPath: 'next' },
      },
      'no place after in the body',
    ],
    ['a path through a list', { recordPath: 'data[].items' }, 'data[].items'],
    [
      'a time through a list',
      {
        incremental: { by: 'time', since: { param: 'a' }, format: 'date', filtersOn: 'a[k=v].at' },
      },
      'a[k=v].at',
    ],
  ])('as %s', (_, change, use) => {
    const read = { request: { url: '/items' }, recordPath: 'items', ...change };
    const dataTypes = [
      { type: 'COMPANY_PROFILE' },
      { type: 'BANK_ACCOUNT' },
      { type: 'BANK_TRANSACTION', dependsOn: ['BANK_ACCOUNT'], reads: [read] },
    ];
    const manifest = { ...getManifest('qonto'), dataTypes } as ProviderManifestInput;
    expect(() => assertSupported(providerManifestSchema.parse(manifest))).toThrow(use);
  });
});

describe.each([...catalogue])('the engine and %s', (_, manifest) => {
  const { auth, connectionTest } = manifest;
  const values = providerValues({
    manifest,
    runSettings: { sandbox_url: 'http://localhost:3001', moorage_user_agent: 'Moorage/0.1.0' },
    operatorCredentials: Object.fromEntries(manifest.operatorConfig.map(({ name }) => [name, `our-${name}`])),
    settings: Object.fromEntries(manifest.settings.map(({ name, default: value }) => [name, value])),
    inputs: Object.fromEntries(auth.inputs.map(({ name, example }) => [name, example ?? ''])),
    kept: {},
    tokens: { accessToken: 'token-1' },
  });

  it('agree on what is built', () => {
    expect(() => assertSupported(manifest)).not.toThrow();
  });

  it('fill every request of a connection', () => {
    if (auth.kind === 'none') return;
    const requests = [
      connectionTest?.request,
      auth.kind !== 'custom' && auth.account.from === 'request' ? auth.account.request : undefined,
    ];
    for (const request of requests) {
      if (request === undefined) continue;
      expect(composeRequest(manifest, request, values).url.href).toMatch(/^https?:\/\/[^{}]+$/);
    }
  });

  it('make an authorization server of it, where it has one', () => {
    if (auth.kind !== 'oauth2_authorization_code') return;
    const server = toOAuthServer(manifest, values);
    expect(JSON.stringify(server)).not.toMatch(/[{][a-z_]+[}]/);
    expect(server).toMatchObject({ pkce: auth.pkce, clientId: values.client_id });
    expect(URL.canParse(server.authorizationEndpoint) && URL.canParse(server.tokenEndpoint)).toBe(true);
  });
});
