import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ProviderLimitError } from '@/server/providers/index.ts';
import { answerWith, type LocalProvider, startLocalProvider } from '@/server/testing/local-provider.ts';
import { openGate, type PullChanges, pullAll, pullInput, type TestRead } from '@/server/testing/pulled.ts';
import { PullError } from './pull-error.ts';

let provider: LocalProvider;
let gate = openGate();
beforeAll(async () => {
  provider = await startLocalProvider(700);
});
beforeEach(() => {
  provider.received = [];
  gate = openGate();
});
afterAll(() => provider.close());

async function failure(changes: PullChanges = {}): Promise<PullError> {
  const error: unknown = await pullAll(pullInput(provider, { limits: gate, ...changes })).catch(
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(PullError);
  // Every turn that was taken was given back, whatever happened.
  expect(gate.outcomes).toHaveLength(gate.entered);
  return error as PullError;
}

const linkBody: TestRead = { pagination: { style: 'link_body', nextLinkPath: 'next' } };
const pages: TestRead = { pagination: { style: 'page', page: { param: 'page' } } };

describe('an answer with the status', () => {
  it.each([
    [403, 'forbidden', 'PERMISSION_NOT_GRANTED'],
    [404, 'bad_answer', 'NOT_FOUND'],
    [400, 'bad_answer', 'REQUEST_REFUSED'],
    [302, 'bad_answer', 'UNEXPECTED_ANSWER'],
    [408, 'unreachable', 'PROVIDER_UNREACHABLE'],
    [425, 'unreachable', 'PROVIDER_UNREACHABLE'],
    [500, 'unreachable', 'PROVIDER_UNREACHABLE'],
    [503, 'unreachable', 'PROVIDER_UNREACHABLE'],
    [429, 'rate_limited', 'RATE_LIMITED'],
  ])('%i is %s', async (status, kind, code) => {
    provider.answer = answerWith(status, '<html>canary</html>', { 'retry-after': '7', location: '/x' });
    const error = await failure();
    expect(error).toMatchObject({ kind, code, retryAfterMs: status === 302 ? null : 7000 });
    expect(gate.outcomes).toEqual([{ kind: 'answered', status, retryAfter: status === 302 ? null : 7 }]);
    expect(error.message).not.toMatch(/canary|127\.0\.0\.1|items/);
  });
});

describe('a 401', () => {
  it('renews the credential once, and the same request goes out again', async () => {
    provider.answer = ({ headers }, response) =>
      response.writeHead(headers.authorization === 'Bearer token-2' ? 200 : 401).end('{"items":[{"id":1}]}');
    const input = pullInput(provider, { limits: gate, reads: [{}, {}], tokens: ['token-1', 'token-2'] });
    const { ids } = await pullAll(input);
    expect(ids).toEqual(['1', '1']);
    expect(gate.outcomes).toMatchObject([{ status: 401 }, { status: 200 }, { status: 200 }]);
  });

  it('on the renewed credential is the last word, at once or later in the run', async () => {
    provider.answer = answerWith(401, '');
    expect(await failure({ tokens: ['token-1', 'token-2', 'token-3'] })).toMatchObject({
      kind: 'unauthorized',
      code: 'RENEWED_CREDENTIAL_REFUSED',
    });
    expect(provider.received).toHaveLength(2);
    provider.answer = ({ headers, url }, response) =>
      response
        .writeHead(headers.authorization === 'Bearer token-2' && url === '/items?page=1' ? 200 : 401)
        .end('{"items":[{"id":1}]}');
    expect(await failure({ tokens: ['token-1', 'token-2', 'token-3'], reads: [pages] })).toMatchObject({
      kind: 'unauthorized',
    });
    expect(provider.received).toHaveLength(5);
  });

  it('on a credential that cannot be renewed is the last word', async () => {
    provider.answer = answerWith(401, '');
    expect(await failure()).toMatchObject({ kind: 'unauthorized' });
    expect(provider.received).toHaveLength(1);
  });
});

describe('an error with status 200', () => {
  const api = {
    errorIn200: {
      path: 'errors',
      codePath: 'errors[0].code',
      meanings: {
        THROTTLED: 'rate_limited',
        DENIED: 'insufficient_scope',
        EXPIRED: 'invalid_grant',
        WRONG: 'invalid_request',
      } as const,
    },
    rateLimits: [
      { scope: 'account', unit: 'points', limit: 100, perSeconds: 1, remainingPath: 'cost.left' } as const,
    ],
  };

  it.each([
    ['THROTTLED', 'rate_limited', 429],
    ['DENIED', 'forbidden', 403],
    ['EXPIRED', 'unauthorized', 401],
    ['WRONG', 'bad_answer', 400],
    ['SOMETHING', 'unreachable', 503],
  ])('of the code %s is %s, also for the limits', async (code, kind, status) => {
    provider.answer = answerWith(200, { errors: [{ code }], cost: { left: 12 } });
    expect(await failure({ api })).toMatchObject({ kind });
    expect(gate.outcomes).toEqual([{ kind: 'answered', status, retryAfter: null, cost: { remaining: 12 } }]);
  });

  it('is renewed like a 401 when it is about the token', async () => {
    provider.answer = ({ headers }, response) =>
      response.end(
        headers.authorization === 'Bearer token-2'
          ? '{"items":[{"id":1}]}'
          : '{"errors":[{"code":"EXPIRED"}]}',
      );
    const { ids } = await pullAll(pullInput(provider, { api, tokens: ['token-1', 'token-2'] }));
    expect(ids).toEqual(['1']);
  });
});

describe('no answer', () => {
  it.each([
    ['a hang', () => undefined],
    ['a reset', (request: { socket: { destroy(): void } }) => request.socket.destroy()],
  ] as const)('because of %s is unreachable', async (_, answer) => {
    provider.answer = answer as LocalProvider['answer'];
    expect(await failure()).toMatchObject({ kind: 'unreachable', code: 'PROVIDER_UNREACHABLE' });
    expect(gate.outcomes).toEqual([{ kind: 'unreachable' }]);
  });

  it('because of a drip ends with the deadline', async () => {
    provider.answer = (request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 50);
      request.socket.on('close', () => clearInterval(timer));
    };
    expect(await failure()).toMatchObject({ kind: 'unreachable' });
  });

  it('because of a reset in the middle of the body is unreachable', async () => {
    provider.answer = (request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"items":[', () => request.socket.destroy());
    };
    expect(await failure()).toMatchObject({ kind: 'unreachable' });
  });

  it('because a stop is asked for: the caller gets its own reason, and the provider is not blamed', async () => {
    const controller = new AbortController();
    provider.answer = () => controller.abort(new Error('stop'));
    const run = pullAll(pullInput(provider, { limits: gate, signal: controller.signal }));
    await expect(run).rejects.toThrow('stop');
    expect(gate.outcomes).toEqual([{ kind: 'abandoned' }]);
    await expect(pullAll(pullInput(provider, { signal: controller.signal }))).rejects.toThrow('stop');
    expect(provider.received).toHaveLength(1);
  });
});

describe('an answer that nobody can use', () => {
  it.each<[string, string | Buffer]>([
    ['HTML', '<html>Sign in</html>'],
    ['half of JSON', '{"items":[{"id":1}'],
    ['nothing', ''],
    ['spaces', '  '],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])],
    ['a million arrays in each other', `${'['.repeat(1e6)}${']'.repeat(1e6)}`],
    ['a million arrays in an item', `{"items":[${'['.repeat(1e6)}${']'.repeat(1e6)}]}`],
    [
      'a million arrays and a long number',
      `{"n":12345678901234567890,"items":[${'['.repeat(1e6)}${']'.repeat(1e6)}]}`,
    ],
  ])('%s', async (_, body) => {
    provider.answer = (__, response) => response.end(body);
    expect(await failure()).toMatchObject({ kind: 'bad_answer', code: 'UNEXPECTED_ANSWER' });
    expect(gate.outcomes).toMatchObject([{ kind: 'answered', status: 200 }]);
  });

  it('because it is too large, also when it was packed', async () => {
    const body = Buffer.alloc(11 * 1024 * 1024, ' ');
    provider.answer = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(body));
    expect(await failure()).toMatchObject({ kind: 'bad_answer', code: 'ANSWER_TOO_LARGE' });
    provider.answer = (_, response) => response.end(body);
    expect(await failure()).toMatchObject({ kind: 'bad_answer', code: 'ANSWER_TOO_LARGE' });
  });

  it('because a record is not as documented: the fields are named, not what they hold', async () => {
    const schema = z.object({
      id: z.string(),
      money: z.object({ amount: z.string() }),
      by: z.record(z.string(), z.int()),
    });
    provider.answer = answerWith(200, {
      items: [{ id: 1, money: { amount: 'canary'.length }, by: { 'canary@x': 'y' } }],
    });
    const error = await failure({ normalizers: (item) => [{ sourceId: 'x', fields: schema.parse(item) }] });
    expect(error).toMatchObject({
      kind: 'bad_answer',
      code: 'UNEXPECTED_ANSWER',
      message: 'BANK_TRANSACTION: a record is not as documented at id, money.amount, by.…',
    });
  });

  it('because a normalizer cannot make sense of it, or a record has no id', async () => {
    provider.answer = answerWith(200, { items: [{ id: '' }] });
    expect((await failure()).message).toBe('BANK_TRANSACTION: a record has no id');
    const error = await failure({
      normalizers: () => {
        throw new Error('canary');
      },
    });
    expect(error.message).toBe('BANK_TRANSACTION: a record is not as documented');
  });
});

