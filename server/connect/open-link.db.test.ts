import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson } from '@/server/testing/person.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());

const english = 'Share your Sandbox Bank data with Fidu?';
const french = 'Partager vos données Sandbox Bank avec Fidu\u202f?';

const eventsOf = async (id: string) =>
  (await world.test.runtime.database.connectionEvent.findMany({ where: { connectionId: id } })).map(
    ({ type }) => type,
  );

/** Who fetches a link without a person behind it. */
const visitors: [name: string, method: string, headers: Record<string, string>][] = [
  ['a HEAD request', 'HEAD', {}],
  ['Sec-Purpose: prefetch', 'GET', { 'sec-purpose': 'prefetch' }],
  ['Sec-Purpose: prefetch;prerender', 'GET', { 'sec-purpose': 'prefetch;prerender' }],
  ['Purpose: prefetch', 'GET', { purpose: 'prefetch' }],
  ['X-Purpose: preview', 'GET', { 'x-purpose': 'preview' }],
  ['X-Moz: prefetch', 'GET', { 'x-moz': 'prefetch' }],
  ['Slack', 'GET', { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }],
  ['WhatsApp', 'GET', { 'user-agent': 'WhatsApp/2.23.20.0' }],
  ['Teams', 'GET', { 'user-agent': 'Mozilla/5.0 (compatible; SkypeUriPreview Preview/0.5)' }],
];

describe('opening a link', () => {
  it('moves AUTH_REQUIRED to CONNECTING once, whoever opens it again', async () => {
    const { id, redirect_url, status } = await world.newConnection();
    expect(status).toBe('AUTH_REQUIRED');
    const people = Array.from({ length: 5 }, () => createPerson());
    const pages = await Promise.all(people.map((person) => person.open(redirect_url)));
    expect(pages.map((page) => page.status)).toEqual([200, 200, 200, 200, 200]);
    expect((await world.read(id)).status).toBe('CONNECTING');
    expect((await eventsOf(id)).filter((type) => type === 'DATA_CONNECTION_CONNECTING')).toHaveLength(1);
  });

  it.each(visitors)('by %s changes nothing and leaves no cookie', async (_, method, headers) => {
    const { id, redirect_url } = await world.newConnection();
    const before = await eventsOf(id);
    const visitor = createPerson();
    const page = await visitor.open(redirect_url, { method, headers });
    expect(page.status).toBe(200);
    expect(visitor.cookies.size).toBe(0);
    expect((await world.read(id)).status).toBe('AUTH_REQUIRED');
    expect(await eventsOf(id)).toEqual(before);
    expect(page.html === '').toBe(method === 'HEAD');
  });

  it.each([false, true])(
    'survives twenty bot visits, skip_permissions %s: no attempt is made and the person still connects',
    async (skip_permissions) => {
      const { id, redirect_url } = await world.newConnection({ skip_permissions });
      for (let round = 0; round < 20; round++) {
        const [, method, headers] = visitors[round % visitors.length] ?? ['', 'HEAD', {}];
        expect((await createPerson().open(redirect_url, { method, headers })).status).toBe(200);
      }
      const attempts = await world.test.runtime.database.authorizationAttempt.count({
        where: { connectionId: id },
      });
      expect(attempts).toBe(0);
      const person = createPerson();
      const opened = await person.open(redirect_url);
      const allowed = skip_permissions ? opened : await person.press(opened, 'allow');
      await person.open(await person.consent(allowed));
      expect((await world.read(id)).status).toBe('CONNECTED');
    },
  );

  it.each([
    ['one letter changed', (path: string) => path.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['cut off', (path: string) => path.slice(0, -5)],
    ['too long', (path: string) => `${path}${'x'.repeat(4_000)}`],
    ['odd', () => '/connect/%00%F0%9F%98%80'],
  ])('that is %s shows C-16 with 404 and names nobody', async (_, change) => {
    const { redirect_url } = await world.newConnection();
    const page = await createPerson().open(change(new URL(redirect_url).pathname));
    expect(page).toMatchObject({ status: 404, heading: 'We don’t know this link', form: null });
    expect(page.html).not.toContain('Fidu');
  });
});

describe('the language', () => {
  const pages = async (headers: Record<string, string>, query = '') => {
    const { redirect_url } = await world.newConnection();
    return createPerson(headers).open(`${redirect_url}${query}`);
  };

  it.each([
    ['Accept-Language', { 'accept-language': 'fr-CA,fr;q=0.9,en;q=0.5' }, '', french],
    ['?lang over Accept-Language', { 'accept-language': 'en' }, '?lang=fr', french],
    ['a cookie over Accept-Language', { 'accept-language': 'en', cookie: 'moorage-language=fr' }, '', french],
    ['?lang over the cookie', { cookie: 'moorage-language=fr' }, '?lang=en', english],
    ['an unknown ?lang is ignored', { 'accept-language': 'fr' }, '?lang=de', french],
    ['English without any wish', {}, '', english],
  ])('comes from %s', async (_, headers, query, heading) => {
    const page = await pages(headers, query);
    expect(page.heading).toBe(heading);
    expect(page.html).toContain(heading === french ? ' lang="fr"><head>' : ' lang="en"><head>');
  });

  it('is the account’s when the browser does not say, or says neither of ours', async () => {
    await world.api('PATCH', '/profile', { body: { default_language: 'fr' } });
    expect((await pages({})).heading).toBe(french);
    expect((await pages({ 'accept-language': 'de' })).heading).toBe(french);
    expect((await pages({ 'accept-language': 'en' })).heading).toBe(english);
    await world.api('PATCH', '/profile', { body: { default_language: 'en' } });
  });

  it('chosen on the page is kept for the pages that follow', async () => {
    const { redirect_url } = await world.newConnection({ return_url: null });
    const person = createPerson({ 'accept-language': 'en' });
    const page = await person.open(redirect_url);
    const href = page.html.match(/href="([^"]*lang=fr)"/)?.[1] ?? '';
    expect((await person.open(href)).heading).toBe(french);
    const back = await person.press(await person.open(redirect_url), 'cancel');
    expect((await person.open(back.location ?? '')).heading).toBe('Pas de connexion');
  });
});
