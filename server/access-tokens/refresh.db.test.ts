import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { transaction } from '@/server/db/client.ts';
import { grantPlace, sealSecrets } from '@/server/grants/index.ts';
import { type ConnectWorld, startConnectWorld } from '@/server/testing/connect-world.ts';
import { connectBank, endLease, grantOf } from '@/server/testing/connected.ts';
import {
  ConnectionGoneError,
  type Credential,
  forgetPreviousTokens,
  GrantGoneError,
  getAccessToken,
  renewAccessToken,
} from './index.ts';

let world: ConnectWorld;
beforeAll(async () => {
  world = await startConnectWorld();
});
afterAll(() => world.close());
beforeEach(() => world.script({ clear_faults: true }));

const get = (id: string) => getAccessToken(world.test.ctx, id);
const renew = (id: string, used: Credential) => renewAccessToken(world.test.ctx, id, used);
const refreshes = async () => (await world.ledger('refresh')).length;
const fault = (name: string, more: object = {}) =>
  world.script({ faults: [{ on: 'refresh', fault: name, ...more }] });
const minuteMs = 60_000;
const farFuture = new Date('2100-01-01T00:00:00Z');
/** What is the access token good for at the provider? */
async function isAccepted({ secrets }: Credential): Promise<boolean> {
  const headers = { authorization: `Bearer ${secrets.accessToken}` };
  return (await fetch(`${world.sandbox.url}/account`, { headers })).status === 200;
}

describe('an access token', () => {
  it('is given as it is until 75 % of its lifetime, and refreshed at 80 % at the latest', async () => {
    const id = await connectBank(world);
    const before = await refreshes();
    const first = await get(id);
    expect(first).toMatchObject({ version: 1, renewable: true });
    world.test.passTime(0.74 * 10 * minuteMs);
    expect(await get(id)).toEqual(first);
    expect(await refreshes()).toBe(before);
    world.test.passTime(0.06 * 10 * minuteMs);
    const second = await get(id);
    expect(second.version).toBe(2);
    expect(await refreshes()).toBe(before + 1);
    expect(second.secrets.accessToken).not.toBe(first.secrets.accessToken);
    expect(second.secrets.refreshToken).not.toBe(first.secrets.refreshToken);
    expect(await isAccepted(second)).toBe(true);
    expect(await get(id)).toEqual(second);
  });

  it('is refreshed after its end too, and the lifetime counts from the refresh', async () => {
    const id = await connectBank(world);
    world.test.passTime(60 * minuteMs);
    const { obtainedAt } = await grantOf(world, id);
    expect((await get(id)).version).toBe(2);
    const grant = await grantOf(world, id);
    expect(grant.obtainedAt.getTime() - obtainedAt.getTime()).toBe(60 * minuteMs);
    expect(grant.accessTokenExpiresAt?.getTime()).toBe(grant.obtainedAt.getTime() + 10 * minuteMs);
  });

  it('is renewed after a 401 by one request, and who comes with the old one gets the new one', async () => {
    const id = await connectBank(world);
    const used = await get(id);
    const before = await refreshes();
    const renewed = await renew(id, used);
    expect(renewed.version).toBe(2);
    expect(await renew(id, used)).toEqual(renewed);
    expect(await refreshes()).toBe(before + 1);
    expect((await renew(id, renewed)).version).toBe(3);
  });

  it('leaves the values kept from the authorization as they were, and the row without lease and intent', async () => {
    const id = await connectBank(world);
    const { secrets } = await get(id);
    const renewed = await renew(id, await get(id));
    expect(renewed.secrets.values).toEqual(secrets.values);
    expect(await grantOf(world, id)).toMatchObject({
      refreshOwner: null,
      refreshLeaseUntil: null,
      refreshIntent: null,
      refreshFence: 1,
    });
  });

  it('of a provider that needs no authorization is nothing, and cannot be renewed', async () => {
    const { id } = await world.newConnection({
      provider_name: 'sandbox_public',
      requested_data_types: ['COMPANY_PROFILE'],
    });
    const credential = await get(id);
    expect(credential).toEqual({
      secrets: { accessToken: null, refreshToken: null, values: {} },
      version: 0,
      renewable: false,
    });
    await expect(renew(id, credential)).rejects.toEqual(new GrantGoneError('revoked'));
  });

  it('of a connection that is not CONNECTED, of no connection, and of another account is refused alike', async () => {
    const { id: waiting } = await world.newConnection();
    const id = await connectBank(world);
    const stranger = { ...world.test.ctx, accountId: waiting };
    await expect(get(waiting)).rejects.toThrow(ConnectionGoneError);
    await expect(get('00000000-0000-7000-8000-000000000000')).rejects.toThrow(ConnectionGoneError);
    await expect(getAccessToken(stranger, id)).rejects.toThrow(ConnectionGoneError);
  });
});

