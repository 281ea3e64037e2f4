import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minuteMs } from '@/server/core/clock.ts';
import { createPerson } from '@/server/testing/person.ts';
import { type SyncWorld, startSyncWorld } from '@/server/testing/sync-world.ts';

/** A credential that cannot be refreshed is gone when the connection test says so as well (CONTRACT section 6). */

let world: SyncWorld;
let id: string;
beforeAll(async () => {
  world = await startSyncWorld();
});
beforeEach(async () => {
  const taxOffice = { provider_name: 'sandbox_private', requested_data_types: ['VAT_DECLARATION'] };
  const connection = await world.newConnection(taxOffice);
  const person = createPerson();
  const allowed = await person.press(await person.open(connection.redirect_url), 'allow');
  const form = await person.open(allowed.location ?? '');
  await person.press(form, 'submit_inputs', { input_api_key: 'sandbox-key-1' });
  id = connection.id;
});
afterEach(async () => {
  await world.script({ clear_faults: true });
  await world.remove(id);
  await world.work();
});
afterAll(() => world.close());

const refuse = (path: string, fault = 'unauthorized', times = 100) => ({
  on: 'resource',
  path,
  fault,
  times,
});
const sync = async () => {
  await world.start();
  await world.work();
  return world.latestOf('VAT_DECLARATION');
};

describe('a key', () => {
  it('reads the data', async () => {
    expect(await sync()).toMatchObject({ status: 'SUCCESS', records: { added: 8 } });
    expect((await world.readAll('vat-declarations')).length).toBe(8);
  });

  it('that the data and the connection test refuse is gone: AUTH_ERROR, without another attempt', async () => {
    await world.script({ faults: [refuse('/private/vat-declarations'), refuse('/private/account')] });
    expect(await sync()).toMatchObject({
      status: 'AUTH_ERROR',
      attempts: 1,
      error: { code: 'CREDENTIAL_REFUSED' },
    });
    expect(await world.read(id)).toMatchObject({
      status: 'AUTH_ERROR',
      disconnected_at: expect.any(String),
    });
  });

  it('that the data refuses and the connection test takes is not gone: FETCH_ERROR, the connection stays', async () => {
    await world.script({ faults: [refuse('/private/vat-declarations')] });
    expect(await sync()).toMatchObject({ status: 'FETCH_ERROR', error: { code: 'UNAUTHORIZED' } });
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTED' });
  });

  it('that the connection test answers with 403 is not gone: only a 401 says so', async () => {
    await world.script({
      faults: [refuse('/private/vat-declarations'), refuse('/private/account', 'insufficient_scope', 1)],
    });
    expect(await sync()).toMatchObject({ status: 'QUEUED', error: { code: 'UNAUTHORIZED' } });
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTED' });
  });

  it('that nobody can say anything about is tried again', async () => {
    await world.script({
      faults: [refuse('/private/vat-declarations', 'unauthorized', 1), refuse('/private/account', '500', 1)],
    });
    expect(await sync()).toMatchObject({ status: 'QUEUED', error: { code: 'UNAUTHORIZED' } });
    world.test.passTime(20 * minuteMs);
    await world.work();
    expect(await world.latestOf('VAT_DECLARATION')).toMatchObject({ status: 'SUCCESS', attempts: 2 });
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTED' });
  });
});

describe('a provider without credentials', () => {
  it('that answers 401 is in trouble, and no connection is AUTH_ERROR for it', async () => {
    await world.remove(id);
    const register = { provider_name: 'sandbox_public', requested_data_types: ['COMPANY_PROFILE'] };
    ({ id } = await world.newConnection(register));
    await world.script({ faults: [refuse('/public')] });
    await world.start();
    await world.work();
    for (let round = 0; round < 6; round += 1) {
      world.test.passTime(20 * minuteMs);
      await world.work();
    }
    expect(await world.latestOf('COMPANY_PROFILE')).toMatchObject({
      status: 'FETCH_ERROR',
      error: { code: 'UNAUTHORIZED' },
    });
    expect(await world.read(id)).toMatchObject({ status: 'CONNECTED' });
  });
});
