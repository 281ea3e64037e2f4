import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantPlace, openSecrets } from '@/server/grants/index.ts';
import { answerWith } from '@/server/testing/local-provider.ts';
import { startTokenProvider, type TokenProvider } from '@/server/testing/token-provider.ts';
import { GrantGoneError, getAccessToken, renewAccessToken } from './index.ts';

/** SECURITY 5.3: what every answer of a token endpoint leaves behind. */

let world: TokenProvider;
beforeAll(async () => {
  world = await startTokenProvider();
});
afterAll(() => world.close());

const html = '<!DOCTYPE html><h1>canary-body</h1>';
const json = { 'content-type': 'application/json' };
const tokens = {
  access_token: 'canary-access',
  token_type: 'Bearer',
  expires_in: 600,
  refresh_token: 'canary-new',
};
const answer = (status: number, body: unknown, headers: Record<string, string> = json) =>
  answerWith(status, body, headers);
const error = (status: number, code: string, headers: Record<string, string> = {}) =>
  answer(status, { error: code, error_description: 'canary-description' }, { ...json, ...headers });
const withRetryAfter = (status: number, value: string) =>
  answer(status, {}, { ...json, 'retry-after': value });
const challenge = { 'www-authenticate': 'Basic realm="token"' };

async function renew(id: string) {
  const used = await getAccessToken(world.ctx(), id);
  return renewAccessToken(world.ctx(), id, used);
}

async function stateOf(id: string) {
  const { database } = world.test.runtime;
  const grant = await database.providerGrant.findUniqueOrThrow({ where: { connectionId: id } });
  const { status } = await database.dataConnection.findUniqueOrThrow({ where: { id } });
  return { status, grant, secrets: openSecrets(world.test.runtime, grantPlace(id), grant.secrets) };
}

/** The answer, its kind, whether the token may have been spent, and what it says about trying again. */
const troubles: [string, RequestListener, string, boolean, number?][] = [
  ['400 invalid_client', error(400, 'invalid_client'), 'client_config', false],
  ['401 invalid_client with a challenge', error(401, 'invalid_client', challenge), 'client_config', false],
  ['400 unauthorized_client', error(400, 'unauthorized_client'), 'client_config', false],
  ['400 invalid_request', error(400, 'invalid_request'), 'client_config', false],
  ['400 invalid_scope', error(400, 'invalid_scope'), 'client_config', false],
  ['403 HTML', answer(403, html, {}), 'bad_answer', false],
  ['404', answer(404, ''), 'bad_answer', false],
  ['429 with Retry-After 7', withRetryAfter(429, '7'), 'transient', false, 7],
  ['429 with a date', withRetryAfter(429, 'Fri, 01 Jan 2100 00:00:00 GMT'), 'transient', false, 86_400],
  ['429 with Retry-After 10^9', withRetryAfter(429, '1000000000'), 'transient', false, 86_400],
  ['429 that says invalid_grant', error(429, 'invalid_grant'), 'transient', false],
  ['500', answer(500, html, {}), 'transient', true],
  ['503', answer(503, {}), 'transient', true],
  ['503 that says invalid_grant', error(503, 'invalid_grant'), 'transient', true],
  ['200 HTML', answer(200, html, {}), 'bad_answer', true],
  ['200 empty', answer(200, ''), 'bad_answer', true],
  ['200 with an error', error(200, 'invalid_grant'), 'bad_answer', true],
  ['200 without token_type', answer(200, { ...tokens, token_type: undefined }), 'bad_answer', true],
  ['302', answer(302, '', { location: 'https://elsewhere.invalid/' }), 'bad_answer', true],
  ['no answer in time', () => undefined, 'transient', true],
  ['a reset instead of an answer', (request) => request.socket.resetAndDestroy(), 'transient', true],
  [
    'a reset in the middle of the body',
    (request, response) => {
      response.writeHead(200, { ...json, 'content-length': '500' });
      response.write('{"access_token": "canary-acc', () => setTimeout(() => request.socket.destroy(), 20));
    },
    'transient',
    true,
  ],
];

