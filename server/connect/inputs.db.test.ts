import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest as bank } from '@/providers/sandbox_openbanking/manifest.ts';
import { grantPlace, openSecrets } from '@/server/grants/secrets.ts';
import { catalogue } from '@/server/providers/catalogue.ts';
import { providerManifestSchema } from '@/server/providers/manifest.ts';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson } from '@/server/testing/person.ts';

/** The bank of the sandbox, if it asked for things before its consent page, as Shopify asks for the shop. */
function bankAskingFor(names: string[]) {
  const inputs = names.map((name) => ({
    name,
    label: { en: `Your ${name}`, fr: `Votre ${name}` },
    pattern: '^[a-z0-9-]+$',
    example: 'atelier-marnie',
    suffix: '.bank.example',
    transform: ['trim' as const, 'lowercase' as const, 'strip_suffix' as const],
  }));
  const manifest = providerManifestSchema.parse({ ...bank, auth: { ...bank.auth, inputs } });
  return new Map([...catalogue, [manifest.name, manifest]]);
}

let world: ConnectWorld;

const valuesOf = async (id: string) => {
  const { runtime } = world.test;
  const grant = await runtime.database.providerGrant.findUniqueOrThrow({ where: { connectionId: id } });
  return openSecrets(runtime, grantPlace(id), grant.secrets).values;
};

describe('an OAuth provider that needs one thing first (C-03)', () => {
  beforeAll(async () => {
    world = await startConnectWorld({ catalogue: bankAskingFor(['branch']) });
  });
  afterAll(() => world.close());

  it('asks below the list, keeps what was typed wrong, and keeps the right value with the grant', async () => {
    const { id, redirect_url } = await world.newConnection();
    const person = createPerson();
    const page = await person.open(redirect_url);
    expect(page).toMatchObject({ status: 200, heading: 'Share your Sandbox Bank data with Fidu?' });
    expect(page.html).toContain('Your branch');
    const empty = await person.press(page, 'allow', { input_branch: '  ' });
    expect(empty.status).toBe(422);
    expect(empty.html).toContain('This is empty. Please fill it in.');
    const wrong = await person.press(page, 'allow', { input_branch: '"><script>x' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).not.toContain('<script');
    expect(wrong.form?.fields.input_branch).toBe('"><script>x');
    const allowed = await person.press(wrong, 'allow', { input_branch: ' Atelier-Marnie.bank.example ' });
    expect((await person.open(await person.consent(allowed))).status).toBe(303);
    expect(await valuesOf(id)).toMatchObject({ branch: 'atelier-marnie' });
  });

  it('asks on a screen of its own with skip_permissions', async () => {
    const { id, redirect_url } = await world.newConnection({ skip_permissions: true });
    const person = createPerson();
    const page = await person.open(redirect_url);
    expect(page).toMatchObject({ status: 200, heading: 'Which Sandbox Bank account is yours?' });
    const again = await person.press(page, 'submit_inputs', { input_branch: '!' });
    expect(again).toMatchObject({ status: 422, heading: 'Which Sandbox Bank account is yours?' });
    const allowed = await person.press(again, 'submit_inputs', { input_branch: 'marnie' });
    await person.open(await person.consent(allowed));
    expect(await valuesOf(id)).toMatchObject({ branch: 'marnie' });
  });

  it('asks again from a page without its field: "Try again" after trouble leads back to the question', async () => {
    const { redirect_url } = await world.newConnection();
    const person = createPerson();
    const allowed = await person.press(await person.open(redirect_url), 'allow', { input_branch: 'marnie' });
    const callback = await person.consent(allowed);
    await world.script({ faults: [{ on: 'code_exchange', fault: '500' }] });
    const trouble = await person.open(callback);
    expect(trouble.status).toBe(502);
    const asked = await person.press(trouble, 'allow');
    expect(asked.html).toContain('Your branch');
    expect((await person.press(asked, 'allow', { input_branch: 'marnie' })).status).toBe(303);
  });
});

describe('an OAuth provider that needs three things first', () => {
  beforeAll(async () => {
    world = await startConnectWorld({ catalogue: bankAskingFor(['branch', 'region', 'desk']) });
  });
  afterAll(() => world.close());

  it('asks for them after the permission screen, on one of their own', async () => {
    const { id, redirect_url } = await world.newConnection();
    const person = createPerson();
    const page = await person.open(redirect_url);
    expect(page.html).not.toContain('Your branch');
    const allowed = await person.press(page, 'allow');
    expect(allowed.location?.searchParams.get('step')).toBe('inputs');
    const form = await person.open(allowed.location ?? '');
    expect(form).toMatchObject({ status: 200, heading: 'Which Sandbox Bank account is yours?' });
    const typed = { input_branch: 'marnie', input_region: 'fr', input_desk: '1' };
    const sent = await person.press(form, 'submit_inputs', typed);
    await person.open(await person.consent(sent));
    expect(await valuesOf(id)).toEqual({ branch: 'marnie', region: 'fr', desk: '1' });
  });
});
