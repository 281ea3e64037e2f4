import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuntime, type Runtime } from '@/server/runtime/runtime.ts';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { createPerson, type Person } from '@/server/testing/person.ts';
import { completeCallback } from './complete-callback.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());

const exchanges = async () => (await world.ledger('code_exchange')).length;

async function onTheWayBack(person: Person = createPerson()) {
  const { id, redirect_url } = await world.newConnection();
  return { id, redirect_url, person, callback: await person.goThrough(redirect_url) };
}

/** I-04 and T-20: the grants that live at the provider are exactly those of the CONNECTED connections. */
async function expectNothingOrphaned(): Promise<void> {
  await world.revoked();
  const { database } = world.test.runtime;
  const connected = await database.dataConnection.findMany({
    where: { status: 'CONNECTED' },
    include: { grant: true },
  });
  expect(connected.filter(({ grant }) => grant === null)).toEqual([]);
  expect(await database.providerGrant.count()).toBe(connected.length);
  expect(await database.authorizationAttempt.count({ where: { tokens: { not: null } } })).toBe(0);
  expect(await database.owedRevocation.count()).toBe(0);
  expect(await world.liveGrants()).toHaveLength(connected.length);
}

describe('callbacks on one state', () => {
  it('sixteen at once: one exchange, one success, all others see how it ended', async () => {
    const { id, person, callback } = await onTheWayBack();
    const before = await exchanges();
    const pages = await Promise.all(Array.from({ length: 16 }, () => person.open(callback)));
    expect(await exchanges()).toBe(before + 1);
    expect(pages.filter((page) => page.status === 303)).toHaveLength(1);
    const others = pages.filter((page) => page.status !== 303);
    expect(others.every((page) => page.status === 400 && page.heading === 'Already connected')).toBe(true);
    expect((await world.read(id)).status).toBe('CONNECTED');
    await expectNothingOrphaned();
  });

  it('twelve states, eight callbacks each, on two nodes: each code is exchanged exactly once (R-05, I-02)', async () => {
    const { runtime } = world.test;
    const second: Runtime =
      runtime.settings.database === 'postgres'
        ? { ...createRuntime(runtime.settings), log: runtime.log }
        : runtime;
    const ways = await Promise.all(Array.from({ length: 12 }, () => onTheWayBack()));
    const before = await exchanges();
    const answers = await Promise.all(
      ways.flatMap(({ person, callback }) => {
        const browserId = person.cookies.get('moorage-browser') ?? null;
        const visit = { browserId, isFirst: false, isReal: true, requestId: 'race' };
        return Array.from({ length: 8 }, (_, index) =>
          completeCallback(index % 2 === 0 ? runtime : second, 'sandbox_openbanking', callback, visit),
        );
      }),
    );
    expect(await exchanges()).toBe(before + 12);
    expect(answers.filter((answer) => answer.kind === 'redirect')).toHaveLength(12);
    const statuses = await Promise.all(ways.map(async ({ id }) => (await world.read(id)).status));
    expect(statuses).toEqual(Array(12).fill('CONNECTED'));
    if (second !== runtime) {
      await second.http.close();
      await second.database.$disconnect();
    }
    await expectNothingOrphaned();
  });

  it('two tabs of one link: the first callback wins, the grant of the second is revoked, both see a good end', async () => {
    for (let round = 0; round < 8; round++) {
      const { id, redirect_url, person, callback } = await onTheWayBack();
      const second = await person.goThrough(redirect_url);
      const pages = await Promise.all([person.open(callback), person.open(second)]);
      expect(pages.filter((page) => page.status === 303)).toHaveLength(1);
      expect(pages.filter((page) => page.heading === 'Already connected')).toHaveLength(1);
      expect((await world.read(id)).status).toBe('CONNECTED');
    }
    await expectNothingOrphaned();
  });
});

describe('a callback against the consumer', () => {
  it.each(['code_exchange', 'resource'])(
    'DELETE while the provider is at the %s: 404 for the person, and the grant is revoked',
    async (on) => {
      const { id, person, callback } = await onTheWayBack();
      await world.script({ faults: [{ on, fault: 'slow', delay_ms: 300 }] });
      const opened = person.open(callback);
      await sleep(150);
      expect(await world.remove(id)).toBe(204);
      expect(await opened).toMatchObject({ status: 404, heading: 'We don’t know this link' });
      await expectNothingOrphaned();
    },
  );

  it('DELETE at any moment: the connection is gone, and so is its grant', async () => {
    for (let round = 0; round < 20; round++) {
      const { id, person, callback } = await onTheWayBack();
      const [page, status] = await Promise.all([
        person.open(callback),
        sleep(round * 2).then(() => world.remove(id)),
      ]);
      expect(status).toBe(204);
      expect([303, 404]).toContain(page.status);
      expect((await world.api('GET', `/users/${world.userId}/data-connections/${id}`)).status).toBe(404);
    }
    await expectNothingOrphaned();
  });

  it('PATCH DISCONNECTED at any moment: either it came too early (409) or access has ended', async () => {
    for (let round = 0; round < 20; round++) {
      const { id, person, callback } = await onTheWayBack();
      const [page, status] = await Promise.all([
        person.open(callback),
        sleep(20 + round * 2).then(() => world.patch(id, { status: 'DISCONNECTED' })),
      ]);
      expect(page.status).toBe(303);
      expect((await world.read(id)).status).toBe(status === 200 ? 'DISCONNECTED' : 'CONNECTED');
      expect([200, 409]).toContain(status);
    }
    await expectNothingOrphaned();
  });

  it('PATCH of the data types during a renewal: either the old list was agreed to and stands, or nothing was', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round++) {
      const { id, redirect_url, person, callback } = await onTheWayBack();
      await person.open(callback);
      await world.failAuthorization(id);
      const renewal = await person.goThrough(redirect_url);
      const [page, status] = await Promise.all([
        person.open(renewal),
        sleep(round * 3).then(() => world.patch(id, { requested_data_types: ['BANK_ACCOUNT'] })),
      ]);
      const now = await world.read(id);
      outcomes.add(`${status} ${now.status}`);
      if (status === 200) {
        expect(now).toMatchObject({ status: 'AUTH_ERROR', requested_data_types: ['BANK_ACCOUNT'] });
        expect(page.location?.searchParams.get('step')).toBe('changed');
        expect(await world.remove(id)).toBe(204);
      } else {
        expect(now).toMatchObject({
          status: 'CONNECTED',
          requested_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'],
        });
        expect(status).toBe(409);
      }
    }
    await expectNothingOrphaned();
    expect([...outcomes].every((outcome) => ['200 AUTH_ERROR', '409 CONNECTED'].includes(outcome))).toBe(
      true,
    );
  });
});

describe('a person against themself', () => {
  it('Cancel in one tab at any moment of a callback in another: never CONNECTED with a revoked grant', async () => {
    for (let round = 0; round < 16; round++) {
      const { id, redirect_url, person, callback } = await onTheWayBack();
      const page = await person.open(redirect_url);
      const [back] = await Promise.all([
        person.open(callback),
        sleep(round * 2).then(() => person.press(page, 'cancel')),
      ]);
      const { status } = await world.read(id);
      const succeeded = back.location?.searchParams.get('status') === 'success';
      expect(status).toBe(succeeded ? 'CONNECTED' : 'CONNECTING');
    }
    await expectNothingOrphaned();
  });
});
