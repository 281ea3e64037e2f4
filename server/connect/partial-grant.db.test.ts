import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '@/server/core/clock.ts';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson, type Person } from '@/server/testing/person.ts';
import { endExpiredAttempts } from './housekeeping.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());

/** A person who left a scope out at the provider and stands before C-09. */
async function partlyShared(untick = ['transactions'], input: Record<string, unknown> = {}) {
  const { id, redirect_url } = await world.newConnection(input);
  const person = createPerson();
  const back = await person.connect(redirect_url, { untick });
  expect([back.status, back.location?.searchParams.get('step')]).toEqual([303, 'review']);
  const grant = (await world.ledger('code_exchange')).at(-1)?.grant_id ?? 'none';
  return { id, redirect_url, person, grant, page: await person.open(back.location ?? '') };
}

const isLive = async (grant: string) => {
  await world.revoked();
  return (await world.liveGrants()).includes(grant);
};

const agree = async (person: Person, page: Awaited<ReturnType<Person['open']>>) =>
  person.open(await person.consent(await person.press(page, 'allow')));

describe('C-09, partly shared', () => {
  it('names what is missing and offers the three ways on; the redirect there carries neither code nor state', async () => {
    const { id, page } = await partlyShared();
    expect(page).toMatchObject({ status: 200, heading: 'You left something out' });
    expect(page.form?.decisions).toEqual(['allow', 'continue_without', 'cancel']);
    const [missing = '', granted = ''] = page.html.split('Shared if you continue');
    expect(missing).toContain('BANK_TRANSACTION');
    expect(granted).toContain('BANK_ACCOUNT');
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTING', granted_data_types: null });
  });

  it('Go back leads to the provider again; with all granted the connection has all, and the first grant is revoked', async () => {
    const { id, person, page, grant } = await partlyShared();
    const back = await agree(person, page);
    expect(back.location?.searchParams.get('status')).toBe('success');
    expect((await world.read(id)).granted_data_types).toEqual(['BANK_ACCOUNT', 'BANK_TRANSACTION']);
    expect(await isLive(grant)).toBe(false);
  });

  it('Continue without is CONNECTED with what was granted', async () => {
    const { id, person, page, grant } = await partlyShared();
    const back = await person.press(page, 'continue_without');
    expect(back.location?.searchParams.get('status')).toBe('success');
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTED', granted_data_types: ['BANK_ACCOUNT'] });
    expect(await isLive(grant)).toBe(true);
  });

  it('Continue without pressed twice at once connects once, and the grant lives (I-04)', async () => {
    const { id, person, page, grant } = await partlyShared();
    const pages = await Promise.all(Array.from({ length: 6 }, () => person.press(page, 'continue_without')));
    expect(pages.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(pages.every(({ status, heading }) => status === 303 || heading !== '')).toBe(true);
    expect((await world.read(id)).status).toBe('CONNECTED');
    expect(await isLive(grant)).toBe(true);
    expect(await world.test.runtime.database.providerGrant.count({ where: { connectionId: id } })).toBe(1);
  });

  it('Continue without and Cancel at once: CONNECTED with a living grant, or neither', async () => {
    for (let round = 0; round < 10; round++) {
      const { id, person, page, grant } = await partlyShared();
      await Promise.all([person.press(page, 'continue_without'), person.press(page, 'cancel')]);
      const isConnected = (await world.read(id)).status === 'CONNECTED';
      expect(await isLive(grant)).toBe(isConnected);
    }
  });

  it('Cancel is abort: the grant is revoked, and continuing afterwards is refused', async () => {
    const { id, person, page, grant } = await partlyShared();
    const back = await person.press(page, 'cancel');
    expect(back.location?.searchParams.get('status')).toBe('abort');
    expect(await isLive(grant)).toBe(false);
    expect(await person.press(page, 'continue_without')).toMatchObject({ status: 400 });
    expect((await world.read(id)).status).toBe('CONNECTING');
  });

  it('does not offer to continue when nothing was granted, and refuses it when forged', async () => {
    const { id, person, page } = await partlyShared(['orders'], {
      provider_name: 'sandbox_commerce',
      requested_data_types: ['COMMERCE_ORDER'],
    });
    expect(page.form?.decisions).toEqual(['allow', 'cancel']);
    expect(await person.press(page, 'continue_without')).toMatchObject({ status: 400 });
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTING', granted_data_types: null });
    await world.remove(id);
  });

  it('is for the browser that came back: another one can neither see nor use it', async () => {
    const { redirect_url, id, page } = await partlyShared();
    const stranger = createPerson();
    const opened = await stranger.open(`${redirect_url}?step=review`);
    expect(opened.heading).toBe('Share your Sandbox Bank data with Fidu?');
    const forged = { ...opened, form: page.form };
    expect(await stranger.press(forged, 'continue_without')).toMatchObject({ status: 400 });
    expect((await world.read(id)).status).toBe('CONNECTING');
  });

  it('waits as long as the attempt: then its tokens are revoked by the housekeeping', async () => {
    const { id, person, page, grant } = await partlyShared();
    world.test.passTime(13 * minuteMs);
    expect(await person.press(page, 'continue_without')).toMatchObject({ status: 400 });
    await endExpiredAttempts(world.test.runtime);
    expect(await isLive(grant)).toBe(false);
    expect((await world.read(id)).status).toBe('CONNECTING');
  });
});

describe('a crash', () => {
  it('between the exchange and the outcome leaves tokens that the housekeeping revokes', async () => {
    const { id, redirect_url } = await world.newConnection();
    const person = createPerson();
    const callback = await person.goThrough(redirect_url);
    // The process "dies" while the account is read: its answer never comes, the tokens are on the attempt.
    await world.script({ faults: [{ on: 'resource', fault: 'hang' }] });
    void person.open(callback);
    const { database } = world.test.runtime;
    const open = { connectionId: id, tokens: { not: null }, outcome: null };
    await expect.poll(() => database.authorizationAttempt.count({ where: open })).toBe(1);
    const grant = (await world.ledger('code_exchange')).at(-1)?.grant_id ?? 'none';
    expect(await endExpiredAttempts(world.test.runtime)).toBe(0);
    expect(await isLive(grant)).toBe(true);
    world.test.passTime(13 * minuteMs);
    expect(await endExpiredAttempts(world.test.runtime)).toBe(1);
    expect(await isLive(grant)).toBe(false);
    expect((await world.read(id)).status).toBe('CONNECTING');
    expect(await database.authorizationAttempt.count({ where: { tokens: { not: null } } })).toBe(0);
    // The person starts again: the link still works.
    expect((await createPerson().connect(redirect_url)).status).toBe(303);
  });
});
