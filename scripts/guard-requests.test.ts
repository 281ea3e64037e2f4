import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import './guard-requests.js';

// Stands for Next: answers what it understood of the path, without a header of its own.
const server = createServer((incoming, response) => {
  response.setHeader('x-seen-method', incoming.method ?? '');
  response.setHeader('x-seen-host', incoming.headers['x-forwarded-host'] ?? 'none');
  response.end(incoming.url);
});
beforeAll(async () => {
  await once(server.listen(0), 'listening');
});
afterAll(() => server.close());

/** `fetch` would tidy the path up before it sends it. */
async function get(path: string, method = 'GET', sent: Record<string, string> = {}) {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  const [response] = await once(
    request({ port: address.port, path, method, headers: sent }).end(),
    'response',
  );
  return { headers: response.headers, seenPath: await text(response) };
}

it.each([
  ['/api/v6/users/%E0%A4%A', '/api/v6/users/%25E0%25A4%25A'],
  ['/connect/100%?lang=fr%', '/connect/100%25?lang=fr%'],
])('%s, which cannot be decoded, reaches the server as the literal path', async (path, expected) => {
  expect((await get(path)).seenPath).toBe(expected);
});

it.each(['/connect/caf%C3%A9?lang=fr', '/a%2Fb', '/?broken=%E0%A4%A', '//x'])(
  '%s stays as it is',
  async (path) => {
    expect((await get(path)).seenPath).toBe(path);
  },
);

it('every answer carries the security headers, whoever writes it', async () => {
  const { headers } = await get('/anything');
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  expect(headers['permissions-policy']).toContain('camera=()');
  expect(headers['strict-transport-security']).toBeUndefined();
});

it.each(['TRACE', 'PROPFIND'])(
  '%s, which no route knows, is asked as a method that is not allowed',
  async (method) => {
    expect((await get('/api/v6/users', method)).headers['x-seen-method']).toBe('OPTIONS');
  },
);

it('a form of the public origin passes whatever Host the proxy sent on, and no other origin does', async () => {
  vi.stubEnv('PUBLIC_URL', 'https://connect.your.app');
  const seenHost = async (origin: string) => (await get('/admin', 'POST', { origin })).headers['x-seen-host'];
  expect(await seenHost('https://connect.your.app')).toBe('connect.your.app');
  for (const origin of ['https://evil.example', 'https://connect.your.app.evil.example', 'null'])
    expect(await seenHost(origin)).toBe('none');
  vi.unstubAllEnvs();
});
