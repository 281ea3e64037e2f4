import { describe, expect, it } from 'vitest';
import { type ProviderManifestInput, providerManifestSchema } from './manifest.ts';

const oauth = {
  kind: 'oauth2_authorization_code',
  authorizationEndpoint: 'https://example.com/authorize',
  tokenEndpoint: 'https://example.com/token',
  tokenEndpointAuthMethod: 'client_secret_post',
  pkce: 'S256',
  account: { from: 'unknown' },
  refresh: { kind: 'none' },
  revocation: { kind: 'none', manualUrl: null },
} as const;

const text = { en: 'Text', fr: 'Texte' };
const key = { name: 'api_key', label: text, pattern: '^.+$', secret: true };

const plain: ProviderManifestInput = {
  name: 'example',
  displayName: 'Example',
  category: 'BANK',
  connects: ['company'],
  homepage: null,
  docsUrl: null,
  logo: 'logo.svg',
  access: 'read',
  operatorConfig: [
    { name: 'client_id', label: text, secret: false },
    { name: 'client_secret', label: text, secret: true },
  ],
  auth: oauth,
  api: { baseUrl: 'https://api.example.com', authentication: { kind: 'bearer' } },
  dataTypes: [{ type: 'BANK_ACCOUNT' }],
};

/** What is wrong with the plain manifest when these parts are put in. */
function problemsWith(parts: object): string {
  const parsed = providerManifestSchema.safeParse({ ...plain, ...parts });
  return parsed.success
    ? ''
    : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('\n');
}

const problemsWithAuth = (parts: object) => problemsWith({ auth: { ...oauth, ...parts } });

