import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson } from '@/server/testing/person.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());

describe('what a flow leaves behind', () => {
  it('is a code that a prefetch of the callback did not spend', async () => {
    const { id, redirect_url } = await world.newConnection();
    const person = createPerson();
    const callback = await person.goThrough(redirect_url);
    const ahead = await person.open(callback, { headers: { 'sec-purpose': 'prefetch' } });
    expect(ahead.status).toBe(400);
    expect((await world.read(id)).status).toBe('CONNECTING');
    expect((await person.open(callback)).status).toBe(303);
    expect((await world.read(id)).status).toBe('CONNECTED');
  });

  it('is nothing of the provider account once the connection is deleted', async () => {
    const { id, redirect_url } = await world.newConnection();
    await createPerson().connect(redirect_url);
    const { database } = world.test.runtime;
    const where = { connectionId: id };
    expect(
      await database.authorizationAttempt.count({ where: { ...where, providerAccountId: { not: null } } }),
    ).toBe(1);
    await world.remove(id);
    for (const attempt of await database.authorizationAttempt.findMany({ where })) {
      expect(attempt).toMatchObject({
        providerAccountId: null,
        providerAccountLabel: null,
        tokens: null,
        inputs: null,
      });
    }
  });

  it('does not keep a person from deleting: tokens nobody can read are erased with an alarm', async () => {
    const { id, redirect_url } = await world.newConnection();
    await createPerson().connect(redirect_url);
    const { database } = world.test.runtime;
    const { secrets } = await database.providerGrant.findUniqueOrThrow({ where: { connectionId: id } });
    await database.providerGrant.update({ where: { connectionId: id }, data: { secrets: `${secrets}AAAA` } });
    await world.remove(id);
    expect(await database.dataConnection.count({ where: { id } })).toBe(0);
    expect(world.test.logged()).toContain('alarm: tokens were erased unread');
  });
});
