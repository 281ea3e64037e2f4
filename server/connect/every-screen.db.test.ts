import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyring } from '@/server/core/keyring.ts';
import { systemRandom } from '@/server/core/random.ts';
import { setRuntime } from '@/server/runtime/runtime.ts';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson, type Page } from '@/server/testing/person.ts';

let world: ConnectWorld;
const pages = new Map<string, Page>();

beforeAll(async () => {
  world = await startConnectWorld();
  for (const [name, , , reach] of screens) pages.set(name, await reach());
});
afterAll(() => world.close());

const pageOf = (name: string): Page => {
  const page = pages.get(name);
  if (page === undefined) throw new Error(`${name} was not reached`);
  return page;
};

/** A new link, and somebody who has opened it. */
async function visit(input: Record<string, unknown> = {}) {
  const { id, redirect_url } = await world.newConnection(input);
  const person = createPerson();
  return { id, redirect_url, person, page: await person.open(redirect_url) };
}

async function renewal() {
  const { id, redirect_url, person } = await visit();
  await person.connect(redirect_url, { identity: 'bank-atelier-marnie' });
  await world.failAuthorization(id);
  return { id, redirect_url, person };
}

const taxOffice = { provider_name: 'sandbox_private', requested_data_types: ['VAT_DECLARATION'] };

/** Every screen of UX.md 1.2 that this version has: its id, HTTP status, heading, and a way to reach it. */
const screens: [id: string, status: number, heading: string, reach: () => Promise<Page>][] = [
  ['C-01 permission', 200, 'Share your Sandbox Bank data with Fidu?', async () => (await visit()).page],
  [
    'C-04 key',
    200,
    'Enter your Sandbox Tax Office key',
    async () => {
      const { person, page } = await visit(taxOffice);
      return person.open((await person.press(page, 'allow')).location ?? '');
    },
  ],
  [
    'C-05 on the way',
    303,
    '',
    async () => {
      const { person, page } = await visit();
      return person.press(page, 'allow');
    },
  ],
  [
    'C-06 refused at the provider',
    303,
    '',
    async () => {
      const { person, page } = await visit();
      return person.open(await person.consent(await person.press(page, 'allow'), { decision: 'deny' }));
    },
  ],
  [
    'C-07 provider trouble',
    502,
    'Sandbox Bank could not finish this',
    async () => {
      const { person, redirect_url } = await visit();
      const callback = await person.goThrough(redirect_url);
      await world.script({ faults: [{ on: 'code_exchange', fault: '500' }] });
      return person.open(callback);
    },
  ],
  [
    'C-08 our trouble',
    503,
    'Something went wrong on our side',
    async () => {
      const { person, redirect_url } = await visit();
      const { runtime } = world.test;
      // The key that opens what is stored is lost.
      setRuntime({ ...runtime, keyring: createKeyring([{ id: 'k2', key: systemRandom(32) }], systemRandom) });
      const page = await person.open(redirect_url);
      setRuntime(runtime);
      return page;
    },
  ],
  [
    'C-09 partly shared',
    200,
    'You left something out',
    async () => {
      const { person, redirect_url } = await visit();
      return person.open((await person.connect(redirect_url, { untick: ['transactions'] })).location ?? '');
    },
  ],
  [
    'C-10 already connected',
    200,
    'Already connected',
    async () => {
      const { person, redirect_url } = await visit();
      await person.connect(redirect_url);
      return person.open(redirect_url);
    },
  ],
  [
    'C-11 renew',
    200,
    'Renew access to Sandbox Bank for Fidu',
    async () => {
      const { person, redirect_url } = await renewal();
      return person.open(redirect_url);
    },
  ],
  [
    'C-12 other account',
    409,
    'You signed in to another account',
    async () => {
      const { person, redirect_url } = await renewal();
      return person.connect(redirect_url, { identity: 'bank-studio-nacre' });
    },
  ],
  [
    'C-13 done',
    200,
    'Connected',
    async () => {
      const { person, redirect_url } = await visit({ return_url: null });
      return person.open((await person.connect(redirect_url)).location ?? '');
    },
  ],
  [
    'C-14 cancelled',
    200,
    'Not connected',
    async () => {
      const { person, page } = await visit({ return_url: null });
      return person.open((await person.press(page, 'cancel')).location ?? '');
    },
  ],
  [
    'C-15 dead link',
    410,
    'This link no longer works',
    async () => {
      const { id, person, redirect_url } = await visit();
      await person.connect(redirect_url);
      await world.patch(id, { status: 'DISCONNECTED' });
      return person.open(redirect_url);
    },
  ],
  [
    'C-16 unknown link',
    404,
    'We don’t know this link',
    async () => {
      const { id, person, redirect_url } = await visit();
      await world.remove(id);
      return person.open(redirect_url);
    },
  ],
  [
    'C-17 lost the thread, link known',
    400,
    'We lost track of your visit',
    async () => {
      const { person, redirect_url } = await visit();
      return createPerson().open(await person.goThrough(redirect_url));
    },
  ],
  [
    'C-17 lost the thread, link unknown',
    400,
    'We lost track of your visit',
    () => createPerson().open('/connect/callback/sandbox_openbanking?code=canary-code&state=canary-state'),
  ],
  [
    'C-19 provider off',
    503,
    'Sandbox Bank is not available now',
    async () => {
      const { person, redirect_url } = await visit();
      const off = await world.api('PUT', '/providers/sandbox_openbanking', { body: { enable: false } });
      expect(off.status).toBe(200);
      const page = await person.open(redirect_url);
      expect((await person.press(page, 'cancel')).location?.searchParams.get('status')).toBe('abort');
      await world.api('PUT', '/providers/sandbox_openbanking', { body: { enable: true } });
      return page;
    },
  ],
  [
    'C-20 too many tries',
    429,
    'Please wait a moment',
    async () => {
      const { person, page } = await visit();
      for (let tries = 0; tries < 30; tries++) await person.press(page, 'nonsense');
      return person.press(page, 'allow');
    },
  ],
  ['C-21 skip_permissions', 303, '', async () => (await visit({ skip_permissions: true })).page],
];

describe.each(screens)('%s', (name, status, heading) => {
  it(`is answered with ${status} and its heading`, () => {
    expect(pageOf(name)).toMatchObject({ status, heading });
  });

  it('has the headers every answer must have (R-06, R-13)', () => {
    const { headers, style } = pageOf(name);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    const isCallback = /C-0[67]|C-12|C-17/.test(name);
    expect(headers.get('referrer-policy')).toBe(isCallback ? 'no-referrer' : 'same-origin');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    if (status === 303) return;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expect(policy).toContain("base-uri 'none'");
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.has('retry-after')).toBe([429, 503].includes(status));
  });

  it('has no script, no handler, nothing of another origin, and at most one way on to each place', () => {
    const { html, status: given } = pageOf(name);
    if (given === 303) {
      expect(html).toBe('');
      return;
    }
    expect(html).not.toMatch(/<script|javascript:|<iframe|<object|\son[a-z]+=/i);
    expect(html).not.toMatch(/(src|action)="(https?:)?\/\//);
    expect(html).not.toMatch(/canary|[?&]code=|[?&]state=/);
  });
});