describe('50 callers at once (F-02)', () => {
  it('cause exactly one refresh per round, 20 rounds long, without an error', async () => {
    const id = await connectBank(world);
    const before = await refreshes();
    for (let round = 0; round < 20; round += 1) {
      const used = await get(id);
      const all = await Promise.all(Array.from({ length: 50 }, () => renew(id, used)));
      expect(new Set(all.map(({ version }) => version))).toEqual(new Set([used.version + 1]));
      expect(new Set(all.map(({ secrets }) => secrets.accessToken)).size).toBe(1);
    }
    expect(await refreshes()).toBe(before + 20);
    expect((await world.ledger('refresh')).slice(before).every(({ result }) => result === 'ok')).toBe(true);
  });

  it('also when the token is due: the callers before use', async () => {
    const id = await connectBank(world);
    const before = await refreshes();
    world.test.passTime(9 * minuteMs);
    const all = await Promise.all(Array.from({ length: 50 }, () => get(id)));
    expect(new Set(all.map(({ version }) => version))).toEqual(new Set([2]));
    expect(await refreshes()).toBe(before + 1);
  });
});

describe('the lease', () => {
  it('held by another process is waited for, and its result is taken over', async () => {
    const id = await connectBank(world);
    const used = await get(id);
    const before = await refreshes();
    const { database } = world.test.runtime;
    const held = { refreshOwner: 'other', refreshLeaseUntil: farFuture };
    await database.providerGrant.update({ where: { connectionId: id }, data: held });
    const pauses: number[] = [];
    const pause = async (ms: number) => {
      pauses.push(ms);
      if (pauses.length < 4) return;
      const done = { refreshOwner: null, refreshLeaseUntil: null, version: { increment: 1 } };
      await database.providerGrant.update({ where: { connectionId: id }, data: done });
    };
    const credential = await renewAccessToken(world.test.ctx, id, used, { pause });
    expect(credential).toEqual({ ...used, version: 2 });
    expect(pauses).toEqual([25, 50, 100, 200]);
    expect(await refreshes()).toBe(before);
  });

  it('that nobody ends is waited for twice its time, and then it is a transient trouble', async () => {
    const id = await connectBank(world);
    const used = await get(id);
    const held = { refreshOwner: 'other', refreshLeaseUntil: farFuture };
    await world.test.runtime.database.providerGrant.update({ where: { connectionId: id }, data: held });
    let waited = 0;
    const pause = async (ms: number) => {
      waited += ms;
    };
    const renewal = renewAccessToken(world.test.ctx, id, used, { pause });
    await expect(renewal).rejects.toMatchObject({ name: 'OAuthError', kind: 'transient' });
    expect(waited).toBeGreaterThan(89_000);
    await endLease(world, id);
    expect((await renew(id, used)).version).toBe(2);
  });
});

describe('access that is ended during a refresh (B-03, B-19)', () => {
  async function duringRefresh(end: (id: string) => Promise<unknown>) {
    const id = await connectBank(world);
    const used = await get(id);
    const grantId = (await world.ledger('code_exchange')).at(-1)?.grant_id;
    await fault('slow', { delay_ms: 400 });
    const renewal = renew(id, used).then(
      (credential) => credential,
      (error: unknown) => error,
    );
    while ((await grantOf(world, id)).refreshIntent === null) await sleep(5);
    await end(id);
    const outcome = await renewal;
    await world.revoked();
    return { id, used, outcome, grantId };
  }

  it('by PATCH: the result is dropped, and no token lives on at the provider', async () => {
    const { id, outcome, grantId } = await duringRefresh((id) => world.patch(id, { status: 'DISCONNECTED' }));
    expect(outcome).toBeInstanceOf(ConnectionGoneError);
    expect(await world.liveGrants()).not.toContain(grantId);
    const { database } = world.test.runtime;
    expect(await database.providerGrant.count({ where: { connectionId: id } })).toBe(0);
    expect(await database.owedRevocation.count()).toBe(0);
  });

  it('by DELETE: likewise', async () => {
    const { outcome, grantId } = await duringRefresh((id) => world.remove(id));
    expect(outcome).toBeInstanceOf(ConnectionGoneError);
    expect(await world.liveGrants()).not.toContain(grantId);
    expect(await world.test.runtime.database.owedRevocation.count()).toBe(0);
  });

  it('and given anew before the refresh is over: the new grant is not touched, the late token is revoked', async () => {
    const other = await get(await connectBank(world));
    const {
      outcome,
      id,
      grantId: late,
    } = await duringRefresh((id) =>
      transaction(world.test.runtime.database, async (tx) => {
        const row = await tx.providerGrant.findUniqueOrThrow({ where: { connectionId: id } });
        await tx.providerGrant.delete({ where: { connectionId: id } });
        const secrets = sealSecrets(world.test.ctx, grantPlace(id), other.secrets);
        // The same version and fence as the refresh under way has: only the owner tells them apart.
        await tx.providerGrant.create({ data: { ...row, secrets, refreshOwner: 'newer' } });
      }),
    );
    expect(outcome).toBeInstanceOf(ConnectionGoneError);
    expect((await get(id)).secrets).toEqual(other.secrets);
    expect((await world.ledger('revocation')).at(-1)).toMatchObject({ grant_id: late, result: 'ok' });
  });

  it('at the very moment of the commit, 30 times: never a living grant, never a row', async () => {
    const { database } = world.test.runtime;
    for (let round = 0; round < 30; round += 1) {
      const id = await connectBank(world);
      const used = await get(id);
      const grantId = (await world.ledger('code_exchange')).at(-1)?.grant_id;
      const renewal = renew(id, used).catch((error: unknown) => error);
      await sleep(round / 2);
      expect([204, 409]).toContain(await world.remove(id));
      await renewal;
      await world.revoked();
      expect(await world.liveGrants()).not.toContain(grantId);
      expect(await database.providerGrant.count({ where: { connectionId: id } })).toBe(0);
    }
  });
});

