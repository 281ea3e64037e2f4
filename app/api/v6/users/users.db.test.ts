import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@/server/core/ids.ts';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { expectProblem } from '@/server/testing/expect-problem.ts';
import { makeConnection, makeConnectionIn, makeUser } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

let test: TestRuntime;
let api: ApiClient;

beforeAll(async () => {
  test = await startTestRuntime();
  api = createApiClient(test.writeKey);
});
afterAll(() => test.close());

describe('POST /users/legal', () => {
  it('creates a company with the defaults of the contract', async () => {
    const { status, body } = await api('POST', '/users/legal', { body: { name: 'Atelier Marnie' } });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      type: 'LEGAL',
      name: 'Atelier Marnie',
      siren: null,
      postal_code: null,
      ape_code: null,
      country: 'FR',
      group: 'default',
      return_url: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect((await api('GET', `/users/${body.id}`)).body).toEqual(body);
  });

  it('keeps every field', async () => {
    const given = {
      name: 'Atelier Marnie',
      siren: '812345678',
      country: 'FR',
      postal_code: '75011',
      ape_code: '6201Z',
      group: 'customers',
      return_url: 'https://app.example.com/done?from=moorage',
    };
    expect((await api('POST', '/users/legal', { body: given })).body).toMatchObject(given);
  });

  it('lets two users have one siren', async () => {
    const first = await makeUser(api, { siren: '732829320' });
    const second = await makeUser(api, { siren: '732829320' });
    expect(second.id).not.toBe(first.id);
  });

  it('takes another number outside of France', async () => {
    expect(await makeUser(api, { country: 'BE', siren: '0403170701' })).toMatchObject({
      siren: '0403170701',
    });
  });

  it.each([
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: '   ' }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ name: 'a'.repeat(201) }, 'name'],
    [{ name: 7 }, 'name'],
    [{ name: 'Marnie', siren: '12345678' }, 'siren'],
    [{ name: 'Marnie', siren: '81234567A' }, 'siren'],
    [{ name: 'Marnie', siren: 812_345_678 }, 'siren'],
    [{ name: 'Marnie', country: 'fr' }, 'country'],
    [{ name: 'Marnie', country: 'France' }, 'country'],
    [{ name: 'Marnie', group: '' }, 'group'],
    [{ name: 'Marnie', first_name: 'Ada' }, 'first_name'],
    [{ name: 'Marnie', id: newId() }, 'id'],
  ])('refuses %j and names the field', async (body, path) => {
    const problem = expectProblem(await api('POST', '/users/legal', { body }), 'VALIDATION_FAILED');
    expect(problem.errors?.map((error) => error.path)).toContain(path);
  });

  it('refuses a return_url that is none', async () => {
    const answer = await api('POST', '/users/legal', {
      body: { name: 'Marnie', return_url: 'javascript:alert(1)' },
    });
    expect(expectProblem(answer, 'INVALID_RETURN_URL').errors?.[0]?.path).toBe('return_url');
  });
});

