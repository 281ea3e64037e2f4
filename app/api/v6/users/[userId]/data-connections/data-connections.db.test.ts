import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireDataConnection } from '@/server/connections/schemas.ts';
import { statuses } from '@/server/connections/status.ts';
import { newId } from '@/server/core/ids.ts';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { expectProblem } from '@/server/testing/expect-problem.ts';
import { makeConnection, makeConnectionIn, makeUser } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

let test: TestRuntime;
let api: ApiClient;
let userId: string;

beforeAll(async () => {
  test = await startTestRuntime();
  api = createApiClient(test.writeKey);
  userId = (await makeUser(api, { return_url: 'https://app.example.com/done' })).id;
});
afterAll(() => test.close());

const post = (body: unknown, user = userId) => api('POST', `/users/${user}/data-connections`, { body });
const bank = { provider_name: 'sandbox_openbanking', requested_data_types: ['BANK_ACCOUNT'] };
const shop = { provider_name: 'sandbox_commerce', requested_data_types: ['COMMERCE_ORDER'] };

describe('POST /users/{userId}/data-connections', () => {
  it('waits for the user at redirect_url', async () => {
    const { status, body } = await post({ ...bank, purpose: 'to prepare your accounts' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      user_id: userId,
      provider_name: 'sandbox_openbanking',
      requested_data_types: ['BANK_ACCOUNT'],
      granted_data_types: null,
      skip_permissions: false,
      purpose: 'to prepare your accounts',
      redirect_url: expect.stringMatching(/^http:\/\/localhost:4000\/connect\/[A-Za-z0-9_-]{43}$/),
      return_url: 'https://app.example.com/done',
      status: 'AUTH_REQUIRED',
      connected_at: null,
      created_at: expect.stringMatching(/Z$/),
      disconnected_at: null,
    });
    expect((await api('GET', `/users/${userId}/data-connections/${body.id}`)).body).toEqual(body);
  });

  it('is connected at once where no authorization is needed', async () => {
    const { data_types } = (await api('GET', '/providers/sandbox_public')).body;
    const { status, body } = await post({
      provider_name: 'sandbox_public',
      requested_data_types: data_types,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'CONNECTED', redirect_url: null, granted_data_types: data_types });
    expect(body.connected_at).toBe(body.created_at);
  });

  it('takes a return_url of its own, or none', async () => {
    const own = await post({ ...bank, return_url: 'HTTPS://Shop.Example.com:443/a/../b?x=1' });
    expect(own.body.return_url).toBe('https://shop.example.com/b?x=1');
    expect((await post({ ...bank, return_url: null })).body.return_url).toBeNull();
  });

  it('keeps skip_permissions', async () => {
    expect((await post({ ...bank, skip_permissions: true })).body.skip_permissions).toBe(true);
  });

  it('gives each connection a link of its own', async () => {
    const [one, two] = [await makeConnection(api, userId), await makeConnection(api, userId)];
    expect(one.redirect_url).not.toBe(two.redirect_url);
  });

  it('refuses an unknown user and an unknown provider', async () => {
    expectProblem(await post(bank, newId()), 'USER_NOT_FOUND');
    expectProblem(await post({ ...bank, provider_name: 'sandbox_bank' }), 'PROVIDER_NOT_FOUND');
  });

  it('refuses a provider that is not enabled, and says how to enable it', async () => {
    const answer = await post({ provider_name: 'qonto', requested_data_types: ['BANK_ACCOUNT'] });
    expect(expectProblem(answer, 'PROVIDER_NOT_ENABLED').detail).toContain('PUT /providers/qonto');
  });

  it('refuses data types the provider does not have, and names them', async () => {
    const requested_data_types = ['BANK_ACCOUNT', 'INVOICE', 'bank_account'];
    const problem = expectProblem(await post({ ...bank, requested_data_types }), 'UNSUPPORTED_DATA_TYPE');
    expect(problem.detail).toContain('INVOICE, bank_account');
    expect(problem.errors?.map(({ path }) => path)).toEqual([
      'requested_data_types[1]',
      'requested_data_types[2]',
    ]);
  });

  it.each([
    [{ ...bank, requested_data_types: [] }, 'requested_data_types'],
    [{ ...bank, requested_data_types: ['BANK_ACCOUNT', 'BANK_ACCOUNT'] }, 'requested_data_types[1]'],
    [{ ...bank, requested_data_types: 'BANK_ACCOUNT' }, 'requested_data_types'],
    [{ ...bank, requested_data_types: [null] }, 'requested_data_types[0]'],
    [{ provider_name: 'sandbox_openbanking' }, 'requested_data_types'],
    [{ requested_data_types: ['BANK_ACCOUNT'] }, 'provider_name'],
    [{ ...bank, purpose: '' }, 'purpose'],
    [{ ...bank, purpose: 'a'.repeat(201) }, 'purpose'],
    [{ ...bank, purpose: 'two\nlines' }, 'purpose'],
    [{ ...bank, skip_permissions: 'true' }, 'skip_permissions'],
    [{ ...bank, skip_permision: true }, 'skip_permision'],
    [{ ...bank, status: 'CONNECTED' }, 'status'],
  ])('refuses %j and names the field', async (body, path) => {
    const problem = expectProblem(await post(body), 'VALIDATION_FAILED');
    expect(problem.errors?.map((error) => error.path)).toContain(path);
  });

  it('keeps to the allow-list of the account', async () => {
    await api('PATCH', '/profile', { body: { return_url_origins: ['https://app.example.com'] } });
    try {
      expect((await post({ ...bank, return_url: 'https://app.example.com/x' })).status).toBe(201);
      for (const return_url of [
        'https://evil.example/',
        'https://app.example.com:8443/',
        'http://app.example.com/',
      ]) {
        const problem = expectProblem(await post({ ...bank, return_url }), 'INVALID_RETURN_URL');
        expect(problem.detail).toContain('https://app.example.com');
      }
    } finally {
      await api('PATCH', '/profile', { body: { return_url_origins: [] } });
    }
  });

  it('takes up to 200 characters of purpose as they are', async () => {
    const purpose = `<b>é</b> ${'a'.repeat(191)}`;
    expect((await post({ ...bank, purpose })).body.purpose).toBe(purpose);
  });
});

