import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor } from './consent-robot.ts';
import type { TestClient, TestSandbox } from './test-client.ts';
import { CONSUMER_URL, createTestClient, lastEntry, startTestSandbox } from './test-client.ts';

let sandbox: TestSandbox;
let bank: TestClient;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  bank = createTestClient(sandbox.url, 'sandbox_openbanking');
});
afterAll(() => sandbox.close());

describe('the consent page', () => {
  it('shows the first identity selected and every requested scope ticked', async () => {
    const page = await createVisitor().open(bank.begin().url);
    expect(page.selectedIdentity).toBe('bank-atelier-marnie');
    expect(page.identities).toHaveLength(3);
    expect(page.tickedScopes).toEqual(['accounts', 'transactions', 'offline_access']);
  });

  it('names the provider, the client and where the answer goes, without JavaScript', async () => {
    const { html } = await createVisitor().open(bank.begin().url);
    for (const words of ['Sandbox Bank', 'Sandbox provider', 'sandbox_openbanking', CONSUMER_URL]) {
      expect(html).toContain(words);
    }
    expect(html).not.toContain('<script');
  });

  it('cannot be framed, and lets the redirects after its form go to any origin', async () => {
    const visitor = createVisitor();
    const { policy } = await visitor.open(bank.begin().url);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('form-action');
  });

  it('grants what is approved to the identity that is chosen', async () => {
    const tokens = await bank.connect({}, { identity: 'bank-studio-nacre' });
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 600 });
    expect(tokens.scope).toBe('accounts transactions offline_access');
    expect(tokens.refresh_token).toBeTypeOf('string');
    const account = await bank.readAccount(tokens.access_token);
    expect(account).toEqual({ status: 200, body: { id: 'bank-studio-nacre', name: 'Studio Nacre' } });
  });

  it('does not grant a scope that is unticked', async () => {
    const tokens = await bank.connect({}, { untick: ['transactions'] });
    expect(tokens.scope).toBe('accounts offline_access');
    expect(await (await bank.refresh(tokens.refresh_token)).json()).toMatchObject({
      scope: 'accounts offline_access',
    });
  });

  it('gives no refresh token when offline_access is unticked or not asked for', async () => {
    expect((await bank.connect({}, { untick: ['offline_access'] })).refresh_token).toBeUndefined();
    expect((await bank.connect({ scope: 'accounts' })).refresh_token).toBeUndefined();
  });

  it('answers access_denied with state and iss when the user denies', async () => {
    const { begun, callback } = await bank.consent({}, { decision: 'deny' });
    expect(`${callback.origin}${callback.pathname}`).toBe(
      `${CONSUMER_URL}/connect/callback/sandbox_openbanking`,
    );
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      error: 'access_denied',
      state: begun.state,
      iss: sandbox.url,
    });
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind: 'authorization', result: 'access_denied' });
  });

  it('answers access_denied when every scope of data is unticked', async () => {
    const { callback } = await bank.consent({}, { untick: ['accounts', 'transactions'] });
    expect(callback.searchParams.get('error')).toBe('access_denied');
  });

  it('is shown again in the same browser, which can then answer as somebody else', async () => {
    const visitor = createVisitor();
    const accounts: unknown[] = [];
    for (const identity of ['bank-atelier-marnie', 'bank-boulangerie-sorel']) {
      const begun = bank.begin();
      const page = await visitor.open(begun.url);
      expect(page.selectedIdentity).toBe('bank-atelier-marnie');
      const response = await bank.exchange(begun, await visitor.answer(page, { identity }));
      const { access_token: token } = await response.json();
      accounts.push((await bank.readAccount(token)).body);
    }
    expect(accounts).toEqual([
      { id: 'bank-atelier-marnie', name: 'Atelier Marnie' },
      { id: 'bank-boulangerie-sorel', name: 'Boulangerie Sorel' },
    ]);
  });

  it('serves two tabs of one browser, answered in the other order', async () => {
    const visitor = createVisitor();
    const [first, second] = [bank.begin(), bank.begin()];
    const pages = [await visitor.open(first.url), await visitor.open(second.url)] as const;
    const backOfSecond = await visitor.answer(pages[1]);
    const backOfFirst = await visitor.answer(pages[0]);
    expect(backOfFirst.searchParams.get('state')).toBe(first.state);
    expect(backOfSecond.searchParams.get('state')).toBe(second.state);
  });

  it('refuses an answer from a browser that did not open the page', async () => {
    const page = await createVisitor().open(bank.begin().url);
    await expect(createVisitor().answer(page)).rejects.toThrow('expired');
  });

  it('refuses a second answer to the same page', async () => {
    const visitor = createVisitor();
    const page = await visitor.open(bank.begin().url);
    await visitor.answer(page);
    await expect(visitor.answer(page)).rejects.toThrow('expired');
  });

  it('refuses an identity of another provider', async () => {
    const visitor = createVisitor();
    const page = await visitor.open(bank.begin().url);
    const answer = visitor.answer(page, { identity: 'shop-velo-lumen' });
    await expect(answer).rejects.toThrow('Choose a test identity');
  });
});

describe('authorization requests that are refused', () => {
  it.each([
    ['without a code challenge', { code_challenge: '' }, 'invalid_request'],
    ['with a plain code challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['with a scope of the other provider', { scope: 'accounts orders' }, 'invalid_scope'],
    ['with a scope that nobody has', { scope: 'accounts coffee' }, 'invalid_scope'],
    ['with prompt=none', { prompt: 'none' }, 'consent_required'],
  ])('go back with an error %s', async (_name, parameters, error) => {
    const response = await fetch(bank.begin(parameters).url, { redirect: 'manual' });
    const back = new URL(response.headers.get('location') ?? '');
    expect(back.origin).toBe(CONSUMER_URL);
    expect(back.searchParams.get('error')).toBe(error);
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind: 'authorization', result: error });
  });

  it.each([
    ['an unregistered redirect URI', { redirect_uri: `${CONSUMER_URL}/elsewhere` }, 'invalid_redirect_uri'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
  ])('end on a page, and redirect nowhere, for %s', async (_name, parameters, error) => {
    const response = await fetch(bank.begin(parameters).url, { redirect: 'manual' });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).toContain(error);
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind: 'authorization', result: error });
  });
});