describe('POST /users/natural', () => {
  it('creates a person and derives the name', async () => {
    const { status, body } = await api('POST', '/users/natural', {
      body: { first_name: 'Ada', last_name: 'Perrin', birth_date: '1990-02-28' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      type: 'NATURAL',
      name: 'Ada Perrin',
      first_name: 'Ada',
      last_name: 'Perrin',
      birth_date: '1990-02-28',
      country: 'FR',
      group: 'default',
    });
    expect(body).not.toHaveProperty('siren');
  });

  it.each([
    [{ first_name: 'Ada' }, 'last_name'],
    [{ first_name: 'Ada', last_name: 'Perrin', birth_date: '1990-02-30' }, 'birth_date'],
    [{ first_name: 'Ada', last_name: 'Perrin', birth_date: '28/02/1990' }, 'birth_date'],
    [{ first_name: 'Ada', last_name: 'Perrin', siren: '812345678' }, 'siren'],
    [{ first_name: 'Ada', last_name: 'Perrin', name: 'Ada' }, 'name'],
  ])('refuses %j and names the field', async (body, path) => {
    const problem = expectProblem(await api('POST', '/users/natural', { body }), 'VALIDATION_FAILED');
    expect(problem.errors?.map((error) => error.path)).toContain(path);
  });
});

describe('GET /users', () => {
  const group = 'list';
  const ids: string[] = [];

  beforeAll(async () => {
    for (const name of ['Élodie Garçon', 'elodie martin', 'Zoé', '50% off_shop', 'Straße', 'Ωmega', 'Ada']) {
      ids.unshift((await makeUser(api, { name, group, siren: '552100554' })).id);
    }
  });

  const names = async (query: string) => {
    const { status, body } = await api('GET', `/users?group=${group}&${query}`);
    expect(status).toBe(200);
    return body.result.map(({ name }: { name: string }) => name);
  };

  it('answers the envelope, newest first', async () => {
    const { body } = await api('GET', `/users?group=${group}`);
    expect(body).toMatchObject({ total: 7, per_page: 25, current_page: 1, last_page: 1 });
    expect(body).not.toHaveProperty('total_capped');
    expect(body.result.map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  it('pages', async () => {
    const { body } = await api('GET', `/users?group=${group}&per_page=3&page=3`);
    expect(body).toMatchObject({ total: 7, per_page: 3, current_page: 3, last_page: 3 });
    expect(body.result.map(({ id }: { id: string }) => id)).toEqual(ids.slice(6));
    expect((await api('GET', `/users?group=${group}&per_page=3&page=4`)).body.result).toEqual([]);
  });

  it('walks by cursor, and new rows do not shift it', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { status, body } = await api('GET', `/users?siren=552100554&per_page=3&cursor=${cursor}`);
      expect(status).toBe(200);
      expect(body).toEqual({ per_page: 3, next_cursor: body.next_cursor, result: body.result });
      seen.push(...body.result.map(({ id }: { id: string }) => id));
      if (cursor === '') await makeUser(api, { name: 'late', siren: '552100554' });
      cursor = body.next_cursor;
    }
    expect(seen).toEqual(ids);
  });

  it('filters by the beginning of the name; case and accents do not count', async () => {
    expect(await names('q=Elo')).toEqual(['elodie martin', 'Élodie Garçon']);
    expect(await names(`q=${encodeURIComponent('ÉLODIE G')}`)).toEqual(['Élodie Garçon']);
    expect(await names(`q=${encodeURIComponent('garçon')}`)).toEqual([]);
    expect(await names(`q=${encodeURIComponent('ω')}`)).toEqual(['Ωmega']);
    expect(await names('q=')).toHaveLength(7);
  });

  it('takes % and _ of a search as they are', async () => {
    expect(await names('q=50%25')).toEqual(['50% off_shop']);
    expect(await names('q=%25')).toEqual([]);
    expect(await names('q=_')).toEqual([]);
    expect(await names('q=%5C')).toEqual([]);
  });

  it('filters by siren', async () => {
    const mine = await makeUser(api, { siren: '404833048' });
    const { body } = await api('GET', '/users?siren=404833048');
    expect(body.result).toEqual([mine]);
  });

  it.each([
    ['per_page=101', 'per_page'],
    ['per_page=0', 'per_page'],
    ['per_page=ten', 'per_page'],
    ['page=0', 'page'],
    ['page=1.5', 'page'],
    ['page=1&page=2', 'page'],
    ['page=1&cursor=', 'page'],
    ['cursor=nonsense', 'cursor'],
    ['limit=10', 'limit'],
    ['group=%00', 'group'],
    ['siren=%00', 'siren'],
    ['q=%00', 'q'],
  ])('refuses %s', async (query, path) => {
    const problem = expectProblem(await api('GET', `/users?${query}`), 'VALIDATION_FAILED');
    expect(problem.errors?.map((error) => error.path)).toEqual([path]);
  });

  it.each(['page=401&per_page=25', 'page=101&per_page=100', 'page=10001', 'page=1000000000000'])(
    'refuses %s, beyond the first 10,000 rows, and names cursor',
    async (query) => {
      const problem = expectProblem(await api('GET', `/users?${query}`), 'VALIDATION_FAILED');
      expect(JSON.stringify(problem)).toContain('cursor');
    },
  );

  it('answers the last page within the first 10,000 rows', async () => {
    expect((await api('GET', '/users?page=400&per_page=25')).body).toMatchObject({
      current_page: 400,
      result: [],
    });
  });
});

describe('GET /users in a large account', () => {
  it('counts no further than 10,000 and says so', async () => {
    const account = { accountId: test.accountId, type: 'LEGAL', country: 'FR', group: 'large' } as const;
    const createdAt = test.runtime.clock.now();
    for (let i = 0; i < 10; i++) {
      await test.runtime.database.user.createMany({
        data: Array.from({ length: 1_001 }, () => ({
          id: newId(),
          name: 'x',
          nameSearch: 'x',
          createdAt,
          ...account,
        })),
      });
    }
    const { body } = await api('GET', '/users?group=large&page=400');
    expect(body).toMatchObject({ total: 10_000, total_capped: true, last_page: 400 });
    expect(body.result).toHaveLength(25);
  });
});

describe('PATCH /users/{userId}', () => {
  it('changes what is there and leaves the rest; null clears', async () => {
    const user = await makeUser(api, { siren: '812345678', postal_code: '75011' });
    const { status, body } = await api('PATCH', `/users/${user.id}`, {
      body: { name: 'Atelier Neuf', postal_code: null, return_url: 'https://app.example.com' },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...user,
      name: 'Atelier Neuf',
      postal_code: null,
      return_url: 'https://app.example.com/',
    });
    expect((await api('GET', '/users?q=atelier%20neuf')).body.total).toBe(1);
  });

  it('derives the name of a person again', async () => {
    const { body: ada } = await api('POST', '/users/natural', {
      body: { first_name: 'Ada', last_name: 'Perrin' },
    });
    const { body } = await api('PATCH', `/users/${ada.id}`, { body: { last_name: 'Morel' } });
    expect(body).toMatchObject({ name: 'Ada Morel', first_name: 'Ada', last_name: 'Morel' });
  });

  it.each([
    [{}, ''],
    [{ first_name: 'Ada' }, 'first_name'],
    [{ siren: '1' }, 'siren'],
    [{ name: null }, 'name'],
    [{ sirn: '812345678' }, 'sirn'],
    [{ type: 'NATURAL' }, 'type'],
  ])('refuses %j and changes nothing', async (body, path) => {
    const user = await makeUser(api);
    const problem = expectProblem(await api('PATCH', `/users/${user.id}`, { body }), 'VALIDATION_FAILED');
    expect(problem.errors?.map((error) => error.path)).toContain(path);
    expect((await api('GET', `/users/${user.id}`)).body).toEqual(user);
  });

  it('judges the stored siren when the country becomes FR', async () => {
    const user = await makeUser(api, { country: 'BE', siren: '0403170701' });
    expectProblem(await api('PATCH', `/users/${user.id}`, { body: { country: 'FR' } }), 'VALIDATION_FAILED');
    const both = await api('PATCH', `/users/${user.id}`, { body: { country: 'FR', siren: '812345678' } });
    expect(both.body).toMatchObject({ country: 'FR', siren: '812345678' });
  });
});

describe('DELETE /users/{userId}', () => {
  it('ends every connection and erases the user; the second time is 404', async () => {
    const user = await makeUser(api);
    const connected = await makeConnectionIn(test, api, user.id, 'CONNECTED');
    const waiting = await makeConnection(api, user.id, {
      provider_name: 'sandbox_commerce',
      requested_data_types: ['COMMERCE_ORDER'],
    });
    const { status, body } = await api('DELETE', `/users/${user.id}`);
    expect({ status, body }).toEqual({ status: 204, body: null });

    expectProblem(await api('GET', `/users/${user.id}`), 'USER_NOT_FOUND');
    expectProblem(await api('DELETE', `/users/${user.id}`), 'USER_NOT_FOUND');
    expectProblem(await api('GET', `/users/${user.id}/data-connections/${connected.id}`), 'USER_NOT_FOUND');
    const { database } = test.runtime;
    expect(await database.dataConnection.count({ where: { userId: user.id } })).toBe(0);
    const ends = await database.connectionEvent.findMany({
      where: { userId: user.id, type: 'DATA_CONNECTION_DELETED' },
    });
    expect(ends.map(({ connectionId }) => connectionId).sort()).toEqual([connected.id, waiting.id].sort());
  });

  it('leaves no name behind', async () => {
    const user = await makeUser(api, { name: 'Canary Wharf Bakery' });
    await api('DELETE', `/users/${user.id}`);
    const { database } = test.runtime;
    const [users, events] = [await database.user.findMany(), await database.connectionEvent.findMany()];
    expect(JSON.stringify([users, events])).not.toContain('Canary');
  });
});

describe('ids of users', () => {
  it.each(['x', newId(), '0', 'null', '%00', '..%2fprofile'])('answers 404 for %s', async (id) => {
    for (const path of [`/users/${id}`, `/users/${id}/data-connections`]) {
      expectProblem(await api('GET', path), 'USER_NOT_FOUND');
    }
  });

  it('knows ids in lower case only', async () => {
    const { id } = await makeUser(api);
    expectProblem(await api('GET', `/users/${id.toUpperCase()}`), 'USER_NOT_FOUND');
  });
});
