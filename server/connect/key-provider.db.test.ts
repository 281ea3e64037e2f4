import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson } from '@/server/testing/person.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());

const taxOffice = { provider_name: 'sandbox_private', requested_data_types: ['VAT_DECLARATION'] };

/** A person before the form for the key (C-04). */
async function keyForm(input: Record<string, unknown> = {}) {
  const { id, redirect_url } = await world.newConnection({ ...taxOffice, ...input });
  const person = createPerson();
  const opened = await person.open(redirect_url);
  if (input.skip_permissions === true) return { id, redirect_url, person, page: opened };
  const allowed = await person.press(opened, 'allow');
  expect([allowed.status, allowed.location?.searchParams.get('step')]).toEqual([303, 'inputs']);
  return { id, redirect_url, person, page: await person.open(allowed.location ?? '') };
}

async function expectNothingKept(id: string): Promise<void> {
  expect(await world.read(id)).toMatchObject({ status: 'CONNECTING', granted_data_types: null });
  expect(await world.test.runtime.database.providerGrant.count({ where: { connectionId: id } })).toBe(0);
}

describe('a provider with a key (C-04)', () => {
  it.each([false, true])(
    'asks for it, tries it, and connects, skip_permissions %s',
    async (skip_permissions) => {
      const { id, person, page } = await keyForm({ skip_permissions });
      expect(page).toMatchObject({ status: 200, heading: 'Enter your Sandbox Tax Office key' });
      expect(page.html).toContain('type="password"');
      const back = await person.press(page, 'submit_inputs', { input_api_key: 'sandbox-key-2' });
      expect(back.location?.searchParams.get('status')).toBe('success');
      expect(await world.read(id)).toMatchObject({
        status: 'CONNECTED',
        granted_data_types: ['VAT_DECLARATION'],
      });
    },
  );

  it.each([
    ['a wrong key', 'canary-wrong-key', 'Sandbox Tax Office did not accept this.'],
    ['no key', '', 'This is empty. Please fill it in.'],
    ['a key of another form', 'with spaces in it', 'This does not have the right form.'],
  ])(
    'tells about %s with 422, stores nothing, never sends the key back, and takes the right one then',
    async (_, key, text) => {
      const { id, person, page } = await keyForm();
      const again = await person.press(page, 'submit_inputs', { input_api_key: key });
      expect(again).toMatchObject({ status: 422, heading: 'Enter your Sandbox Tax Office key' });
      expect(again.html).toContain(text);
      if (key !== '') expect(`${again.html}${world.test.logged()}`.includes(key)).toBe(false);
      await expectNothingKept(id);
      const back = await person.press(again, 'submit_inputs', { input_api_key: 'sandbox-key-1' });
      expect(back.location?.searchParams.get('status')).toBe('success');
    },
  );

  it.each(['500', '429', 'reset', 'garbage'])(
    'that does not answer properly (%s): said so with 502, nothing stored, try again',
    async (fault) => {
      const { id, person, page } = await keyForm();
      await world.script({ faults: [{ on: 'resource', fault }] });
      const again = await person.press(page, 'submit_inputs', { input_api_key: 'sandbox-key-1' });
      expect(again.status).toBe(502);
      expect(again.html).toContain('did not answer, so we could not check your entry');
      await expectNothingKept(id);
      const back = await person.press(again, 'submit_inputs', { input_api_key: 'sandbox-key-1' });
      expect(back.location?.searchParams.get('status')).toBe('success');
    },
  );

  it('is cancelled like any other', async () => {
    const { person, page } = await keyForm();
    const back = await person.press(page, 'cancel');
    expect(back.location?.searchParams.get('status')).toBe('abort');
  });

  it('refuses the key of another company on renewal (C-12), and takes that of the same', async () => {
    const { id, redirect_url, person, page } = await keyForm();
    await person.press(page, 'submit_inputs', { input_api_key: 'sandbox-key-1' });
    await world.test.runtime.database.dataConnection.update({
      where: { id },
      data: { status: 'AUTH_ERROR', disconnectedAt: new Date(), version: { increment: 1 } },
    });
    const opened = await person.open(redirect_url);
    expect(opened.heading).toBe('Renew access to Sandbox Tax Office for Fidu');
    const form = await person.open((await person.press(opened, 'allow')).location ?? '');
    const refused = await person.press(form, 'submit_inputs', { input_api_key: 'sandbox-key-2' });
    expect(refused).toMatchObject({ status: 409, heading: 'You signed in to another account' });
    expect((await world.read(id)).status).toBe('AUTH_ERROR');
    await person.press(form, 'submit_inputs', { input_api_key: 'sandbox-key-1' });
    expect((await world.read(id)).status).toBe('CONNECTED');
  });

  it('is forgotten on DISCONNECTED: the key is gone from the database', async () => {
    const { id, person, page } = await keyForm();
    await person.press(page, 'submit_inputs', { input_api_key: 'sandbox-key-3' });
    expect(await world.patch(id, { status: 'DISCONNECTED' })).toBe(200);
    const { database } = world.test.runtime;
    expect(await database.providerGrant.count({ where: { connectionId: id } })).toBe(0);
    expect(await database.owedRevocation.count()).toBe(0);
  });
});

describe('a provider without authorization', () => {
  it('is CONNECTED at once and has no link', async () => {
    const { id } = await world.newConnection({
      provider_name: 'sandbox_public',
      requested_data_types: ['COMPANY_PROFILE'],
    });
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTED', redirect_url: null });
  });
});