describe('the previous refresh token', () => {
  it('is kept encrypted for 30 minutes and then forgotten', async () => {
    const id = await connectBank(world);
    const used = await get(id);
    await renew(id, used);
    const grant = await grantOf(world, id);
    expect(grant.previousSecrets).toMatch(/^enc:v1:/);
    expect(grant.previousUntil?.getTime()).toBe(grant.obtainedAt.getTime() + 30 * minuteMs);
    world.test.passTime(29 * minuteMs);
    await forgetPreviousTokens(world.test.runtime);
    expect((await grantOf(world, id)).previousSecrets).not.toBeNull();
    world.test.passTime(2 * minuteMs);
    expect(await forgetPreviousTokens(world.test.runtime)).toBeGreaterThan(0);
    expect(await grantOf(world, id)).toMatchObject({ previousSecrets: null, previousUntil: null });
    expect(await forgetPreviousTokens(world.test.runtime)).toBe(0);
  });
});

describe('an answer that is lost', () => {
  it('after the provider rotated the token costs one more try, and ends the grant where that is refused', async () => {
    const id = await connectBank(world);
    const used = await get(id);
    await fault('drop_after_commit');
    await expect(renew(id, used)).rejects.toMatchObject({ name: 'OAuthError', kind: 'transient' });
    expect((await grantOf(world, id)).refreshIntent).not.toBeNull();
    await expect(renew(id, used)).rejects.toEqual(new GrantGoneError('refresh_response_lost'));
    const results = (await world.ledger('refresh')).slice(-2).map(({ result }) => result);
    expect(results).toEqual(['fault:drop_after_commit', 'invalid_grant']);
  });

  it('before the provider did anything loses nothing', async () => {
    const id = await connectBank(world);
    const used = await get(id);
    await fault('reset');
    await expect(renew(id, used)).rejects.toMatchObject({ name: 'OAuthError', kind: 'transient' });
    expect((await renew(id, used)).version).toBe(2);
  });
});

it('tokens that were received are written once the database is back', async () => {
  const id = await connectBank(world);
  const used = await get(id);
  const notReachable = () => Promise.reject(Object.assign(new Error('not reachable'), { code: 'P1001' }));
  const transactions = vi.spyOn(world.test.runtime.database, '$transaction');
  transactions.mockImplementationOnce(notReachable).mockImplementationOnce(notReachable);
  const before = await refreshes();
  const renewed = await renewAccessToken(world.test.ctx, id, used);
  expect(renewed.version).toBe(2);
  expect(transactions).toHaveBeenCalledTimes(3);
  transactions.mockRestore();
  expect(await refreshes()).toBe(before + 1);
  expect(await get(id)).toEqual(renewed);
});

it('no token of any refresh is in the log', async () => {
  const id = await connectBank(world);
  const used = await get(id);
  await fault('invalid_client');
  await expect(renew(id, used)).rejects.toMatchObject({ kind: 'client_config' });
  const renewed = await renew(id, used);
  const { accessToken, refreshToken } = used.secrets;
  const tokens = [accessToken, refreshToken, renewed.secrets.accessToken, renewed.secrets.refreshToken];
  for (const token of tokens) expect(world.test.logged()).not.toContain(token);
  expect(world.test.logged()).toContain('alarm: the provider refuses our registration');
});

describe('a refresh that was early on purpose', () => {
  it('and fails gives the token at hand as long as it lives, and says so after that', async () => {
    const id = await connectBank(world);
    const before = await get(id);
    await world.script({ faults: [{ on: 'refresh', fault: '503', times: 100 }] });
    world.test.passTime(0.85 * 600_000);
    expect(await get(id)).toEqual(before);
    world.test.passTime(0.2 * 600_000);
    await expect(get(id)).rejects.toMatchObject({ kind: 'transient' });
    await world.script({ clear_faults: true });
    expect((await get(id)).version).toBe(before.version + 1);
  });
});
