import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { expectProblem } from '@/server/testing/expect-problem.ts';
import { makeUser } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

let test: TestRuntime;
let api: ApiClient;

beforeAll(async () => {
  test = await startTestRuntime();
  api = createApiClient(test.writeKey);
});
afterAll(() => test.close());

const credentials = { client_id: 'our-client', client_secret: 'canary-secret-of-qonto' };

describe('GET /providers', () => {
  it('lists the catalogue by name', async () => {
    const { status, body } = await api('GET', '/providers');
    expect(status).toBe(200);
    const names = body.result.map(({ name }: { name: string }) => name);
    expect(names).toEqual([...test.runtime.catalogue.keys()].sort());
    expect(body.total).toBe(names.length);
  });

  it('pages', async () => {
    const { body } = await api('GET', '/providers?per_page=2&page=2');
    expect(body).toMatchObject({ per_page: 2, current_page: 2 });
    expect(body.result).toHaveLength(2);
  });

  it('does not read by cursor', async () => {
    expectProblem(await api('GET', '/providers?cursor='), 'VALIDATION_FAILED');
  });
});

describe('GET /providers/{name}', () => {
  it('shows what an operator and a consumer need to know', async () => {
    const { status, body } = await api('GET', '/providers/sandbox_openbanking');
    expect(status).toBe(200);
    expect(body).toEqual({
      name: 'sandbox_openbanking',
      display_name: 'Sandbox Bank',
      category: 'OPEN_BANKING',
      logo_url: 'http://localhost:4000/logos/providers/sandbox_openbanking.svg',
      enabled: true,
      available: true,
      unique: false,
      auth_required: true,
      auto_connect: false,
      settings: expect.any(Array),
      credentials_config: [],
      data_types: ['BANK_ACCOUNT', 'BANK_TRANSACTION'],
    });
  });

  it.each(['sandbox_bank', 'SANDBOX_OPENBANKING', '__proto__', '%00', 'x'.repeat(500)])(
    'answers 404 for %s',
    async (name) => {
      const problem = expectProblem(await api('GET', `/providers/${name}`), 'PROVIDER_NOT_FOUND');
      expect(problem.detail.length).toBeLessThan(200);
    },
  );
});

describe('PUT /providers/{name}', () => {
  it('disables and enables', async () => {
    const off = await api('PUT', '/providers/sandbox_openbanking', { body: { enable: false } });
    expect(off).toMatchObject({ status: 200, body: { enabled: false } });
    const user = await makeUser(api);
    const refused = await api('POST', `/users/${user.id}/data-connections`, {
      body: { provider_name: 'sandbox_openbanking', requested_data_types: ['BANK_ACCOUNT'] },
    });
    expectProblem(refused, 'PROVIDER_NOT_ENABLED');
    const on = await api('PUT', '/providers/sandbox_openbanking', { body: { enable: true } });
    expect(on).toMatchObject({ status: 200, body: { enabled: true } });
  });

  it.each([{}, { enable: 'yes' }, { enable: null }, { enabled: true }, []])('refuses %j', async (body) => {
    expectProblem(await api('PUT', '/providers/sandbox_openbanking', { body }), 'VALIDATION_FAILED');
  });

  it('refuses to enable a provider without credentials, and names them', async () => {
    expect((await api('GET', '/providers/qonto')).body.enabled).toBe(false);
    const answer = await api('PUT', '/providers/qonto', { body: { enable: true } });
    const problem = expectProblem(answer, 'CREDENTIALS_REQUIRED');
    expect(problem.detail).toContain('client_id, client_secret');
    expect((await api('PUT', '/providers/qonto', { body: { enable: false } })).status).toBe(200);
  });
});

