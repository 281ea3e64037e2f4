import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, type CallChanges, localCall, type RequestInput } from '@/server/testing/local-call.ts';
import { answerWith, type LocalProvider, startLocalProvider } from '@/server/testing/local-provider.ts';
import { composeRequest } from './compose-request.ts';
import { sendProviderRequest } from './send-request.ts';

let provider: LocalProvider;
beforeAll(async () => {
  provider = await startLocalProvider(300);
});
beforeEach(() => {
  provider.received = [];
  provider.answer = answerWith(200, { ok: true });
});
afterAll(() => provider.close());

const send = (request: RequestInput = {}, changes: CallChanges = {}) =>
  sendProviderRequest(localCall(provider, request, changes));

describe('the request', () => {
  it('goes to a path below the base URL, with parameters', async () => {
    await send({ url: '/accounts/{account}?x={account}', params: { q: '{account}', page: '1' } });
    expect(provider.received[0]).toMatchObject({
      method: 'GET',
      url: '/v2/accounts/a%2Fb%20c%26d?x=a%2Fb%20c%26d&q=a%2Fb%20c%26d&page=1',
      body: '',
    });
  });

  it('goes to an absolute URL', async () => {
    await send({ url: '{local_base_url}/elsewhere' });
    expect(provider.received[0]?.url).toBe('/elsewhere');
  });

  it('carries the headers of the API and of the request, which wins', async () => {
    await send(
      { headers: { 'x-version': '2', 'X-Account': '7' } },
      { api: { headers: { 'X-Version': '1', Accept: 'application/vnd.api+json' } } },
    );
    expect(provider.received[0]?.headers).toMatchObject({
      accept: 'application/vnd.api+json',
      'x-version': '2',
      'x-account': '7',
    });
  });

  it('asks for JSON when the manifest does not say', async () => {
    await send();
    expect(provider.received[0]?.headers.accept).toBe('application/json');
  });

  it('carries the headers of the environment', async () => {
    const environments = [{ name: 'test', baseUrls: {}, headers: { 'X-Test': '1' } }];
    await send({}, { environments, values: { environment: 'test' } });
    await send({}, { environments });
    expect(provider.received.map(({ headers }) => headers['x-test'])).toEqual(['1', undefined]);
  });

  it('sends a form', async () => {
    await send({
      method: 'POST',
      body: { encoding: 'form', fields: { action: 'get', account: '{account}' } },
    });
    expect(provider.received[0]).toMatchObject({
      method: 'POST',
      body: 'action=get&account=a%2Fb+c%26d',
      headers: { 'content-type': expect.stringContaining('application/x-www-form-urlencoded') },
    });
  });

  it('sends JSON, filled at any depth', async () => {
    const value = { a: '{account}', deep: { list: ['{account}', 1, null, true] } };
    await send({ method: 'PUT', body: { encoding: 'json', value } });
    expect(provider.received[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(provider.received[0]?.body ?? '')).toEqual({
      a: 'a/b c&d',
      deep: { list: ['a/b c&d', 1, null, true] },
    });
  });

  it('sends GraphQL, whose braces are no placeholders', async () => {
    const query = 'query($id:String){ account(id:$id) {name} }';
    await send({ method: 'POST', body: { encoding: 'graphql', query, variables: { id: '{account}' } } });
    expect(JSON.parse(provider.received[0]?.body ?? '')).toEqual({ query, variables: { id: 'a/b c&d' } });
  });

  it('is not sent when a value is missing', async () => {
    await expect(send({ url: '/{access_tokens}' })).rejects.toThrow('{access_tokens} has no value');
    expect(provider.received).toEqual([]);
  });
});

describe('the credential', () => {
  const basicOf = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it.each([
    ['bearer', { kind: 'bearer' }, 'authorization', 'Bearer canary-token'],
    ['its own scheme', { kind: 'bearer', scheme: 'Zoho' }, 'authorization', 'Zoho canary-token'],
    ['a header', { kind: 'headers', headers: { 'X-Key': '{api_key}' } }, 'x-key', 'canary-key'],
    [
      'basic',
      { kind: 'basic', username: '{api_key}', password: '' },
      'authorization',
      basicOf('canary-key:'),
    ],
  ] as const)('travels as %s', async (_, authentication, header, value) => {
    await send({}, { api: { authentication } });
    expect(provider.received[0]?.headers[header]).toBe(value);
  });

  it('is that of our registration where the request says so, and none where it says none', async () => {
    const api: Api = { authentication: { kind: 'bearer' } };
    await send({ authentication: 'client_basic' }, { api });
    await send({ authentication: 'none' }, { api });
    expect(provider.received.map(({ headers }) => headers.authorization)).toEqual([
      basicOf('our-id:our-secret'),
      undefined,
    ]);
  });

  it('is not replaced by another header', async () => {
    await send(
      { headers: { authorization: 'Bearer other' } },
      { api: { authentication: { kind: 'bearer' } } },
    );
    expect(provider.received[0]?.headers.authorization).toBe('Bearer canary-token');
  });

  it('that no header can carry is refused without a request and without being told', async () => {
    const api: Api = { authentication: { kind: 'headers', headers: { 'X-Key': '{api_key}' } } };
    await expect(send({}, { api, values: { api_key: 'canary€' } })).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.not.stringContaining('canary'),
    });
    await expect(send({}, { api, values: { api_key: 'canary\r\nx: y' } })).rejects.toMatchObject({
      message: expect.not.stringContaining('canary'),
    });
    expect(provider.received).toEqual([]);
  });
});

describe('a value that may be missing', () => {
  const texts = { since: 'from {since}', q: '{account}' };
  const compose = (request: RequestInput, values = {}) => {
    const call = localCall(provider, request, { values });
    return composeRequest(call.manifest, call.request, call.values, new Set(['since']));
  };

  it('leaves out the parameters, headers and fields that need it, and nothing else', () => {
    const { url, headers, body } = compose({
      params: texts,
      headers: { 'X-Since': '{since}', 'X-Account': '7' },
      body: { encoding: 'form', fields: texts },
    });
    expect(url.search).toBe('?q=a%2Fb%20c%26d');
    expect(headers).toMatchObject({ 'x-account': '7' });
    expect(headers).not.toHaveProperty('x-since');
    expect(String(body)).toBe('q=a%2Fb+c%26d');
  });

  it('leaves out values of JSON at any depth', () => {
    const value = {
      ...texts,
      filter: { since: '{since}', list: ['{since}', 1, null, { a: '{since}', b: true }] },
    };
    const rest = { q: 'a/b c&d', filter: { list: [1, null, { b: true }] } };
    const json = compose({ method: 'POST', body: { encoding: 'json', value } });
    expect(JSON.parse(String(json.body))).toEqual(rest);
    const graphql = compose({
      method: 'POST',
      body: { encoding: 'graphql', query: '{since}', variables: value },
    });
    expect(JSON.parse(String(graphql.body))).toEqual({ query: '{since}', variables: rest });
  });

  it('is put in when it is there, and missed in a path', () => {
    expect(compose({ params: texts }, { since: 'x' }).url.search).toBe('?since=from%20x&q=a%2Fb%20c%26d');
    expect(() => compose({ url: '/{since}' })).toThrow('{since} has no value');
  });
});
