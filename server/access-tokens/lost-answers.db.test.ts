import { afterEach, describe, expect, it } from 'vitest';
import { rotatingAnswers, startTokenProvider, type TokenProvider } from '@/server/testing/token-provider.ts';
import { forgetPreviousTokens, GrantGoneError, getAccessToken, renewAccessToken } from './index.ts';

/** SECURITY F-03: the provider rotated the token, and its answer never came. */

let world: TokenProvider;
afterEach(() => world.close());

async function renew(id: string) {
  return renewAccessToken(world.ctx(), id, await getAccessToken(world.ctx(), id));
}

async function lose(id: string): Promise<void> {
  await expect(renew(id)).rejects.toMatchObject({ name: 'OAuthError', kind: 'transient' });
}

/** A grant whose second refresh loses its answer; `refresh-2` is the present token. */
async function lostSecond(refresh: NonNullable<Parameters<typeof startTokenProvider>[0]>['refresh']) {
  world = await startTokenProvider(refresh === undefined ? {} : { refresh });
  const id = await world.connect();
  world.provider.answer = rotatingAnswers(world, { drop: 0, grace: false });
  expect((await renew(id)).secrets.refreshToken).toBe('refresh-2');
  world.provider.answer = (request) => request.socket.resetAndDestroy();
  await lose(id);
  // The provider takes the token before again, and no longer the present one.
  world.provider.answer = (_, response) => {
    const isPrevious = world.sent().at(-1) === 'refresh-1';
    const tokens = { access_token: 'access-9', refresh_token: 'refresh-9', token_type: 'Bearer' };
    response
      .writeHead(isPrevious ? 200 : 400, { 'content-type': 'application/json' })
      .end(JSON.stringify(isPrevious ? tokens : { error: 'invalid_grant' }));
  };
  return id;
}

describe('a refresh whose answer was lost', () => {
  it('is repeated with the same token, which a provider with a grace time answers', async () => {
    world = await startTokenProvider();
    const id = await world.connect();
    world.provider.answer = rotatingAnswers(world, { drop: 1, grace: true });
    await lose(id);
    const renewed = await renew(id);
    expect(renewed.secrets).toMatchObject({ accessToken: 'access-3', refreshToken: 'refresh-3' });
    expect(world.sent()).toEqual(['refresh-1', 'refresh-1']);
  });

  it('may be lost several times in a row', async () => {
    world = await startTokenProvider();
    const id = await world.connect();
    world.provider.answer = rotatingAnswers(world, { drop: 5, grace: true });
    for (let lost = 0; lost < 5; lost += 1) await lose(id);
    expect((await renew(id)).version).toBe(2);
  });

  it('ends the grant without one, and the reason is told, also to who asks again', async () => {
    world = await startTokenProvider();
    const id = await world.connect();
    world.provider.answer = rotatingAnswers(world, { drop: 1, grace: false });
    await lose(id);
    await expect(renew(id)).rejects.toEqual(new GrantGoneError('refresh_response_lost'));
    await expect(renew(id)).rejects.toEqual(new GrantGoneError('refresh_response_lost'));
  });

  it('falls back on the token before, where the manifest says that it can be used for a time', async () => {
    const id = await lostSecond({ kind: 'rotating', previousUsable: { until: 'time', seconds: 600 } });
    expect((await renew(id)).secrets).toMatchObject({ accessToken: 'access-9', refreshToken: 'refresh-9' });
    expect(world.sent()).toEqual(['refresh-1', 'refresh-2', 'refresh-2', 'refresh-1']);
  });

  it.each([
    ['the time the manifest names', 600, 11],
    ['half an hour', null, 31],
  ])('but not after %s', async (_, seconds, minutes) => {
    const id = await lostSecond({ kind: 'rotating', previousUsable: { until: 'time', seconds } });
    world.test.passTime(minutes * 60_000);
    await expect(renew(id)).rejects.toEqual(new GrantGoneError('refresh_response_lost'));
    expect(world.sent()).not.toContain('refresh-9');
    expect(world.sent().slice(1)).not.toContain('refresh-1');
  });

  it('nor where the manifest does not say so: sent again, it would end a grant that lives (I-03)', async () => {
    const id = await lostSecond({ kind: 'rotating' });
    await expect(renew(id)).rejects.toEqual(new GrantGoneError('refresh_response_lost'));
    expect(world.sent().slice(1)).not.toContain('refresh-1');
  });

  it('nor when it was erased by housekeeping', async () => {
    const id = await lostSecond({ kind: 'rotating', previousUsable: { until: 'time', seconds: null } });
    world.test.passTime(31 * 60_000);
    expect(await forgetPreviousTokens(world.test.runtime)).toBe(1);
    await expect(renew(id)).rejects.toEqual(new GrantGoneError('refresh_response_lost'));
  });
});

describe('a token whose end the provider did not say', () => {
  it('lives as long as the manifest says', async () => {
    world = await startTokenProvider({ accessTokenLifetimeSeconds: 1_000 });
    const id = await world.connect({ expiresInMs: null });
    world.provider.answer = rotatingAnswers(world, { drop: 0, grace: false });
    world.test.passTime(740_000);
    expect((await getAccessToken(world.ctx(), id)).version).toBe(1);
    world.test.passTime(60_000);
    expect((await getAccessToken(world.ctx(), id)).version).toBe(2);
  });

  it('is not refreshed when there is no way to', async () => {
    world = await startTokenProvider({ refresh: { kind: 'none' } });
    const id = await world.connect({ expiresInMs: 1_000 });
    world.test.passTime(2_000);
    const credential = await getAccessToken(world.ctx(), id);
    expect(credential.renewable).toBe(false);
    await expect(renew(id)).rejects.toEqual(new GrantGoneError('revoked'));
    expect(world.sent()).toEqual([]);
  });
});