describe('a link to the next page', () => {
  it('that leads to another server is not followed: the token would go there', async () => {
    const taken: unknown[] = [];
    const thief = createServer((request) => taken.push(request)).listen(0, '127.0.0.1');
    await new Promise((resolve) => thief.once('listening', resolve));
    const port = (thief.address() as { port: number }).port;
    const host = new URL(provider.origin).host;
    for (const next of [
      `http://127.0.0.1:${port}/`,
      `//127.0.0.1:${port}/`,
      'https://example.com/',
      `https://${host}/`,
      `http://user:pass@${host}/`,
      'file:///etc/passwd',
      'javascript:1',
      'http://',
    ]) {
      provider.answer = answerWith(200, { items: [{ id: 1 }], next });
      expect(await failure({ reads: [linkBody] })).toMatchObject({
        kind: 'bad_answer',
        code: 'FOREIGN_LINK',
      });
    }
    expect(taken).toEqual([]);
    thief.close();
  });

  it.each([
    ['header', '<unclosed; rel="next"'],
    ['header', 'no link at all'],
  ])('in a %s that cannot be read', async (_, link) => {
    provider.answer = answerWith(200, { items: [{ id: 1 }] }, { link });
    expect(await failure({ reads: [{ pagination: { style: 'link_header' } }] })).toMatchObject({
      kind: 'bad_answer',
      code: 'UNEXPECTED_ANSWER',
    });
  });

  it('that is no text', async () => {
    provider.answer = answerWith(200, { items: [{ id: 1 }], next: { href: '/x' } });
    expect(await failure({ reads: [linkBody] })).toMatchObject({ kind: 'bad_answer' });
  });
});

