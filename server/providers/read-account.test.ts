import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerWith, type LocalProvider, startLocalProvider } from '@/server/testing/local-provider.ts';
import { quickbooksManifest } from '@/server/testing/manifest-quickbooks.ts';
import { getManifest } from './catalogue.ts';
import { type ProviderManifestInput, providerManifestSchema } from './manifest.ts';
import { type AccountQuestion, readAccount } from './read-account.ts';

let provider: LocalProvider;
beforeAll(async () => {
  provider = await startLocalProvider(300);
});
beforeEach(() => {
  provider.received = [];
});
afterAll(() => provider.close());

type Account = Extract<ProviderManifestInput['auth'], { kind: 'oauth2_authorization_code' }>['account'];

const { auth } = quickbooksManifest;
if (auth.kind !== 'oauth2_authorization_code') throw new Error('quickbooks is an OAuth provider');

const read = (account: Account, question: Partial<AccountQuestion> = {}) =>
  readAccount({
    manifest: providerManifestSchema.parse({ ...quickbooksManifest, auth: { ...auth, account } }),
    values: { quickbooks_base_url: provider.origin, access_token: 'token-1', realm_id: '4620816365' },
    http: provider.http,
    tokenAnswer: null,
    idTokenClaims: null,
    ...question,
  });

describe('an account from a request', () => {
  const account: Account = {
    from: 'request',
    request: { url: '/me' },
    recordPath: 'organizations[0]',
    idPath: 'id',
    labelPath: 'name',
  };
  const ofRecord = (record: unknown) => {
    provider.answer = answerWith(200, { organizations: [record] });
    return read(account);
  };

  it('is read with the credential', async () => {
    expect(await ofRecord({ id: 'org-1', name: 'Example' })).toEqual({ id: 'org-1', label: 'Example' });
    expect(provider.received[0]).toMatchObject({ url: '/me', headers: { authorization: 'Bearer token-1' } });
  });

  it('may have a number for an id, and no label', async () => {
    expect(await ofRecord({ id: 42, name: null })).toEqual({ id: '42', label: null });
  });

  it.each([undefined, null, '', true, 1.5, 2 ** 53, {}, 'x'.repeat(501)])(
    'is not known by the id %j',
    async (id) => {
      await expect(ofRecord({ id })).rejects.toMatchObject({ kind: 'bad_answer' });
    },
  );

  it('has a label of one line that turns no text around', async () => {
    expect((await ofRecord({ id: 1, name: ' a\n\u202eb\u0000c ' })).label).toBe('a b c');
    expect((await ofRecord({ id: 1, name: '😀'.repeat(300) })).label).toBe('😀'.repeat(200));
    expect((await ofRecord({ id: 1, name: ' ' })).label).toBeNull();
  });

  it('tells trouble apart from a credential that is not accepted', async () => {
    provider.answer = answerWith(503, {});
    await expect(read(account)).rejects.toMatchObject({ kind: 'unreachable' });
    provider.answer = answerWith(401, {});
    await expect(read(account)).rejects.toMatchObject({ kind: 'unauthorized' });
  });
});

describe('an account that is known already', () => {
  it('comes from the token answer', async () => {
    const account: Account = { from: 'token_response', idPath: 'team.id', labelPath: 'team.name' };
    const tokenAnswer = { access_token: 'x', team: { id: 'T1', name: 'Team' } };
    expect(await read(account, { tokenAnswer })).toEqual({ id: 'T1', label: 'Team' });
    await expect(read(account, { tokenAnswer: {} })).rejects.toMatchObject({ kind: 'bad_answer' });
    await expect(read(account)).rejects.toMatchObject({ kind: 'bad_answer' });
  });

  it('comes from the callback', async () => {
    expect(await read({ from: 'callback', id: 'realm_id' })).toEqual({ id: '4620816365', label: null });
    await expect(read({ from: 'callback', id: 'realm_id' }, { values: {} })).rejects.toMatchObject({
      kind: 'bad_answer',
    });
  });

  it('comes from an input', async () => {
    const account: Account = { from: 'input', id: 'shop' };
    expect(await read(account, { values: { shop: 'example-shop' } })).toEqual({
      id: 'example-shop',
      label: null,
    });
  });

  it('comes from the claims of the ID token', async () => {
    const account: Account = { from: 'id_token', idClaim: 'sub', labelClaim: 'email' };
    const idTokenClaims = { sub: 'u1', email: 'jo@example.com' };
    expect(await read(account, { idTokenClaims })).toEqual({ id: 'u1', label: 'jo@example.com' });
    await expect(read(account)).rejects.toMatchObject({ kind: 'bad_answer' });
  });

  it('can ask for a label', async () => {
    provider.answer = answerWith(200, { CompanyInfo: { CompanyName: 'Example' } });
    const labelRequest = { request: { url: '/company/{realm_id}' }, path: 'CompanyInfo.CompanyName' };
    expect(await read({ from: 'callback', id: 'realm_id', labelRequest })).toEqual({
      id: '4620816365',
      label: 'Example',
    });
    expect(provider.received[0]?.url).toBe('/company/4620816365');
  });

  it('is nobody where the provider does not say', async () => {
    const nobody = { id: null, label: null };
    expect(await read({ from: 'unknown' })).toEqual(nobody);
    expect(await read({ from: 'unknown' }, { manifest: getManifest('sandbox_public') })).toEqual(nobody);
    expect(provider.received).toEqual([]);
  });
});
