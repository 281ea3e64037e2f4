import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FailpointName } from '@/server/core/failpoint.ts';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { connectBank, endLease, grantOf } from '@/server/testing/connected.ts';
import { type RefreshProcess, startRefreshProcess } from '@/server/testing/refresh-process.ts';
import { GrantGoneError, getAccessToken, renewAccessToken } from './index.ts';

/** SQLite has one server process (DESIGN trap 1); Postgres any number. */
const processCount = process.env.TEST_DATABASE === 'postgres' ? 2 : 1;
/** F-02 is 200: `ROUNDS=200 npx vitest run --project postgres server/access-tokens/processes.db.test.ts`. */
const rounds = Number(process.env.ROUNDS ?? 15);
const calls = 50;

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());

const refreshes = async () => (await world.ledger('refresh')).length;

describe('processes that renew one access token (F-02)', () => {
  const processes: RefreshProcess[] = [];
  beforeAll(() => {
    for (let index = 0; index < processCount; index += 1) processes.push(startRefreshProcess(world.test));
  });
  afterAll(() => Promise.all(processes.map((one) => one.stop())));

  it(
    `send exactly one request per round: ${processCount} × ${calls} calls, ${rounds} rounds`,
    async () => {
      const id = await connectBank(world);
      const before = await refreshes();
      for (let round = 1; round <= rounds; round += 1) {
        const read = await Promise.all(processes.map((one) => one.read(id)));
        expect(read).toEqual(processes.map(() => ({ versions: [round], errors: [] })));
        const renewed = await Promise.all(processes.map((one) => one.renew(id, calls)));
        const expected = { versions: Array.from({ length: calls }, () => round + 1), errors: [] };
        expect(renewed).toEqual(processes.map(() => expected));
      }
      const sent = (await world.ledger('refresh')).slice(before);
      expect(sent.map(({ result }) => result)).toEqual(Array.from({ length: rounds }, () => 'ok'));
      expect(await world.read(id)).toMatchObject({ status: 'CONNECTED' });
    },
    30_000 + rounds * 1_000,
  );
});

describe('a process that is killed', () => {
  /** Kills a process of its own at a failpoint of its refresh, and lets its lease end. */
  async function killedAt(name: FailpointName) {
    const id = await connectBank(world);
    const before = await refreshes();
    const environment = { MOORAGE_FAILPOINT: `${name}:kill`, MOORAGE_FAILPOINTS_ALLOWED: '1' };
    const doomed = startRefreshProcess(world.test, environment);
    await doomed.read(id);
    expect(await doomed.renew(id, calls)).toEqual({ versions: [], errors: ['ended by SIGKILL'] });
    expect(await doomed.ended).toBe('SIGKILL');
    const left = await grantOf(world, id);
    await endLease(world, id);
    return { id, left, sent: (await refreshes()) - before };
  }

  it('before it wrote its intent leaves a lease that ends, and the token is refreshed', async () => {
    const { id, left, sent } = await killedAt('refresh.claimed');
    expect(left).toMatchObject({ refreshIntent: null, refreshLeaseUntil: expect.any(Date), version: 1 });
    expect(sent).toBe(0);
    const used = await getAccessToken(world.test.ctx, id);
    expect((await renewAccessToken(world.test.ctx, id, used)).version).toBe(2);
  });

  it('after its intent and before the request leaves an open intent; the same token is tried again', async () => {
    const { id, left, sent } = await killedAt('refresh.intent_written');
    expect(left).toMatchObject({ refreshIntent: expect.any(String), version: 1 });
    expect(sent).toBe(0);
    const used = await getAccessToken(world.test.ctx, id);
    expect((await renewAccessToken(world.test.ctx, id, used)).version).toBe(2);
    expect(await grantOf(world, id)).toMatchObject({ refreshIntent: null, refreshOwner: null });
  });

  it('with the answer in its hands loses it: one more try, then the reason is told', async () => {
    const { id, sent } = await killedAt('refresh.answered');
    expect(sent).toBe(1);
    const used = await getAccessToken(world.test.ctx, id);
    const renewal = renewAccessToken(world.test.ctx, id, used);
    await expect(renewal).rejects.toEqual(new GrantGoneError('refresh_response_lost'));
    expect((await world.ledger('refresh')).slice(-2).map(({ result }) => result)).toEqual([
      'ok',
      'invalid_grant',
    ]);
  });

  it('after its commit has lost nothing', async () => {
    const { id, left, sent } = await killedAt('refresh.committed');
    expect(left).toMatchObject({ version: 2, refreshOwner: null, refreshIntent: null });
    expect(sent).toBe(1);
    const credential = await getAccessToken(world.test.ctx, id);
    expect((await renewAccessToken(world.test.ctx, id, credential)).version).toBe(3);
  });

  it('keeps others waiting until its lease ends, and not longer', async () => {
    const { id } = await killedAt('refresh.intent_written');
    const { database } = world.test.runtime;
    const soon = new Date(Date.now() + 1_000);
    await database.providerGrant.update({
      where: { connectionId: id },
      data: { refreshOwner: 'dead', refreshLeaseUntil: soon },
    });
    const survivor = startRefreshProcess(world.test);
    await survivor.read(id);
    expect(await survivor.renew(id, 1)).toEqual({ versions: [2], errors: [] });
    expect(Date.now()).toBeGreaterThan(soon.getTime());
    expect((await grantOf(world, id)).obtainedAt.getTime()).toBeGreaterThan(soon.getTime());
    await survivor.stop();
  });
});
