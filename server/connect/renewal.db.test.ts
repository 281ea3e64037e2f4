import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson } from '@/server/testing/person.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());

/** A connection of Atelier Marnie whose access has ended. */
async function ended(input: Record<string, unknown> = {}) {
  const { id, redirect_url } = await world.newConnection(input);
  const person = createPerson();
  expect((await person.connect(redirect_url, { identity: 'bank-atelier-marnie' })).status).toBe(303);
  await world.failAuthorization(id);
  expect((await world.read(id)).status).toBe('AUTH_ERROR');
  return { id, redirect_url, person };
}

const renewTitle = 'Renew access to Sandbox Bank for Fidu';

describe('a renewal', () => {
  it('shows C-11, stays AUTH_ERROR until it is done, and ends CONNECTED under the same id', async () => {
    const { id, redirect_url, person } = await ended();
    const page = await person.open(redirect_url);
    expect(page).toMatchObject({ status: 200, heading: renewTitle });
    expect(page.html).toContain('Access ended on');
    expect((await world.read(id)).status).toBe('AUTH_ERROR');
    const callback = await person.consent(await person.press(page, 'allow'), {
      identity: 'bank-atelier-marnie',
    });
    expect((await person.open(callback)).location?.searchParams.get('status')).toBe('success');
    expect(await world.read(id)).toMatchObject({ id, status: 'CONNECTED', disconnected_at: null });
  });

  it('is aborted by "Not now", and nothing changes', async () => {
    const { id, redirect_url, person } = await ended();
    const before = await world.read(id);
    const back = await person.press(await person.open(redirect_url), 'cancel');
    expect(back.location?.searchParams.get('status')).toBe('abort');
    expect(await world.read(id)).toEqual(before);
  });

  it('with another account is C-12 with 409: both are named masked, nothing changed, the new grant is revoked', async () => {
    const { id, redirect_url, person } = await ended();
    const { database } = world.test.runtime;
    const rows = async () => [
      await database.dataConnection.findUniqueOrThrow({ where: { id } }),
      await database.providerGrant.findUnique({ where: { connectionId: id } }),
    ];
    const before = await rows();
    const page = await person.connect(redirect_url, { identity: 'bank-studio-nacre' });
    expect(page).toMatchObject({ status: 409, heading: 'You signed in to another account' });
    expect(page.html).toContain('At…ie');
    expect(page.html).toContain('St…re');
    expect(page.html).not.toMatch(/Studio Nacre|bank-studio-nacre/);
    expect(await rows()).toEqual(before);
    const other = (await world.ledger('code_exchange')).at(-1)?.grant_id;
    await world.revoked();
    expect(await world.liveGrants()).not.toContain(other);
    const callback = await person.consent(await person.press(page, 'allow'), {
      identity: 'bank-atelier-marnie',
    });
    expect((await person.open(callback)).status).toBe(303);
    expect((await world.read(id)).status).toBe('CONNECTED');
  });

  it('shows a data type that was added as new', async () => {
    const { id, redirect_url, person } = await ended({ requested_data_types: ['BANK_ACCOUNT'] });
    expect((await person.open(redirect_url)).html).not.toContain('>New<');
    await world.patch(id, { requested_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'] });
    const page = await person.open(redirect_url);
    expect(page.html.match(/>New</g)).toHaveLength(1);
    await person.open(
      await person.consent(await person.press(page, 'allow'), { identity: 'bank-atelier-marnie' }),
    );
    expect((await world.read(id)).granted_data_types).toEqual(['BANK_ACCOUNT', 'BANK_TRANSACTION']);
  });

  it('shows the screen again when the data types changed while it was open', async () => {
    const { id, redirect_url, person } = await ended();
    const page = await person.open(redirect_url);
    await world.patch(id, { requested_data_types: ['BANK_ACCOUNT'] });
    const again = await person.press(page, 'allow');
    expect(again).toMatchObject({ status: 200, heading: renewTitle });
    expect(again.html).toContain('The list below has changed since you opened this page.');
    expect((await person.press(again, 'allow')).status).toBe(303);
  });

  it('does not connect when they changed while the person was at the provider: screen again, grant revoked', async () => {
    const { id, redirect_url, person } = await ended();
    const callback = await person.goThrough(redirect_url, { identity: 'bank-atelier-marnie' });
    await world.patch(id, { requested_data_types: ['BANK_ACCOUNT'] });
    const back = await person.open(callback);
    expect(back.status).toBe(303);
    const page = await person.open(back.location ?? '');
    expect(page).toMatchObject({ status: 200, heading: renewTitle });
    expect(page.html).toContain('The list below has changed since you opened this page.');
    expect((await world.read(id)).status).toBe('AUTH_ERROR');
    const lost = (await world.ledger('code_exchange')).at(-1)?.grant_id;
    await world.revoked();
    expect(await world.liveGrants()).not.toContain(lost);
  });

  it('after DISCONNECTED goes over a new link; the old one is C-15 with 410 and leads to the consumer', async () => {
    const { id, redirect_url, person } = await ended();
    await world.patch(id, { status: 'DISCONNECTED' });
    expect((await world.read(id)).redirect_url).toBeNull();
    for (const address of [redirect_url, `${redirect_url}?step=review`, `${redirect_url}?step=inputs`]) {
      const page = await person.open(address);
      expect(page).toMatchObject({ status: 410, heading: 'This link no longer works', form: null });
      expect(page.html).toContain('href="https://app.example"');
    }
    const posted = await person.post(redirect_url, new URLSearchParams({ decision: 'allow', version: '9' }));
    expect(posted.status).toBe(410);
    await world.patch(id, { status: 'AUTH_REQUIRED' });
    const link = (await world.read(id)).redirect_url ?? '';
    expect(link).not.toBe(redirect_url);
    expect((await person.open(redirect_url)).status).toBe(410);
    expect((await person.connect(link, { identity: 'bank-atelier-marnie' })).status).toBe(303);
    expect((await world.read(id)).status).toBe('CONNECTED');
  });
});