describe('a unique provider', () => {
  it('takes one connection per user; after DELETE another', async () => {
    const user = await makeUser(api);
    const first = await makeConnection(api, user.id, shop);
    expectProblem(await post(shop, user.id), 'PROVIDER_UNIQUE');
    expect((await post(shop, (await makeUser(api)).id)).status).toBe(201);
    await api('DELETE', `/users/${user.id}/data-connections/${first.id}`);
    expect((await post(shop, user.id)).status).toBe(201);
  });

  it('counts a disconnected connection too', async () => {
    const user = await makeUser(api);
    await makeConnectionIn(test, api, user.id, 'DISCONNECTED', shop);
    expectProblem(await post(shop, user.id), 'PROVIDER_UNIQUE');
  });

  it('has one winner of 16 requests at once', async () => {
    const user = await makeUser(api);
    const answers = await Promise.all(Array.from({ length: 16 }, () => post(shop, user.id)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expectProblem(answer, 'PROVIDER_UNIQUE');
    }
    expect((await api('GET', `/users/${user.id}/data-connections`)).body.total).toBe(1);
  });

  it('is not in the way of the others', async () => {
    const user = await makeUser(api);
    const answers = await Promise.all(Array.from({ length: 4 }, () => post(bank, user.id)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  });
});

describe('GET /users/{userId}/data-connections', () => {
  const ids: string[] = [];
  let listed: string;

  beforeAll(async () => {
    listed = (await makeUser(api)).id;
    for (const status of statuses) ids.unshift((await makeConnectionIn(test, api, listed, status)).id);
    ids.unshift((await makeConnection(api, listed, shop)).id);
  });

  const list = async (query = '') => (await api('GET', `/users/${listed}/data-connections?${query}`)).body;

  it('lists the connections of this user, newest first', async () => {
    const { total, result } = await list();
    expect(total).toBe(ids.length);
    expect(result.map(({ id }: WireDataConnection) => id)).toEqual(ids);
  });

  it.each([...statuses])('filters by status %s', async (status) => {
    const { result } = await list(`status=${status}&provider_name=sandbox_openbanking`);
    expect(result.map((row: WireDataConnection) => row.status)).toEqual([status]);
  });

  it('filters by provider', async () => {
    expect((await list('provider_name=sandbox_commerce')).result).toMatchObject([{ id: ids[0] }]);
    expect((await list('provider_name=unheard_of')).result).toEqual([]);
  });

  it('walks by cursor', async () => {
    const first = await list('cursor=&per_page=4');
    const second = await list(`cursor=${first.next_cursor}&per_page=4`);
    expect([...first.result, ...second.result].map(({ id }) => id)).toEqual(ids);
    expect(second.next_cursor).toBeNull();
  });

  it.each(['status=connected', 'status=', 'provider_name=%00', 'state=CONNECTED', 'per_page=101'])(
    'refuses %s',
    async (query) => {
      expectProblem(await api('GET', `/users/${listed}/data-connections?${query}`), 'VALIDATION_FAILED');
    },
  );
});
