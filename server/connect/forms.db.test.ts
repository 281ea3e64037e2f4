import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson, type Page } from '@/server/testing/person.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());

const attemptsOf = (id: string) =>
  world.test.runtime.database.authorizationAttempt.count({ where: { connectionId: id } });

const formOf = (page: Page, decision: string) => new URLSearchParams({ ...page.form?.fields, decision });

/** A person before the permission screen of a new link. */
async function permission() {
  const { id, redirect_url } = await world.newConnection();
  const person = createPerson();
  return { id, redirect_url, person, page: await person.open(redirect_url) };
}

describe('a form post from elsewhere (R-26, T-06)', () => {
  it.each([
    ['cross-site by Fetch-Metadata', { 'sec-fetch-site': 'cross-site' }],
    ['same-site by Fetch-Metadata, another host of ours', { 'sec-fetch-site': 'same-site' }],
    [
      'cross-site, though Origin says us',
      { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:4000' },
    ],
    ['of another Origin, from an old browser', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
    ['of Origin null', { 'sec-fetch-site': '', origin: 'null' }],
    ['of our host on another port', { 'sec-fetch-site': '', origin: 'http://localhost:4001' }],
    ['without either header', { 'sec-fetch-site': '' }],
  ])('%s is 403 and changes nothing', async (_, headers) => {
    const { id, redirect_url, person, page } = await permission();
    const before = await world.read(id);
    for (const decision of ['allow', 'cancel']) {
      const refused = await person.post(redirect_url, formOf(page, decision), headers);
      expect(refused).toMatchObject({ status: 403, location: null });
    }
    expect(await attemptsOf(id)).toBe(0);
    expect(await world.read(id)).toEqual(before);
  });
});

describe('our own form', () => {
  it.each<[string, Record<string, string>]>([
    ['same-origin by Fetch-Metadata', { 'sec-fetch-site': 'same-origin' }],
    ['typed by the person (none)', { 'sec-fetch-site': 'none' }],
    ['by Origin, from an old browser', { 'sec-fetch-site': '', origin: 'http://localhost:4000' }],
  ])('%s is taken', async (_, headers) => {
    const { redirect_url, person, page } = await permission();
    expect((await person.post(redirect_url, formOf(page, 'allow'), headers)).status).toBe(303);
  });
});

describe('a form that is not ours', () => {
  it.each<[string, number, string, string]>([
    ['as JSON', 400, 'application/json', '{"decision":"allow","version":2}'],
    ['as text', 400, 'text/plain', 'decision=allow&version=2'],
    ['as multipart', 400, 'multipart/form-data; boundary=x', '--x--'],
    [
      'with a decision twice',
      400,
      'application/x-www-form-urlencoded',
      'decision=cancel&decision=allow&version=2',
    ],
    ['with an unknown decision', 400, 'application/x-www-form-urlencoded', 'decision=approve&version=2'],
    ['without a decision', 400, 'application/x-www-form-urlencoded', 'version=2'],
    ['empty', 400, 'application/x-www-form-urlencoded', ''],
    [
      'of 65 KiB',
      413,
      'application/x-www-form-urlencoded',
      `decision=allow&version=2&x=${'y'.repeat(65 * 1024)}`,
    ],
  ])('%s is refused with %i and changes nothing', async (_, status, type, body) => {
    const { id, redirect_url, person } = await permission();
    const refused = await person.post(redirect_url, body, { 'content-type': type });
    expect(refused).toMatchObject({ status, heading: 'We lost track of your visit', location: null });
    expect(await attemptsOf(id)).toBe(0);
  });

  it.each(['1', '3', '-1', '', 'x', '9'.repeat(30)])(
    'of another version (%s) shows the screen again and says so',
    async (version) => {
      const { id, person, page } = await permission();
      const again = await person.press(page, 'allow', { version });
      expect(again).toMatchObject({ status: 200, heading: 'Share your Sandbox Bank data with Fidu?' });
      expect(again.html).toContain('The list below has changed since you opened this page.');
      expect(await attemptsOf(id)).toBe(0);
    },
  );

  it('for an unknown link is 404', async () => {
    const page = await createPerson().post('/connect/nobody', new URLSearchParams({ decision: 'allow' }));
    expect(page).toMatchObject({ status: 404, heading: 'We don’t know this link' });
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('by %s is 405', async (method) => {
    const { redirect_url, person } = await permission();
    expect((await person.open(redirect_url, { method })).status).toBe(405);
  });
});

describe('a browser that keeps no cookie', () => {
  it.each(['allow', 'cancel'])(
    'only sees the screen again after "%s", with a word about cookies',
    async (decision) => {
      const { id, redirect_url, page } = await permission();
      const scanner = createPerson();
      const again = await scanner.post(redirect_url, formOf(page, decision));
      expect(again).toMatchObject({ status: 200, heading: 'Share your Sandbox Bank data with Fidu?' });
      expect(again.html).toContain('Your browser did not keep our cookie');
      expect(await attemptsOf(id)).toBe(0);
      expect((await scanner.press(again, 'allow')).status).toBe(303);
    },
  );
});

describe('too many tries (C-20)', () => {
  it('are 429 with Retry-After for this link, and for no other', async () => {
    const { redirect_url, person, page } = await permission();
    const statuses: number[] = [];
    for (let tries = 0; tries < 31; tries++) {
      const { status } = await person.post(redirect_url, formOf(page, 'nonsense'));
      statuses.push(status);
    }
    expect(statuses).toEqual([...Array(30).fill(400), 429]);
    const refused = await person.press(page, 'allow');
    expect(refused).toMatchObject({ status: 429, heading: 'Please wait a moment', location: null });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect((await person.open(redirect_url)).status).toBe(200);
    const other = await permission();
    expect((await other.person.press(other.page, 'allow')).status).toBe(303);
  });
});
