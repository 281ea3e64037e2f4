import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GrantGoneError, getAccessToken, renewAccessToken } from '@/server/access-tokens/index.ts';
import { createPerson } from '@/server/testing/person.ts';
import { type ProviderWorld, startProviderWorld } from '@/server/testing/provider-world.ts';
import { makeOrganization } from '@/server/testing/qonto-fixtures.ts';
import { type QontoServer, startQontoServer } from '@/server/testing/qonto-server.ts';

let qonto: QontoServer;
let world: ProviderWorld;
let passed: number;
beforeEach(async () => {
  passed = 0;
  qonto = await startQontoServer({
    organizations: [makeOrganization('org-1'), makeOrganization('org-2')],
    now: () => Date.now() + passed,
  });
  world = await startProviderWorld({
    provider: 'qonto',
    baseUrls: { qonto_oauth_base_url: qonto.url, qonto_api_base_url: qonto.url },
    credentials: { client_id: 'our-client_id', client_secret: 'our-client_secret' },
  });
});
afterEach(async () => {
  await world.close();
  await qonto.close();
});

const passTime = (ms: number) => {
  passed += ms;
  world.test.passTime(ms);
};
const statusOf = (page: { location: URL | null }) => page.location?.searchParams.get('status');
async function connected() {
  const { id, redirect_url } = await world.newConnection(['BANK_ACCOUNT', 'BANK_TRANSACTION']);
  expect(statusOf(await world.connect(redirect_url))).toBe('success');
  return id;
}
const requests = (path: string) => qonto.received.filter(({ url }) => url.pathname === path);

describe('connecting qonto', () => {
  it('asks for the scopes of the data types and for a refresh token, and learns which organization it is', async () => {
    qonto.person.organization = 'org-2';
    const id = await connected();
    const asked = requests('/oauth2/auth')[0]?.url.searchParams;
    expect(asked?.get('scope')?.split(' ').sort()).toEqual(['offline_access', 'organization.read']);
    expect(asked?.get('code_challenge_method')).toBe('S256');
    expect(requests('/oauth2/token')[0]?.headers.authorization).toBeUndefined();
    expect(await world.read(id)).toMatchObject({
      status: 'CONNECTED',
      granted_data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'],
    });
    const row = await world.test.runtime.database.dataConnection.findUniqueOrThrow({ where: { id } });
    expect(row.providerAccountId).toBe('org-2');
    expect((await world.secrets(id)).refreshToken).toMatch(/^refresh_/);
  });

  it('that the person refuses', async () => {
    qonto.person.decision = 'deny';
    const { id, redirect_url } = await world.newConnection(['BANK_ACCOUNT']);
    expect(statusOf(await world.connect(redirect_url))).not.toBe('success');
    expect((await world.read(id)).status).not.toBe('CONNECTED');
    expect(requests('/oauth2/token')).toEqual([]);
  });

  it('ten minutes after the consent is too late', async () => {
    const { id, redirect_url } = await world.newConnection(['BANK_ACCOUNT']);
    const person = createPerson();
    const callback = await world.goThrough(redirect_url, {}, person);
    passed += 600_000;
    expect((await person.open(callback)).status).toBe(502);
    expect(requests('/oauth2/token')).toHaveLength(1);
    expect((await world.read(id)).status).toBe('CONNECTING');
  });

  it('again with another organization is refused', async () => {
    qonto.person.organization = 'org-1';
    const id = await connected();
    await world.test.runtime.database.dataConnection.update({
      where: { id },
      data: { status: 'AUTH_ERROR', version: { increment: 1 } },
    });
    qonto.person.organization = 'org-2';
    const link = (await world.read(id)).redirect_url ?? '';
    expect(statusOf(await world.connect(link))).not.toBe('success');
    expect((await world.read(id)).status).toBe('AUTH_ERROR');
  });
});

describe('the refresh tokens of qonto', () => {
  it('change at each use, and none is used twice however many ask', async () => {
    const id = await connected();
    let before = await getAccessToken(world.ctx(), id);
    for (let round = 0; round < 3; round++) {
      passTime(3_600_000);
      const after = await Promise.all(Array.from({ length: 10 }, () => getAccessToken(world.ctx(), id)));
      expect(new Set(after.map(({ secrets }) => secrets.accessToken)).size).toBe(1);
      expect(after[0]?.secrets.accessToken).not.toBe(before.secrets.accessToken);
      before = after[0] ?? before;
    }
    expect(qonto.grants.refreshes).toEqual([1, 1, 1].map((grant) => ({ grant, reused: false })));
    expect(qonto.grants.find(before.secrets.accessToken ?? '')).not.toBeNull();
  });

  it('that the person took back in the app end the grant', async () => {
    const id = await connected();
    const [grant] = qonto.grants.grants;
    if (grant) grant.revoked = true;
    const used = await getAccessToken(world.ctx(), id);
    await expect(renewAccessToken(world.ctx(), id, used)).rejects.toBeInstanceOf(GrantGoneError);
  });

  it('whose answer was lost are spent: only the person can connect again', async () => {
    const id = await connected();
    qonto.failNext('/oauth2/token', 'drop_after');
    passTime(3_600_000);
    await expect(getAccessToken(world.ctx(), id)).rejects.toMatchObject({ kind: 'transient' });
    await expect(getAccessToken(world.ctx(), id)).rejects.toEqual(
      new GrantGoneError('refresh_response_lost'),
    );
  });
});