describe('pages without an end', () => {
  let round = 0;
  const endless = (body: () => unknown) => {
    round = 0;
    provider.answer = (_, response) => {
      round += 1;
      response.end(JSON.stringify(body()));
    };
  };

  it.each<[string, TestRead, () => unknown]>([
    [
      'the same cursor',
      { pagination: { style: 'cursor', cursor: { param: 'c' }, nextPath: 'next' } },
      () => ({ items: [{ id: round }], next: 'c1' }),
    ],
    [
      'cursors in a circle',
      { pagination: { style: 'cursor', cursor: { param: 'c' }, nextPath: 'next' } },
      () => ({ items: [{ id: round }], next: `c${round % 7}` }),
    ],
    ['links in a circle', linkBody, () => ({ items: [{ id: round }], next: `/items?c=${round % 5}` })],
    ['the same page', pages, () => ({ items: [{ id: 1 }] })],
    [
      'the list from its beginning, with other cursors',
      { pagination: { style: 'cursor', cursor: { param: 'c' }, nextPath: 'next' } },
      () => ({ items: [{ id: round % 9 }], next: `c${round}` }),
    ],
  ])('%s', async (_, read, body) => {
    endless(body);
    expect(await failure({ reads: [read] })).toMatchObject({ kind: 'bad_answer', code: 'ENDLESS_PAGES' });
    expect(round).toBeLessThan(40);
  });

  it('that go back', async () => {
    endless(() => ({ items: [{ id: round }], next: 1 }));
    const read: TestRead = { pagination: { style: 'page', page: { param: 'p' }, nextPath: 'next' } };
    expect(await failure({ reads: [read] })).toMatchObject({ kind: 'bad_answer', code: 'UNEXPECTED_ANSWER' });
  });

  it('that count in words', async () => {
    endless(() => ({ items: [{ id: round }], total: 'many' }));
    const read: TestRead = { pagination: { style: 'page', page: { param: 'p' }, totalPagesPath: 'total' } };
    expect(await failure({ reads: [read] })).toMatchObject({ kind: 'bad_answer' });
  });
});

describe('a request that cannot be made', () => {
  const read: TestRead = { request: { url: '/companies/{user_siren}' }, recordPath: '$' };

  it('lacks the SIREN of the user, and nothing is sent', async () => {
    expect(await failure({ reads: [read] })).toMatchObject({
      kind: 'missing_input',
      code: 'USER_SIREN_MISSING',
    });
    expect([provider.received.length, gate.entered]).toEqual([0, 0]);
    provider.answer = answerWith(200, { id: 1 });
    await pullAll(pullInput(provider, { reads: [read], userSiren: '552032534' }));
    expect(provider.received[0]?.url).toBe('/companies/552032534');
  });

  it('lacks a value of the connection', async () => {
    const forEach = { type: 'BANK_ACCOUNT', field: 'id', as: 'account' };
    const reads: TestRead[] = [{ request: { url: '/x/{account}' } }, { forEach }];
    expect(await failure({ reads })).toMatchObject({ kind: 'missing_input', code: 'VALUE_MISSING' });
  });

  it('has a credential that no header can carry', async () => {
    expect(await failure({ tokens: ['tökén…'] })).toMatchObject({ kind: 'unauthorized' });
    expect(provider.received).toEqual([]);
  });

  it('has to wait longer than is good', async () => {
    for (const [reason, code] of [
      ['rate', 'WAITING_FOR_PROVIDER_LIMIT'],
      ['breaker', 'PROVIDER_IN_TROUBLE'],
    ] as const) {
      const limits = {
        enter: async () => {
          throw new ProviderLimitError(reason, 1234);
        },
      };
      expect(await failure({ limits })).toMatchObject({ kind: 'rate_limited', code, retryAfterMs: 1234 });
    }
    expect(provider.received).toEqual([]);
  });
});
