import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '@/server/core/clock.ts';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson } from '@/server/testing/person.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());

const lostThread = { status: 400, heading: 'We lost track of your visit' };
const exchanges = async () => (await world.ledger('code_exchange')).length;

const withState = (callback: URL, change: (params: URLSearchParams) => void): URL => {
  const url = new URL(callback);
  change(url.searchParams);
  return url;
};

/** A link, and a person who has consented at the provider and is on the way back. */
async function onTheWayBack(input: Record<string, unknown> = {}) {
  const { id, redirect_url } = await world.newConnection(input);
  const person = createPerson();
  const callback = await person.goThrough(redirect_url);
  return { id, redirect_url, person, callback };
}

describe('a callback', () => {
  it.each<[string, (params: URLSearchParams) => void]>([
    ['without a state', (params) => params.delete('state')],
    ['with an unknown state', (params) => params.set('state', 'A'.repeat(43))],
    ['with a malformed state', (params) => params.set('state', "' OR 1=1 --")],
    ['with an empty state', (params) => params.set('state', '')],
    ['with its state twice', (params) => params.append('state', params.get('state') ?? '')],
    ['with a second, foreign state', (params) => params.append('state', 'B'.repeat(43))],
  ])('%s is C-17 with 400, exchanges nothing, and the right one still counts', async (_, change) => {
    const { id, person, callback } = await onTheWayBack();
    const before = await exchanges();
    expect(await person.open(withState(callback, change))).toMatchObject(lostThread);
    expect(await exchanges()).toBe(before);
    expect((await world.read(id)).status).toBe('CONNECTING');
    expect((await person.open(callback)).status).toBe(303);
    expect((await world.read(id)).status).toBe('CONNECTED');
  });

  it('of no attempt shows its page in the other language too, instead of a dead end', async () => {
    const address = '/connect/callback/sandbox_openbanking?code=c&state=unknown';
    const page = await createPerson().open(address);
    const href = page.html.match(/href="([^"]*lang=fr)"/)?.[1] ?? '';
    expect(await createPerson().open(href)).toMatchObject({
      status: 400,
      heading: 'Nous avons perdu le fil',
    });
  });

  it('that comes again is answered with how it ended, 400, without a second exchange (T-04)', async () => {
    const { person, callback } = await onTheWayBack();
    const before = await exchanges();
    expect((await person.open(callback)).status).toBe(303);
    expect(await person.open(callback)).toMatchObject({ status: 400, heading: 'Already connected' });
    expect(await exchanges()).toBe(before + 1);
  });

  it('that comes again after a refusal is C-17, and Start again works from there', async () => {
    const { id, redirect_url } = await world.newConnection();
    const person = createPerson();
    const allowed = await person.press(await person.open(redirect_url), 'allow');
    const callback = await person.consent(allowed, { decision: 'deny' });
    expect((await person.open(callback)).status).toBe(303);
    const again = await person.open(callback);
    expect(again).toMatchObject(lostThread);
    await person.open(await person.consent(await person.press(again, 'allow')));
    expect((await world.read(id)).status).toBe('CONNECTED');
  });

  it('after more than ten minutes is C-17, exchanges nothing, and Start again works', async () => {
    const { id, person, callback } = await onTheWayBack();
    const before = await exchanges();
    world.test.passTime(10 * minuteMs + 1);
    const late = await person.open(callback);
    expect(late).toMatchObject(lostThread);
    expect(late.form?.decisions).toEqual(['allow', 'cancel']);
    expect(await exchanges()).toBe(before);
    await person.open(await person.consent(await person.press(late, 'allow')));
    expect((await world.read(id)).status).toBe('CONNECTED');
  });

  it.each([
    'another browser with a cookie of its own',
    'a browser without a cookie',
    'a browser with a broken cookie',
  ])('in %s is refused and changes nothing; the right browser still finishes (R-05, T-02)', async (which) => {
    const { id, redirect_url, person, callback } = await onTheWayBack();
    const before = await exchanges();
    const stranger = createPerson();
    if (which.startsWith('another')) await stranger.open(redirect_url);
    if (which.endsWith('broken cookie')) stranger.cookies.set('moorage-browser', 'x"; Path=/');
    const refused = await stranger.open(callback);
    expect(refused).toMatchObject(lostThread);
    expect(refused.location).toBeNull();
    expect(await exchanges()).toBe(before);
    expect((await world.read(id)).status).toBe('CONNECTING');
    expect((await person.open(callback)).location?.searchParams.get('status')).toBe('success');
  });

  it('at the address of another provider is 400, sends no token request, and burns the state at once (R-02)', async () => {
    const { id, person, callback } = await onTheWayBack();
    const before = await exchanges();
    const elsewhere = new URL(callback);
    elsewhere.pathname = '/connect/callback/sandbox_commerce';
    expect(await person.open(elsewhere)).toMatchObject(lostThread);
    const started = performance.now();
    expect(await person.open(callback)).toMatchObject(lostThread);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await exchanges()).toBe(before);
    expect((await world.read(id)).status).toBe('CONNECTING');
  });

  it('burnt or not needed leaves no verifier behind (R-04)', async () => {
    const { id, person, callback } = await onTheWayBack();
    const elsewhere = new URL(callback);
    elsewhere.pathname = '/connect/callback/sandbox_commerce';
    await person.open(elsewhere);
    const attempt = await world.test.runtime.database.authorizationAttempt.findFirstOrThrow({
      where: { connectionId: id },
    });
    expect(attempt).toMatchObject({ codeVerifier: null, inputs: null, tokens: null });
    expect(attempt.outcome).not.toBeNull();
  });
});

describe('a callback that comes too late', () => {
  it('for a deleted connection is 404, and exchanges nothing', async () => {
    const { id, person, callback } = await onTheWayBack();
    const before = await exchanges();
    expect(await world.remove(id)).toBe(204);
    expect(await person.open(callback)).toMatchObject({ status: 404, heading: 'We don’t know this link' });
    expect(await exchanges()).toBe(before);
  });

  it('for a disconnected connection is 410, and exchanges nothing', async () => {
    const { id, redirect_url, person, callback } = await onTheWayBack();
    await createPerson().connect(redirect_url);
    const before = await exchanges();
    expect(await world.patch(id, { status: 'DISCONNECTED' })).toBe(200);
    expect(await person.open(callback)).toMatchObject({ status: 410, heading: 'This link no longer works' });
    expect(await exchanges()).toBe(before);
  });

  it('for a connected connection is not exchanged and says so (C-10), again and again', async () => {
    const { redirect_url, person, callback } = await onTheWayBack();
    await createPerson().connect(redirect_url);
    const before = await exchanges();
    expect(await person.open(callback)).toMatchObject({ status: 200, heading: 'Already connected' });
    const started = performance.now();
    expect(await person.open(callback)).toMatchObject({ status: 400, heading: 'Already connected' });
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await exchanges()).toBe(before);
  });

  it('for a link that was replaced shows nothing of the new link', async () => {
    const { id, redirect_url, person, callback } = await onTheWayBack();
    await createPerson().connect(redirect_url);
    await world.patch(id, { status: 'DISCONNECTED' });
    await world.patch(id, { status: 'AUTH_REQUIRED' });
    const token = new URL((await world.read(id)).redirect_url ?? '').pathname.split('/').at(-1) ?? 'none';
    for (const address of [callback, redirect_url]) {
      const page = await person.open(address);
      expect(page.status).toBe(410);
      expect(page.html).not.toContain(token);
    }
  });
});
