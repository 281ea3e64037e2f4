import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpClient, type HttpClient, type HttpClientOptions } from './index.ts';

const open: { server: Server; client: HttpClient }[] = [];

afterEach(async () => {
  for (const { server, client } of open.splice(0)) {
    server.closeAllConnections();
    server.close();
    await client.close();
  }
});

/** A real server on loopback, named as an allowed origin, and a client for it. */
async function serve(listener: RequestListener, options: Partial<HttpClientOptions> = {}) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createHttpClient({ allowedOrigins: [origin], timeoutMs: 5_000, ...options });
  open.push({ server, client });
  return { origin, client };
}

const MiB = 1024 * 1024;

describe('an answer', () => {
  it('arrives whole, with its status and headers, as a global Response', async () => {
    const { origin, client } = await serve((request, response) => {
      response.writeHead(201, { 'x-method': request.method, 'content-type': 'application/json' });
      request.pipe(response);
    });
    const body = new URLSearchParams({ grant_type: 'refresh_token' });
    const answer = await client.fetch(`${origin}/token`, { method: 'POST', body });
    expect(answer).toBeInstanceOf(Response);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-method')).toBe('POST');
    expect(await answer.text()).toBe('grant_type=refresh_token');
  });

  it.each([400, 401, 404, 429, 500, 503])('of status %i is an answer and no error', async (status) => {
    const { origin, client } = await serve((_, response) => response.writeHead(status).end('no'));
    expect((await client.fetch(origin)).status).toBe(status);
  });

  it('without a body is fine', async () => {
    const { origin, client } = await serve((_, response) => response.writeHead(204).end());
    expect(await (await client.fetch(origin)).text()).toBe('');
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('in %s is decoded', async (encoding, compress) => {
    const { origin, client } = await serve((_, response) => {
      response.setHeader('content-encoding', encoding);
      response.end(compress('{"a":1}'));
    });
    const answer = await client.fetch(origin);
    expect(await answer.json()).toEqual({ a: 1 });
    expect(answer.headers.has('content-encoding')).toBe(false);
  });
});

describe('a request is sent once', () => {
  it('after 421, which fetch would answer with a second request', async () => {
    let requests = 0;
    const { origin, client } = await serve((_, response) => {
      requests += 1;
      response.writeHead(421).end();
    });
    await expect(client.fetch(origin, { method: 'POST', body: 'code=1' })).rejects.toMatchObject({
      kind: 'unreachable',
      reason: 'RETRY_REFUSED',
    });
    expect(requests).toBe(1);
  });

  it.each(['GET', 'POST'])('when the connection is reset after %s', async (method) => {
    let requests = 0;
    const { origin, client } = await serve((request) => {
      requests += 1;
      request.socket.resetAndDestroy();
    });
    await expect(client.fetch(origin, { method })).rejects.toMatchObject({ kind: 'unreachable' });
    expect(requests).toBe(1);
  });

  it('when a kept connection is closed under the next request', async () => {
    let requests = 0;
    const { origin, client } = await serve((request, response) => {
      requests += 1;
      if (requests === 1) response.end('first');
      else request.socket.destroy();
    });
    await client.fetch(origin);
    await expect(client.fetch(origin, { method: 'POST', body: 'x' })).rejects.toMatchObject({
      kind: 'unreachable',
    });
    expect(requests).toBe(2);
  });
});

describe('redirects are not followed', () => {
  it.each([301, 302, 303, 307, 308])('%i to the metadata service is an error', async (status) => {
    const paths: (string | undefined)[] = [];
    const { origin, client } = await serve((request, response) => {
      paths.push(request.url);
      const location = paths.length === 1 ? 'http://169.254.169.254/latest/' : '/again';
      response.writeHead(status, { location }).end();
    });
    await expect(client.fetch(`${origin}/start`)).rejects.toMatchObject({
      kind: 'redirect',
      reason: String(status),
    });
    await expect(client.fetch(`${origin}/start`)).rejects.toMatchObject({ kind: 'redirect' });
    expect(paths).toEqual(['/start', '/start']);
  });
});

describe('the deadline', () => {
  const drip = (_: IncomingMessage, response: ServerResponse) => {
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  };

  it.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    ['sends headers and then nothing', (_, response) => response.writeHead(200).flushHeaders()],
    ['drips a byte at a time', drip],
  ])('ends a request to a server that %s', async (_, listener) => {
    const { origin, client } = await serve(listener, { timeoutMs: 300 });
    const before = performance.now();
    await expect(client.fetch(origin)).rejects.toMatchObject({ kind: 'timeout' });
    expect(performance.now() - before).toBeLessThan(1_300);
  });

  it('covers a resolver that never answers', async () => {
    const client = createHttpClient({
      allowedOrigins: [],
      timeoutMs: 200,
      resolve: () => new Promise(() => {}),
    });
    await expect(client.fetch('https://provider.example/')).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('covers the wait for a free connection', async () => {
    const { origin, client } = await serve(() => undefined, { maxConnectionsPerOrigin: 1 });
    const first = client.fetch(origin, { timeoutMs: 600 });
    const second = client.fetch(origin, { timeoutMs: 200 });
    await expect(second).rejects.toMatchObject({ kind: 'timeout' });
    await expect(first).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('can be set per request', async () => {
    const { origin, client } = await serve(() => undefined);
    await expect(client.fetch(origin, { timeoutMs: 100 })).rejects.toMatchObject({ kind: 'timeout' });
  });
});

it('at most the given number of requests to one origin is in flight', async () => {
  let inFlight = 0;
  let most = 0;
  const { origin, client } = await serve(
    (_, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      setTimeout(() => {
        inFlight -= 1;
        response.end();
      }, 30);
    },
    { maxConnectionsPerOrigin: 2 },
  );
  const answers = await Promise.all(Array.from({ length: 7 }, () => client.fetch(origin)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 200));
  expect(most).toBe(2);
});

it("the caller's abort rejects with the caller's reason", async () => {
  const { origin, client } = await serve(() => undefined);
  const controller = new AbortController();
  const pending = client.fetch(origin, { signal: controller.signal });
  controller.abort(new Error('shutting down'));
  await expect(pending).rejects.toThrow('shutting down');
});

describe('the body cap', () => {
  const endless: RequestListener = (_, response) => {
    const more = () => {
      while (response.write(Buffer.alloc(64 * 1024))) {}
      response.once('drain', more);
    };
    more();
  };

  it.each<[string, RequestListener]>([
    ['with a length', (_, response) => response.end(Buffer.alloc(2 * MiB))],
    ['without end', endless],
    [
      'packed 1:1000',
      (_, response) => {
        response.setHeader('content-encoding', 'gzip');
        response.end(gzipSync(Buffer.alloc(200 * MiB)));
      },
    ],
  ])('cuts a body %s', async (_, listener) => {
    const { origin, client } = await serve(listener, { maxBodyBytes: MiB });
    const before = process.memoryUsage().rss;
    await expect(client.fetch(origin)).rejects.toMatchObject({ kind: 'too_large' });
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * MiB);
  });

  it('lets a body of exactly the cap pass, and one byte more not', async () => {
    const { origin, client } = await serve((request, response) =>
      response.end(Buffer.alloc(request.url === '/more' ? 1001 : 1000)),
    );
    expect((await (await client.fetch(origin, { maxBodyBytes: 1000 })).bytes()).byteLength).toBe(1000);
    await expect(client.fetch(`${origin}/more`, { maxBodyBytes: 1000 })).rejects.toMatchObject({
      kind: 'too_large',
    });
  });

  it('cuts what travels too, when it unpacks to nothing', async () => {
    const empty = gzipSync('');
    const { origin, client } = await serve(
      (_, response) => {
        response.setHeader('content-encoding', 'gzip');
        const members = Buffer.concat(Array.from({ length: 50_000 }, () => empty));
        const more = () => {
          while (response.write(members)) {}
          response.once('drain', more);
        };
        more();
      },
      { timeoutMs: 20_000 },
    );
    await expect(client.fetch(origin)).rejects.toMatchObject({ kind: 'too_large' });
  }, 30_000);
});

describe('a broken answer', () => {
  it.each<[string, RequestListener]>([
    [
      'reset in the middle of the body',
      (request, response) => {
        response.writeHead(200, { 'content-length': 100 }).write('half');
        setTimeout(() => request.socket.resetAndDestroy(), 20);
      },
    ],
    ['that is no HTTP', (request) => request.socket.end('SSH-2.0-OpenSSH_9.6\r\n')],
    [
      'with a status out of range',
      (request) => request.socket.end('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'),
    ],
    [
      'whose gzip is garbage',
      (_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip');
      },
    ],
  ])('%s is unreachable', async (_, listener) => {
    const { origin, client } = await serve(listener);
    await expect(client.fetch(origin)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('of a closed port is unreachable, and the error names the origin only', async () => {
    const { origin, client } = await serve(() => undefined);
    open[0]?.server.close();
    const error = await client
      .fetch(`${origin}/secret-path?code=canary`, { headers: { authorization: 'Bearer canary' } })
      .catch((reason) => reason);
    expect(error).toMatchObject({ kind: 'unreachable', reason: 'ECONNREFUSED', origin });
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack })).not.toMatch(
      /canary|secret/,
    );
    expect(error.cause).toBeUndefined();
  });
});
