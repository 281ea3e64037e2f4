import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey, revokeApiKey } from '@/server/accounts/index.ts';
import { addMs, minuteMs } from '@/server/core/clock.ts';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { type ApiOperation, fillPath, listApiOperations } from '@/server/testing/api-operations.ts';
import { expectProblem } from '@/server/testing/expect-problem.ts';
import { makeConnection, makeUser } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { methods } from './operation.ts';

let test: TestRuntime;
let api: ApiClient;
let operations: ApiOperation[];
/** Real ids: what is refused is refused for nothing else. */
let ids: Record<string, string>;

beforeAll(async () => {
  test = await startTestRuntime();
  api = createApiClient(test.writeKey);
  operations = await listApiOperations();
  const user = await makeUser(api);
  const connection = await makeConnection(api, user.id);
  ids = { userId: user.id, dataConnectionId: connection.id, providerName: 'sandbox_public' };
});
afterAll(() => test.close());

const jsonOperations = () =>
  operations.filter(({ operation }) => operation.body !== undefined && operation.body !== 'bytes');
const newKey = (fields: object = {}) =>
  createApiKey(test.runtime, { accountId: test.accountId, name: 'k', scope: 'WRITE', ...fields });

describe('the key of a request', () => {
  it('is asked for by every operation', async () => {
    expect(operations.length).toBeGreaterThan(15);
    for (const { method, path } of operations) {
      expectProblem(await createApiClient(null)(method, fillPath(path, ids)), 'INVALID_API_KEY');
    }
  });

  it('is refused when malformed, mistyped or unknown', async () => {
    const unknown = (await newKey()).key.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    for (const key of ['', 'x', 'mrg_', unknown, `${test.writeKey}x`, 'a'.repeat(30), 'a'.repeat(5_000)]) {
      expectProblem(await createApiClient(key)('GET', '/profile'), 'INVALID_API_KEY');
    }
  });

  it('is refused from the moment it expires', async () => {
    const { key } = await newKey({ expiresAt: addMs(test.runtime.clock.now(), minuteMs) });
    const call = createApiClient(key);
    expect((await call('GET', '/profile')).status).toBe(200);
    test.passTime(minuteMs);
    expectProblem(await call('GET', '/profile'), 'INVALID_API_KEY');
  });

  it('is refused once it is revoked', async () => {
    const { id, key } = await newKey();
    const call = createApiClient(key);
    expect((await call('GET', '/profile')).status).toBe(200);
    await revokeApiKey(test.runtime, id);
    expectProblem(await call('GET', '/profile'), 'INVALID_API_KEY');
  });

  it('tells nobody which of these it was', async () => {
    const revoked = await newKey();
    await revokeApiKey(test.runtime, revoked.id);
    const details = await Promise.all(
      ['malformed', 'a'.repeat(30), revoked.key].map(
        async (key) => (await createApiClient(key)('GET', '/profile')).body.detail,
      ),
    );
    expect(new Set(details).size).toBe(1);
  });

  it('is accepted as a bearer token too', async () => {
    const call = createApiClient(null);
    for (const authorization of [`Bearer ${test.writeKey}`, `bearer ${test.writeKey}`]) {
      expect((await call('GET', '/profile', { headers: { authorization } })).status).toBe(200);
    }
    for (const authorization of [
      test.writeKey,
      `Basic ${test.writeKey}`,
      'Bearer ',
      `Bearer ${test.writeKey} x`,
    ]) {
      expectProblem(await call('GET', '/profile', { headers: { authorization } }), 'INVALID_API_KEY');
    }
  });

  it('notes when it was last used, without a write per request', async () => {
    const { id, key } = await newKey();
    const lastUse = async () =>
      (await test.runtime.database.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt?.getTime();
    expect(await lastUse()).toBeUndefined();
    await createApiClient(key)('GET', '/profile');
    const first = await lastUse();
    expect(first).toBe(test.runtime.clock.now().getTime());
    test.passTime(10_000);
    await createApiClient(key)('GET', '/profile');
    expect(await lastUse()).toBe(first);
    test.passTime(minuteMs);
    await createApiClient(key)('GET', '/profile');
    expect(await lastUse()).toBe(test.runtime.clock.now().getTime());
  });
});

describe('a read key', () => {
  it('is refused by every operation that writes, before the body is looked at', async () => {
    const call = createApiClient(test.readKey);
    const writes = operations.filter(({ operation }) => operation.scope === 'WRITE');
    expect(writes.length).toBeGreaterThan(8);
    for (const { method, path } of writes) {
      expect(method).not.toBe('GET');
      expectProblem(await call(method, fillPath(path, ids), { raw: '{' }), 'INSUFFICIENT_SCOPE');
    }
    expect((await api('GET', fillPath('/users/{userId}', ids))).status).toBe(200);
  });

  it('reads whatever can be read', async () => {
    const call = createApiClient(test.readKey);
    for (const { method, path, operation } of operations) {
      if (operation.scope === 'WRITE') continue;
      const expected = operation.success.none === undefined ? [200] : [200, 204];
      expect(expected, path).toContain((await call(method, fillPath(path, ids))).status);
    }
  });

  it('is what every GET takes, and nothing else', () => {
    for (const { method, operation } of operations) expect(operation.scope === 'READ').toBe(method === 'GET');
  });
});

describe('paths and methods', () => {
  it.each(['/', '/user', '/users/legal/x', '/users/x/y', '/..%2f..', '/v7', '/openapi'])(
    'answers 404 for %s, which nobody declared',
    async (path) => {
      expectProblem(await api('GET', path), 'ROUTE_NOT_FOUND');
      expectProblem(await api('POST', path, { body: {} }), 'ROUTE_NOT_FOUND');
    },
  );

  it('answers 405 with Allow for every method a route does not know', async () => {
    const byPath = Map.groupBy(operations, ({ path }) => path);
    for (const [path, known] of byPath) {
      const allowed = known.map(({ method }) => method);
      for (const method of [...methods, 'HEAD', 'OPTIONS']) {
        if (allowed.some((one) => one === method)) continue;
        const answer = await api(method, fillPath(path, ids));
        expectProblem(answer, 'METHOD_NOT_ALLOWED');
        expect(answer.headers.get('allow')).toBe(allowed.join(', '));
      }
    }
  });
});

describe('bodies', () => {
  const legal = (raw: BodyInit, headers: Record<string, string> = {}) =>
    api('POST', '/users/legal', { raw, headers });

  it('are refused over 1 MiB by Content-Length, before they are read', async () => {
    for (const { method, path, operation } of operations) {
      if (operation.body === undefined) continue;
      const headers = { 'content-length': '2000000' };
      expectProblem(await api(method, fillPath(path, ids), { raw: '{}', headers }), 'BODY_TOO_LARGE');
    }
  });

  it('are refused over 1 MiB while they stream, without reading on', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    expectProblem(await legal(endless), 'BODY_TOO_LARGE');
    expect(sent).toBeLessThan(2 * 1024 * 1024);
  });

  it('may have exactly 1 MiB', async () => {
    const body = JSON.stringify({ name: 'Marnie' });
    expect((await legal(body.padEnd(1024 * 1024, ' '))).status).toBe(201);
    expectProblem(await legal(body.padEnd(1024 * 1024 + 1, ' ')), 'BODY_TOO_LARGE');
  });

  it('must be called JSON', async () => {
    for (const { method, path } of jsonOperations()) {
      const form = { raw: 'name=Marnie', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
      expectProblem(await api(method, fillPath(path, ids), form), 'UNSUPPORTED_MEDIA_TYPE');
    }
    for (const type of ['', 'text/plain', 'text/json', 'application/jsonp', 'multipart/form-data']) {
      expectProblem(await legal('{"name":"Marnie"}', { 'content-type': type }), 'UNSUPPORTED_MEDIA_TYPE');
    }
    for (const type of ['application/json; charset=utf-8', 'Application/JSON', 'application/vnd.api+json']) {
      expect((await legal('{"name":"Marnie"}', { 'content-type': type })).status).toBe(201);
    }
  });

  it('must be JSON', async () => {
    for (const { method, path, operation } of jsonOperations()) {
      const empty = operation.bodyIsOptional ? [] : [''];
      for (const raw of [...empty, '{', '{"name":}', "{'name': 'x'}", 'undefined']) {
        expectProblem(await api(method, fillPath(path, ids), { raw }), 'MALFORMED_JSON');
      }
    }
  });

  it('must be UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    expectProblem(await legal(Uint8Array.from(bytes)), 'MALFORMED_JSON');
  });

  it('must be an object', async () => {
    for (const { method, path } of jsonOperations()) {
      for (const raw of ['null', '[]', '1', '"x"', 'true']) {
        expectProblem(await api(method, fillPath(path, ids), { raw }), 'VALIDATION_FAILED');
      }
    }
  });

  it('may be nested as deep as 1 MiB allows without harm', async () => {
    const deep = `{"name":${'['.repeat(400_000)}${']'.repeat(400_000)}}`;
    expect((await legal(deep)).status).toBeLessThan(500);
  });

  it('are refused with a field nobody knows, and told the near one', async () => {
    const { body } = await legal('{"nmae":"Marnie","siern":"812345678","zzz":1}');
    expect(body.errors).toEqual(
      expect.arrayContaining([
        { path: 'nmae', message: 'is not a known field; did you mean name?' },
        { path: 'siern', message: 'is not a known field; did you mean siren?' },
        { path: 'zzz', message: 'is not a known field' },
      ]),
    );
  });

  it('cannot reach prototypes', async () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      for (const { method, path } of jsonOperations()) {
        const raw = `{"${name}":{"polluted":true}}`;
        const { status } = await api(method, fillPath(path, ids), { raw });
        expect([200, 422], `${method} ${path} ${name}`).toContain(status);
      }
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('query parameters', () => {
  it('are refused by every operation when nobody knows them', async () => {
    for (const { method, path } of operations) {
      const answer = await api(method, `${fillPath(path, ids)}?colour=blue`);
      const problem = expectProblem(answer, 'VALIDATION_FAILED');
      expect(problem.errors?.map((error) => error.path)).toEqual(['colour']);
    }
  });

  it('are refused twice', async () => {
    expectProblem(await api('GET', '/users?group=a&group=b'), 'VALIDATION_FAILED');
  });
});

describe('every answer', () => {
  it('has a request id, which the body of an error and the log line carry too', async () => {
    const found = await api('GET', fillPath('/users/{userId}', ids));
    const refused = await api('GET', '/users/x');
    expect(refused.body.request_id).toBe(refused.headers.get('x-request-id'));
    for (const [{ headers }, status] of [
      [found, 200],
      [refused, 404],
    ] as const) {
      const id = headers.get('x-request-id');
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      const lines = test
        .logged()
        .split('\n')
        .filter((line) => line.includes(`${id}`));
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { method: 'GET', path: '/users/{userId}', status, msg: 'request' },
      ]);
    }
  });

  it('may be kept by nobody, framed by nobody, and run as nothing', async () => {
    const answers = [
      await api('GET', '/profile'),
      await api('GET', '/users/x'),
      await api('GET', '/nowhere'),
      await api('DELETE', '/profile'),
      await createApiClient(null)('GET', '/openapi.json'),
    ];
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it('says the path of the request without its query', async () => {
    expect((await api('GET', '/users?secret=1')).body.instance).toBe('/api/v6/users');
  });

  it('takes cookies for nothing', async () => {
    const headers = { cookie: `x-api-key=${test.writeKey}` };
    expectProblem(await createApiClient(null)('GET', '/profile', { headers }), 'INVALID_API_KEY');
  });
});
