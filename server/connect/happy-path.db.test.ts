import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson, redirectBack } from '@/server/testing/person.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());

describe('a person who allows', () => {
  it('ends at the return_url with its own query kept and status replaced, and the connection is CONNECTED', async () => {
    const { id, redirect_url } = await world.newConnection();
    const back = await createPerson().connect(redirect_url);
    expect(back.status).toBe(303);
    expect(back.location?.href).toBe(
      `https://app.example/back?keep=1&status=success&name=a+b&data_connection_id=${id}`,
    );
    expect(await world.read(id)).toMatchObject({
      status: 'CONNECTED',
      granted_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'],
      disconnected_at: null,
    });
  });

  it('sees each step on our page on the way (C-01), the provider with PKCE, minimal scopes and one exchange', async () => {
    const { id, redirect_url } = await world.newConnection({ requested_data_types: ['BANK_ACCOUNT'] });
    const exchangesBefore = (await world.ledger('code_exchange')).length;
    const person = createPerson();
    const page = await person.open(redirect_url);
    expect(page).toMatchObject({ status: 200, heading: 'Share your Sandbox Bank data with Fidu?' });
    expect(page.html).toContain('For: Atelier Marnie, SIREN\u00a0812\u00a0345\u00a0678');
    expect(page.form?.decisions).toEqual(['allow', 'cancel']);
    const allowed = await person.press(page, 'allow');
    expect(allowed.status).toBe(303);
    expect(Object.fromEntries(allowed.location?.searchParams ?? [])).toEqual({
      client_id: 'sandbox_openbanking',
      response_type: 'code',
      redirect_uri: 'http://localhost:4000/connect/callback/sandbox_openbanking',
      scope: 'offline_access accounts',
      state: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      code_challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect((await person.open(await person.consent(allowed))).status).toBe(303);
    expect(await world.ledger('code_exchange')).toHaveLength(exchangesBefore + 1);
    expect((await world.read(id)).granted_data_types).toEqual(['BANK_ACCOUNT']);
  });

  it('without a return_url ends on our last page (C-13), and finds C-10 when coming again', async () => {
    const { redirect_url } = await world.newConnection({ return_url: null });
    const person = createPerson();
    const back = await person.connect(redirect_url);
    expect(back.location?.pathname).toBe(new URL(redirect_url).pathname);
    const done = await person.open(back.location ?? '');
    expect(done).toMatchObject({ status: 200, heading: 'Connected' });
    expect(await person.open(redirect_url)).toMatchObject({ status: 200, heading: 'Already connected' });
  });

  it('goes straight to the provider with skip_permissions (C-21), in a cookie-bound attempt', async () => {
    const { id, redirect_url } = await world.newConnection({ skip_permissions: true });
    const person = createPerson();
    const opened = await person.open(redirect_url);
    expect(opened.status).toBe(303);
    expect(opened.location?.origin).toBe(world.sandbox.url);
    expect((await person.open(await person.consent(opened))).location?.searchParams.get('status')).toBe(
      'success',
    );
    expect((await world.read(id)).status).toBe('CONNECTED');
  });
});

describe('a person who says no', () => {
  it('on our screen ends at the return_url with abort, and the link still works', async () => {
    const { id, redirect_url } = await world.newConnection();
    const person = createPerson();
    const back = await person.press(await person.open(redirect_url), 'cancel');
    expect(back.status).toBe(303);
    expect(back.location?.href).toBe(
      `https://app.example/back?keep=1&status=abort&name=a+b&data_connection_id=${id}`,
    );
    expect((await world.read(id)).status).toBe('CONNECTING');
    expect((await person.connect(redirect_url)).location?.searchParams.get('status')).toBe('success');
  });

  it.each(['on the consent page', 'by access_denied without a page'])(
    'at the provider, %s, ends with abort (C-06), no code is exchanged, and the link still works',
    async (how) => {
      const { id, redirect_url } = await world.newConnection();
      const exchangesBefore = (await world.ledger('code_exchange')).length;
      const person = createPerson();
      const allowed = await person.press(await person.open(redirect_url), 'allow');
      if (how !== 'on the consent page')
        await world.script({ faults: [{ on: 'authorization', fault: 'deny' }] });
      const callback =
        how === 'on the consent page'
          ? await person.consent(allowed, { decision: 'deny' })
          : await redirectBack(allowed);
      expect(callback.searchParams.get('error')).toBe('access_denied');
      const back = await person.open(callback);
      expect([back.status, back.location?.searchParams.get('status')]).toEqual([303, 'abort']);
      expect(await world.ledger('code_exchange')).toHaveLength(exchangesBefore);
      expect((await world.read(id)).status).toBe('CONNECTING');
      expect((await person.connect(redirect_url)).location?.searchParams.get('status')).toBe('success');
    },
  );

  it('without a return_url ends on C-14, whose button starts again', async () => {
    const { redirect_url } = await world.newConnection({ return_url: null });
    const person = createPerson();
    const back = await person.press(await person.open(redirect_url), 'cancel');
    const page = await person.open(back.location ?? '');
    expect(page).toMatchObject({ status: 200, heading: 'Not connected' });
    const path = new URL(redirect_url).pathname;
    expect(page.html).toContain(`href="${path}"`);
    expect((await person.open(path)).heading).toBe('Share your Sandbox Bank data with Fidu?');
  });
});

describe('a return_url', () => {
  it('is checked again on the way back: off the allow-list by now, the person stays with us (R-12)', async () => {
    const { id, redirect_url } = await world.newConnection();
    const person = createPerson();
    const callback = await person.goThrough(redirect_url);
    await world.api('PATCH', '/profile', { body: { return_url_origins: ['https://other.example'] } });
    const back = await person.open(callback);
    await world.api('PATCH', '/profile', { body: { return_url_origins: [] } });
    expect([back.status, back.location?.origin]).toEqual([303, 'http://localhost:4000']);
    expect((await world.read(id)).status).toBe('CONNECTED');
  });
});
