import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { callApp } from '@/server/testing/call-app.ts';
import { expectProblem } from '@/server/testing/expect-problem.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

let test: TestRuntime;
let api: ApiClient;

beforeAll(async () => {
  test = await startTestRuntime();
  api = createApiClient(test.writeKey);
});
afterAll(() => test.close());

describe('GET /profile', () => {
  it('shows the account of the key, to a read key too', async () => {
    const { status, body } = await createApiClient(test.readKey)('GET', '/profile');
    expect(status).toBe(200);
    expect(body).toEqual({
      id: test.accountId,
      name: 'Fidu',
      logo_url: null,
      purpose: null,
      privacy_policy_url: null,
      support_url: null,
      return_url_origins: [],
      default_language: 'en',
      created_at: expect.stringMatching(/Z$/),
    });
  });
});

describe('PATCH /profile', () => {
  it('changes what is there, leaves the rest, and null clears', async () => {
    const change = {
      purpose: 'to prepare your accounts',
      privacy_policy_url: 'https://fidu.example/privacy',
      support_url: 'https://fidu.example/help',
      return_url_origins: ['https://app.fidu.example', 'http://localhost:8080'],
      default_language: 'fr',
    };
    const { status, body } = await api('PATCH', '/profile', { body: change });
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Fidu', ...change });
    const cleared = await api('PATCH', '/profile', { body: { purpose: null, return_url_origins: [] } });
    expect(cleared.body).toEqual({ ...body, purpose: null, return_url_origins: [] });
    expect((await api('GET', '/profile')).body).toEqual(cleared.body);
  });

  it.each([
    [{}, ''],
    [{ name: null }, 'name'],
    [{ name: '' }, 'name'],
    [{ purpose: 'a'.repeat(201) }, 'purpose'],
    [{ privacy_policy_url: 'http://fidu.example' }, 'privacy_policy_url'],
    [{ support_url: 'javascript:alert(1)' }, 'support_url'],
    [{ support_url: 'mailto:help@fidu.example' }, 'support_url'],
    [{ return_url_origins: ['https://app.fidu.example/path'] }, 'return_url_origins[0]'],
    [{ return_url_origins: ['https://a.example', '*'] }, 'return_url_origins[1]'],
    [{ default_language: 'de' }, 'default_language'],
    [{ logo_url: 'https://evil.example/logo.png' }, 'logo_url'],
    [{ id: 'x' }, 'id'],
  ])('refuses %j and names the field', async (body, path) => {
    const before = (await api('GET', '/profile')).body;
    const problem = expectProblem(await api('PATCH', '/profile', { body }), 'VALIDATION_FAILED');
    expect(problem.errors?.map((error) => error.path)).toContain(path);
    expect((await api('GET', '/profile')).body).toEqual(before);
  });
});

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('rest of the picture')]);
const webp = Buffer.from('RIFF\0\0\0\0WEBPVP8 rest of the picture', 'latin1');
const put = (bytes: Buffer, type = 'image/png') =>
  api('PUT', '/profile/logo', { raw: Uint8Array.from(bytes), headers: { 'content-type': type } });

describe('PUT /profile/logo', () => {
  it.each([
    ['image/png', png],
    ['image/webp', webp],
  ])('serves a picture of type %s under a logo_url of ours', async (type, bytes) => {
    const { status, body } = await put(bytes, type);
    expect(status).toBe(200);
    expect(body.logo_url).toMatch(/^http:\/\/localhost:4000\/logos\/accounts\/[0-9a-f]{32}$/);
    const served = await callApp(new Request(body.logo_url));
    expect(served.status).toBe(200);
    expect(served.headers.get('content-type')).toBe(type);
    expect(served.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* sandbox$/);
    expect(Buffer.from(await served.arrayBuffer())).toEqual(bytes);
  });

  it('takes the type from the bytes, not from what the caller calls it', async () => {
    const { body } = await put(png, 'image/svg+xml');
    expect((await callApp(new Request(body.logo_url))).headers.get('content-type')).toBe('image/png');
  });

  it('ends the address of the picture before', async () => {
    const { body: first } = await put(png);
    await put(webp);
    expect((await callApp(new Request(first.logo_url))).status).toBe(404);
  });

  it.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['a GIF', Buffer.from('GIF89a')],
    ['nothing', Buffer.alloc(0)],
  ])('refuses %s', async (_name, bytes) => {
    expectProblem(await put(bytes), 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('takes 8 KiB and not a byte more', async () => {
    expect((await put(Buffer.concat([png, Buffer.alloc(8_192 - png.length)]))).status).toBe(200);
    expectProblem(await put(Buffer.concat([png, Buffer.alloc(8_193 - png.length)])), 'BODY_TOO_LARGE');
  });

  it('answers 404 for pictures nobody has', async () => {
    for (const hash of ['0'.repeat(32), 'x', '%00', '..%2f']) {
      expect((await callApp(new Request(`http://localhost:4000/logos/accounts/${hash}`))).status).toBe(404);
    }
  });
});
