import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, type CallChanges, localCall, type RequestInput } from '@/server/testing/local-call.ts';
import { answerWith, type LocalProvider, startLocalProvider } from '@/server/testing/local-provider.ts';
import { readFromProvider, sendProviderRequest } from './send-request.ts';

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

describe('the answer', () => {
  it('comes parsed, with status, headers and Retry-After', async () => {
    provider.answer = answerWith(404, { error: 'gone' }, { 'x-a': 'b', 'retry-after': '7' });
    const { headers, ...answer } = await send();
    expect(answer).toEqual({ status: 404, body: { error: 'gone' }, retryAfter: 7 });
    expect(headers.get('x-a')).toBe('b');
  });

  it.each([
    [204, ''],
    [401, '<html>'],
    [404, 'no'],
  ])('of status %i with the body %j has no body', async (status, body) => {
    provider.answer = answerWith(status, body);
    expect(await send()).toMatchObject({ status, body: null, retryAfter: null });
  });

  it.each([408, 425, 429, 500, 502, 503])('of status %i says nothing but "later"', async (status) => {
    const date = 'Mon, 23 Nov 2026 21:30:00 GMT';
    provider.answer = answerWith(status, 'x', { date, 'retry-after': 'Mon, 23 Nov 2026 21:31:00 GMT' });
    await expect(send()).rejects.toMatchObject({ kind: 'unreachable', status, retryAfter: 60 });
  });

  it.each(['<html>Sign in</html>', '{"a":', 'canary'])('of status 200 must be JSON, not %j', async (body) => {
    provider.answer = answerWith(200, body);
    await expect(send()).rejects.toMatchObject({ kind: 'bad_answer', message: 'bad_answer: not JSON' });
  });

  it('must not be a redirect', async () => {
    provider.answer = answerWith(302, '', { location: '/elsewhere' });
    await expect(send()).rejects.toMatchObject({ kind: 'bad_answer' });
    expect(provider.received).toHaveLength(1);
  });

  it('that never comes, or breaks off, is no answer', async () => {
    provider.answer = () => undefined;
    await expect(send()).rejects.toMatchObject({ kind: 'unreachable', status: null });
    provider.answer = (incoming) => incoming.socket.destroy();
    await expect(send()).rejects.toMatchObject({ kind: 'unreachable', status: null });
    await expect(send({ url: 'https://127.0.0.1/' })).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('can be waited for no longer: the caller gets its own reason', async () => {
    provider.answer = () => undefined;
    const reason = new Error('shutting down');
    await expect(send({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('never shows what was sent in an error', async () => {
    provider.answer = () => undefined;
    const api: Api = { authentication: { kind: 'bearer' } };
    const error: unknown = await send({ params: { q: 'canary' } }, { api }).catch((reason) => reason);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/canary|q=|\/v2/);
  });
});

describe('an error with status 200', () => {
  const errorIn200: Api['errorIn200'] = {
    path: 'status',
    success: [0],
    codePath: 'code',
    meanings: { denied: 'unauthorized', slow: 'rate_limited', wrong: 'invalid_request' },
  };

  it.each([
    ['denied', 'unauthorized'],
    ['slow', 'unreachable'],
    ['wrong', 'bad_answer'],
    ['unheard_of', 'unreachable'],
  ])('with the code %s means %s', async (code, kind) => {
    provider.answer = answerWith(200, { status: 1, code });
    await expect(send({}, { api: { errorIn200 } })).rejects.toMatchObject({ kind });
  });

  it('is none when the field says success, or is not there', async () => {
    provider.answer = answerWith(200, { status: 0, code: 'denied' });
    expect(await send({}, { api: { errorIn200 } })).toMatchObject({ status: 200 });
    provider.answer = answerWith(200, { data: 1 });
    expect(await send({}, { api: { errorIn200: { path: 'errors' } } })).toMatchObject({ status: 200 });
    provider.answer = answerWith(200, { errors: [] });
    await expect(send({}, { api: { errorIn200: { path: 'errors' } } })).rejects.toThrow('error in the body');
  });
});

describe('readFromProvider', () => {
  const read = () => readFromProvider(localCall(provider));

  it('answers with the body', async () => {
    expect(await read()).toEqual({ ok: true });
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [400, 'bad_answer'],
    [404, 'bad_answer'],
    [503, 'unreachable'],
  ])('throws for status %i: %s', async (status, kind) => {
    provider.answer = answerWith(status, {});
    await expect(read()).rejects.toMatchObject({ name: 'ProviderCallError', kind, status });
  });
});