describe('PUT /providers/{name}/credentials', () => {
  it('stores them encrypted, never reads them back, and opens the way to enable', async () => {
    const { status, body } = await api('PUT', '/providers/qonto/credentials', { body: { credentials } });
    expect(status).toBe(200);
    expect(body.credentials_config).toMatchObject([
      { name: 'client_id', filled: true },
      { name: 'client_secret', filled: true },
    ]);
    const enabled = await api('PUT', '/providers/qonto', { body: { enable: true } });
    expect(enabled).toMatchObject({ status: 200, body: { enabled: true } });
    const answers = [body, enabled.body, (await api('GET', '/providers')).body];
    expect(JSON.stringify(answers)).not.toContain('canary-secret');
    const row = await test.runtime.database.providerSetting.findFirstOrThrow({
      where: { providerName: 'qonto' },
    });
    expect(row.credentials).toMatch(/^enc:v1:/);
  });

  it.each([
    [{ client_id: 'a' }, 'credentials.client_secret'],
    [{ ...credentials, client_sercet: 'a' }, 'credentials.client_sercet'],
    [{ ...credentials, client_id: '' }, 'credentials.client_id'],
    [{ ...credentials, client_id: 7 }, 'credentials.client_id'],
    [{}, 'credentials.client_id'],
  ])('refuses %j and names the field', async (wrong, path) => {
    const answer = await api('PUT', '/providers/qonto/credentials', { body: { credentials: wrong } });
    expect(expectProblem(answer, 'VALIDATION_FAILED').errors?.map((error) => error.path)).toContain(path);
  });

  it('refuses credentials for a provider that needs none', async () => {
    const answer = await api('PUT', '/providers/sandbox_public/credentials', { body: { credentials } });
    expect(JSON.stringify(expectProblem(answer, 'VALIDATION_FAILED'))).toContain('needs none');
  });
});

describe('PUT /providers/{name}/settings', () => {
  it('changes what is there and keeps the rest', async () => {
    const { status, body } = await api('PUT', '/providers/sandbox_public/settings', {
      body: { auto_connect: true },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ auto_connect: true, enabled: true });
    expect((await api('PUT', '/providers/sandbox_public/settings', { body: {} })).body).toEqual(body);
    await api('PUT', '/providers/sandbox_public/settings', { body: { auto_connect: false } });
  });

  it.each([
    [{ auto_conect: true }, 'auto_conect'],
    [{ auto_connect: 'yes' }, 'auto_connect'],
    [{ auto_connect: null }, 'auto_connect'],
  ])('refuses %j and names the field', async (body, path) => {
    const answer = await api('PUT', '/providers/sandbox_public/settings', { body });
    expect(expectProblem(answer, 'VALIDATION_FAILED').errors?.map((error) => error.path)).toContain(path);
  });
});

describe('auto_connect', () => {
  const connectionsOf = async (userId: string) =>
    (await api('GET', `/users/${userId}/data-connections`)).body.result;

  it('gives each new user a connection with all data types, and an old one nothing', async () => {
    const before = await makeUser(api);
    await api('PUT', '/providers/sandbox_public/settings', { body: { auto_connect: true } });
    const user = await makeUser(api, { return_url: 'https://app.example.com/' });
    const { data_types } = (await api('GET', '/providers/sandbox_public')).body;
    expect(await connectionsOf(user.id)).toMatchObject([
      {
        provider_name: 'sandbox_public',
        status: 'CONNECTED',
        requested_data_types: data_types,
        granted_data_types: data_types,
        redirect_url: null,
        return_url: 'https://app.example.com/',
      },
    ]);
    const { body: person } = await api('POST', '/users/natural', {
      body: { first_name: 'A', last_name: 'B' },
    });
    expect(await connectionsOf(person.id)).toHaveLength(1);
    expect(await connectionsOf(before.id)).toEqual([]);
  });

  it('stops when the provider is disabled', async () => {
    await api('PUT', '/providers/sandbox_public', { body: { enable: false } });
    expect(await connectionsOf((await makeUser(api)).id)).toEqual([]);
  });
});

describe('without the sandbox', () => {
  it('lists its providers as not available, and does not let them be enabled', async () => {
    const off = await startTestRuntime({ environment: { SANDBOX: 'off' } });
    try {
      const call = createApiClient(off.writeKey);
      const { body } = await call('GET', '/providers/sandbox_public');
      expect(body).toMatchObject({ available: false, enabled: false });
      const answer = await call('PUT', '/providers/sandbox_public', { body: { enable: true } });
      expectProblem(answer, 'PROVIDER_NOT_AVAILABLE');
    } finally {
      await off.close();
    }
  });
});