describe('an answer that is no refusal of the grant', () => {
  it.each(troubles)('%s is an error to try again after, and the refresh token stays', async (...row) => {
    const [, listener, kind, mayBeSpent, retryAfter = null] = row;
    const id = await world.connect();
    world.provider.answer = listener;
    const before = await stateOf(id);
    await expect(renew(id)).rejects.toMatchObject({ name: 'OAuthError', kind, retryAfter });
    expect(world.sent()).toEqual(['refresh-1']);
    const after = await stateOf(id);
    expect(after).toMatchObject({ status: 'CONNECTED', secrets: before.secrets });
    expect(after.grant).toMatchObject({ version: 1, refreshOwner: null, refreshLeaseUntil: null });
    expect(after.grant.refreshIntent === null).toBe(!mayBeSpent);

    world.provider.answer = answer(200, tokens);
    expect(await renew(id)).toMatchObject({ version: 2, secrets: { accessToken: 'canary-access' } });
    expect((await stateOf(id)).grant.refreshIntent).toBeNull();
  });

  it('that refuses our registration raises an alarm, which others do not', async () => {
    const id = await world.connect();
    const alarms = () => world.test.logged().split('alarm: the provider refuses our registration').length;
    const before = alarms();
    world.provider.answer = error(500, 'server_error');
    await expect(renew(id)).rejects.toMatchObject({ kind: 'transient' });
    expect(alarms()).toBe(before);
    world.provider.answer = error(401, 'invalid_client');
    await expect(renew(id)).rejects.toMatchObject({ kind: 'client_config' });
    expect(alarms()).toBe(before + 1);
  });
});

describe('an answer that is used', () => {
  it('without a refresh token: the old one is kept (R-08), and none before it', async () => {
    const id = await world.connect();
    world.provider.answer = answer(200, { ...tokens, refresh_token: undefined });
    const renewed = await renew(id);
    expect(renewed.secrets).toEqual({
      accessToken: 'canary-access',
      refreshToken: 'refresh-1',
      values: { kept: 'value' },
    });
    const { secrets, grant } = await stateOf(id);
    expect(secrets).toEqual(renewed.secrets);
    expect(grant.previousSecrets).toBeNull();
  });

  it.each([
    ['-1', -1],
    ['0', 0],
    ['null', null],
    ['nothing', undefined],
  ])('with expires_in %s: the end is unknown, so only a 401 renews it', async (_, expires_in) => {
    const id = await world.connect();
    world.provider.answer = answer(200, { ...tokens, expires_in });
    await renew(id);
    expect((await stateOf(id)).grant.accessTokenExpiresAt).toBeNull();
    world.test.passTime(365 * 86_400_000);
    expect((await getAccessToken(world.ctx(), id)).version).toBe(2);
  });

  it('with expires_in as a string and an unknown member: as if it were right', async () => {
    const id = await world.connect();
    world.provider.answer = answer(200, { ...tokens, expires_in: '600', more: { of: 'it' } });
    await renew(id);
    const { grant } = await stateOf(id);
    expect(grant.accessTokenExpiresAt?.getTime()).toBe(grant.obtainedAt.getTime() + 600_000);
  });

  it('with another scope: it is the one that counts now; without one, it stays', async () => {
    const id = await world.connect();
    world.provider.answer = answer(200, tokens);
    await renew(id);
    expect((await stateOf(id)).grant.scope).toBe('accounts offline_access');
    world.provider.answer = answer(200, { ...tokens, scope: 'accounts' });
    await renew(id);
    expect((await stateOf(id)).grant.scope).toBe('accounts');
  });
});

describe('invalid_grant', () => {
  it('ends the grant as revoked, and nothing of it is changed here', async () => {
    const id = await world.connect();
    world.provider.answer = error(400, 'invalid_grant');
    const before = await stateOf(id);
    await expect(renew(id)).rejects.toEqual(new GrantGoneError('revoked'));
    const { secrets, grant } = await stateOf(id);
    expect(secrets).toEqual(before.secrets);
    expect(grant).toMatchObject({ version: 1, refreshOwner: null, refreshIntent: null });
  });

  it('after a sibling has refreshed in the meantime: its token is given', async () => {
    const id = await world.connect();
    const { database } = world.test.runtime;
    world.provider.answer = async (request, response) => {
      const done = { refreshOwner: null, refreshLeaseUntil: null, version: { increment: 1 } };
      await database.providerGrant.update({ where: { connectionId: id }, data: done });
      error(400, 'invalid_grant')(request, response);
    };
    expect(await renew(id)).toMatchObject({ version: 2, secrets: { accessToken: 'access-1' } });
    expect(world.sent()).toEqual(['refresh-1']);
  });
});

describe('what cannot be refreshed', () => {
  it('a grant without a refresh token is given as it is, and gone after a 401', async () => {
    const id = await world.connect({ refreshToken: null, expiresInMs: 1_000 });
    world.test.passTime(2_000);
    const credential = await getAccessToken(world.ctx(), id);
    expect(credential).toMatchObject({ version: 1, renewable: false });
    await expect(renew(id)).rejects.toEqual(new GrantGoneError('revoked'));
    expect(world.sent()).toEqual([]);
  });
});

it('nothing that any of these answers held, and no token of ours, is in the log', () => {
  expect(world.test.logged()).not.toMatch(/canary|refresh-1|access-1/);
});