describe('a manifest', () => {
  it('is right as it stands', () => {
    expect(problemsWith({})).toBe('');
  });

  it('fills in what the standard says', () => {
    const { auth } = providerManifestSchema.parse(plain);
    expect(auth).toMatchObject({
      codeParameter: 'code',
      clientIdParameter: 'client_id',
      responseType: 'code',
      client: { from: 'operator_config', id: 'client_id', secret: 'client_secret' },
      scopes: { parameter: 'scope', separator: ' ', offline: null },
      callback: { method: 'query', refusals: ['access_denied'], startedAtProvider: { kind: 'refused' } },
      tokenRequest: { encoding: 'form' },
      tokenResponse: { root: '$', scopeField: 'scope' },
    });
  });

  it('refuses a field that is not known', () => {
    expect(problemsWith({ colour: 'red' })).toContain('colour');
    expect(problemsWithAuth({ tokenUrl: 'https://example.com' })).toContain('tokenUrl');
  });

  it.each(['implicit', 'password', 'oauth2_implicit', 'oauth2_password'])('has no %s grant', (kind) => {
    expect(problemsWithAuth({ kind })).toContain('auth.kind');
  });

  it('has no plain PKCE and no response type but code', () => {
    expect(problemsWithAuth({ pkce: 'plain' })).toContain('auth.pkce');
    expect(problemsWithAuth({ responseType: 'token' })).toContain('auth.responseType');
  });

  it.each([
    'http://example.com/token',
    '//example.com/token',
    'https://user@example.com/token',
    'https://example.com/token#x',
    'javascript:alert(1)',
    'example.com/token',
    '/token',
    'https:///token',
    'https://exa mple.com',
    'https://example.com\\@evil.com',
    'http://{host}/token',
    '{host}.example.com/token',
  ])('refuses the token endpoint %s', (tokenEndpoint) => {
    expect(problemsWithAuth({ tokenEndpoint })).toContain('auth.tokenEndpoint');
  });

  it.each([
    ['https://api.example.com/{access_token}', 'no token or secret'],
    ['https://api.example.com/?t={refresh_token}', 'no token or secret'],
    ['{sandbox_url}/token', 'nothing fills {sandbox_url}'],
    ['https://{shop}.example.com', 'nothing fills {shop}'],
    ['https://example.com/{Shop}', 'braces'],
  ])('refuses the API at %s', (baseUrl, problem) => {
    expect(problemsWith({ api: { baseUrl, authentication: { kind: 'none' } } })).toContain(problem);
  });

  it('keeps what a person types in secret out of URLs, unless it is said out loud', () => {
    const withTest = (request: object) =>
      problemsWith({ auth: { kind: 'api_key', inputs: [key] }, connectionTest: { request } });
    expect(withTest({ url: '/x', params: { key: '{api_key}' } })).toContain('the secret {api_key}');
    expect(withTest({ url: '/x/{api_key}' })).toContain('the secret {api_key}');
    expect(withTest({ url: '/x', headers: { 'X-Key': '{api_key}' } })).toBe('');
    const insecureQueryParameters = {
      params: { key: '{api_key}' },
      reason: 'Nothing else is documented by it.',
    };
    expect(withTest({ url: '/x', insecureQueryParameters })).toBe('');
  });

  it('checks placeholders in GraphQL variables, and leaves GraphQL itself alone', () => {
    const withVariables = (variables: object) =>
      problemsWith({
        connectionTest: {
          request: {
            method: 'POST',
            url: '/graphql',
            body: { encoding: 'graphql', query: '{shop{id}}', variables },
          },
        },
      });
    expect(withVariables({ query: 'x' })).toBe('');
    expect(withVariables({ query: '{nothing}' })).toContain('nothing fills {nothing}');
  });

  it('allows credentials in the manifest for the sandbox only', () => {
    const client = { from: 'fixed', id: 'a', secret: 'b' };
    expect(problemsWithAuth({ client })).toContain('sandbox only');
    expect(problemsWith({ sandbox: true, auth: { ...oauth, client } })).toContain('sandbox only');
    const auth = { ...oauth, client, tokenEndpoint: '{sandbox_url}/token' };
    expect(problemsWith({ sandbox: true, auth })).toBe('');
    const revocation = { kind: 'rfc7009', endpoint: 'https://example.com/revoke' };
    expect(problemsWith({ sandbox: true, auth: { ...auth, revocation } })).toContain('sandbox only');
  });

  it('refuses a client whose credentials nobody types', () => {
    expect(problemsWith({ operatorConfig: [] })).toContain('client_id is not declared');
    expect(problemsWithAuth({ client: { from: 'connection_inputs' } })).toContain(
      'client_id is not declared',
    );
    expect(problemsWithAuth({ client: { from: 'operator_config', secret: null } })).toContain(
      'needs a secret',
    );
  });

  it('wants a client assertion with private_key_jwt, and only then', () => {
    const clientAssertion = {
      algorithm: 'RS256',
      privateKey: 'client_secret',
      issuer: 'x',
      audience: 'https://example.com',
    };
    const method = { tokenEndpointAuthMethod: 'private_key_jwt' };
    expect(problemsWithAuth(method)).toContain('come together');
    expect(problemsWithAuth({ clientAssertion })).toContain('come together');
    expect(problemsWithAuth({ ...method, clientAssertion })).toBe('');
  });

  it('lets another system replace base URLs that there are', () => {
    const environments = [{ name: 'test', baseUrls: { example_base_url: 'https://test.example.com' } }];
    expect(problemsWith({ environments })).toContain('example_base_url replaces no base URL');
    expect(problemsWith({ environments, baseUrls: { example_base_url: 'https://example.com' } })).toBe('');
  });

  it('keeps names apart', () => {
    const input = (name: string) => ({ inputs: [{ ...key, name, secret: false }] });
    const keepAs = (name: string) => ({
      callback: { extraParams: [{ name: 'x', keepAs: name, pattern: '^x$' }] },
    });
    expect(problemsWithAuth(input('client_id'))).toContain('typed in two places');
    expect(problemsWithAuth(input('redirect_uri'))).toContain('the name redirect_uri is taken');
    expect(problemsWithAuth(input('evil_base_url'))).toContain('kept for run settings');
    expect(problemsWithAuth(input('sandbox_url'))).toContain('kept for run settings');
    expect(problemsWithAuth({ ...input('shop'), ...keepAs('shop') })).toContain('the name shop is taken');
    expect(problemsWithAuth(keepAs('access_token'))).toContain('the name access_token is taken');
    expect(problemsWithAuth(keepAs('realm_id'))).toBe('');
  });

  it.each(['.*', '^a', 'a$', '^($', '^a$\n'])('refuses the pattern %j', (pattern) => {
    expect(problemsWithAuth({ inputs: [{ ...key, pattern }] })).toContain('auth.inputs.0.pattern');
  });

  it('wants data types after the ones they need, each once', () => {
    const types = (...dataTypes: object[]) => problemsWith({ dataTypes });
    const account = { type: 'BANK_ACCOUNT' };
    const transaction = { type: 'BANK_TRANSACTION', dependsOn: ['BANK_ACCOUNT'] };
    expect(types(account, transaction)).toBe('');
    expect(types(transaction, account)).toContain('must stand before it');
    expect(types(transaction)).toContain('BANK_TRANSACTION needs BANK_ACCOUNT');
    expect(types(account, account)).toContain('is there twice');
    expect(types()).toContain('dataTypes');
  });

  it('wants a default that fits the setting', () => {
    const setting = { name: 'auto_connect', type: 'boolean', label: text, description: text };
    expect(problemsWith({ settings: [{ ...setting, default: false }] })).toBe('');
    expect(problemsWith({ settings: [{ ...setting, default: 'no' }] })).toContain('settings.0.default');
  });

  it('wants texts in both languages', () => {
    const label = { en: 'Text' };
    expect(problemsWithAuth({ inputs: [{ ...key, label }] })).toContain('auth.inputs.0.label.fr');
  });
});
