import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireDataConnection } from '@/server/connections/schemas.ts';
import { areDataTypesEditable, type Status, statuses } from '@/server/connections/status.ts';
import { newId } from '@/server/core/ids.ts';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { expectProblem } from '@/server/testing/expect-problem.ts';
import { makeConnection, makeConnectionIn, makeUser, moveConnection } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

let test: TestRuntime;
let api: ApiClient;
let userId: string;

beforeAll(async () => {
  test = await startTestRuntime();
  api = createApiClient(test.writeKey);
  userId = (await makeUser(api)).id;
});
afterAll(() => test.close());

const pathOf = (id: string) => `/users/${userId}/data-connections/${id}`;
const get = async (id: string): Promise<WireDataConnection> => (await api('GET', pathOf(id))).body;
const patch = (id: string, body: unknown) => api('PATCH', pathOf(id), { body });
const eventTypes = async (id: string) => {
  const { body } = await api('GET', `${pathOf(id)}/events`);
  return body.result.map(({ type }: { type: string }) => type).reverse();
};
const both = ['BANK_ACCOUNT', 'BANK_TRANSACTION'];

/** What CONTRACT section 4 says about PATCH, once more and by hand: the code's own table is not asked. */
const statusAfter: Record<Status, Partial<Record<Status, Status>>> = {
  AUTH_REQUIRED: {},
  CONNECTING: {},
  CONNECTED: { DISCONNECTED: 'DISCONNECTED' },
  AUTH_ERROR: { DISCONNECTED: 'DISCONNECTED', AUTH_REQUIRED: 'AUTH_REQUIRED' },
  DISCONNECTED: { AUTH_REQUIRED: 'AUTH_REQUIRED' },
};

const edits = {
  none: undefined,
  same: ['BANK_ACCOUNT'],
  other: both,
  unsupported: ['INVOICE'],
} as const;
type Edit = keyof typeof edits;

const matrix = statuses.flatMap((from) =>
  [undefined, ...statuses].flatMap((status) =>
    (Object.keys(edits) as Edit[])
      .filter((edit) => edit !== 'none' || status !== undefined)
      .map((edit) => ({ from, status, edit })),
  ),
);

/** The order of the checks: 422, INVALID_STATUS_TRANSITION, DATA_TYPES_NOT_EDITABLE. */
function expected(from: Status, status: Status | undefined, edit: Edit) {
  if (edit === 'unsupported') return 'UNSUPPORTED_DATA_TYPE';
  if (status !== undefined && statusAfter[from][status] === undefined) return 'INVALID_STATUS_TRANSITION';
  const editable = from === 'DISCONNECTED' || from === 'AUTH_ERROR';
  return edit === 'other' && !editable ? 'DATA_TYPES_NOT_EDITABLE' : null;
}

describe('PATCH …/data-connections/{id}', () => {
  it.each(matrix)('from $from, status $status, data types $edit', async ({ from, status, edit }) => {
    const before = await makeConnectionIn(test, api, userId, from);
    const events = await eventTypes(before.id);
    const answer = await patch(before.id, { status, requested_data_types: edits[edit] });
    const code = expected(from, status, edit);
    if (code !== null) {
      expectProblem(answer, code);
      expect(await get(before.id)).toEqual(before);
      expect(await eventTypes(before.id)).toEqual(events);
      return;
    }
    expect(answer.status).toBe(200);
    const after = await get(before.id);
    expect(answer.body).toEqual(after);
    expect(after.status).toBe(status === undefined ? from : statusAfter[from][status]);
    expect(after.requested_data_types).toEqual(edit === 'other' ? both : ['BANK_ACCOUNT']);
    const moved = status !== undefined;
    const added = moved ? [`DATA_CONNECTION_${status}`] : edit === 'other' ? ['DATA_CONNECTION_EDITED'] : [];
    expect(await eventTypes(before.id)).toEqual([...events, ...added]);
  });

  it('agrees with the table of the code about what can be edited', () => {
    expect(statuses.filter(areDataTypesEditable)).toEqual(['AUTH_ERROR', 'DISCONNECTED']);
  });

  it('takes the same data types in another order as no edit, in any status', async () => {
    const { id } = await makeConnection(api, userId, { requested_data_types: both });
    const { status, body } = await patch(id, { requested_data_types: [...both].reverse() });
    expect(status).toBe(200);
    expect(body.requested_data_types).toEqual(both);
  });

  it.each([
    [{}, ''],
    [{ status: 'PENDING' }, 'status'],
    [{ status: 'connected' }, 'status'],
    [{ status: null }, 'status'],
    [{ requested_data_types: [] }, 'requested_data_types'],
    [{ requested_data_types: ['BANK_ACCOUNT', 'BANK_ACCOUNT'] }, 'requested_data_types[1]'],
    [{ requested_data_types: null }, 'requested_data_types'],
    [{ status: 'DISCONNECTED', return_url: 'https://app.example.com' }, 'return_url'],
  ])('refuses %j and changes nothing', async (body, path) => {
    const before = await makeConnectionIn(test, api, userId, 'CONNECTED');
    const problem = expectProblem(await patch(before.id, body), 'VALIDATION_FAILED');
    expect(problem.errors?.map((error) => error.path)).toContain(path);
    expect(await get(before.id)).toEqual(before);
  });

  it('names the current status and what would be allowed', async () => {
    const connected = await makeConnectionIn(test, api, userId, 'CONNECTED');
    const problem = expectProblem(
      await patch(connected.id, { status: 'AUTH_REQUIRED' }),
      'INVALID_STATUS_TRANSITION',
    );
    expect(problem.detail).toContain('CONNECTED; allowed now: DISCONNECTED');
  });

  it('sets and clears the times', async () => {
    const { id, connected_at } = await makeConnectionIn(test, api, userId, 'CONNECTED');
    expect(connected_at).not.toBeNull();
    test.passTime(60_000);
    const { body: ended } = await patch(id, { status: 'DISCONNECTED' });
    expect(ended.disconnected_at > ended.connected_at).toBe(true);
    await patch(id, { status: 'AUTH_REQUIRED' });
    await moveConnection(test, userId, id, ['AUTHORIZED']);
    expect((await get(id)).disconnected_at).toBeNull();
    expect((await get(id)).connected_at).toBe(ended.disconnected_at);
  });

  it('puts a connection without authorization back as CONNECTED, with the new data types', async () => {
    const { data_types } = (await api('GET', '/providers/sandbox_public')).body;
    const one = data_types.slice(0, 1);
    const { id } = await makeConnection(api, userId, {
      provider_name: 'sandbox_public',
      requested_data_types: one,
    });
    expect((await patch(id, { status: 'DISCONNECTED' })).body).toMatchObject({ status: 'DISCONNECTED' });
    const { status, body } = await patch(id, { status: 'AUTH_REQUIRED', requested_data_types: data_types });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'CONNECTED',
      requested_data_types: data_types,
      granted_data_types: data_types,
      redirect_url: null,
      disconnected_at: null,
    });
  });
});

describe('redirect_url', () => {
  it('stays the same until DISCONNECTED, is null then, and a new one after AUTH_REQUIRED', async () => {
    const { id, redirect_url } = await makeConnection(api, userId);
    for (const event of ['LINK_OPENED', 'AUTHORIZED', 'SYNC_AUTH_FAILED'] as const) {
      await moveConnection(test, userId, id, [event]);
      expect((await get(id)).redirect_url).toBe(redirect_url);
    }
    expect((await patch(id, { status: 'AUTH_REQUIRED' })).body.redirect_url).toBe(redirect_url);
    await moveConnection(test, userId, id, ['AUTHORIZED']);
    expect((await patch(id, { status: 'DISCONNECTED' })).body.redirect_url).toBeNull();
    const { body } = await patch(id, { status: 'AUTH_REQUIRED' });
    expect(body.redirect_url).toMatch(/\/connect\/[A-Za-z0-9_-]{43}$/);
    expect(body.redirect_url).not.toBe(redirect_url);
  });
});

describe('DELETE …/data-connections/{id}', () => {
  it.each([...statuses])('works from %s, and the second time is 404', async (status) => {
    const { id } = await makeConnectionIn(test, api, userId, status);
    expect(await api('DELETE', pathOf(id))).toMatchObject({ status: 204, body: null });
    for (const [method, path, body] of [
      ['DELETE', pathOf(id), undefined],
      ['GET', pathOf(id), undefined],
      ['GET', `${pathOf(id)}/events`, undefined],
      ['PATCH', pathOf(id), { status: 'DISCONNECTED' }],
    ] as const) {
      expectProblem(await api(method, path, { body }), 'DATA_CONNECTION_NOT_FOUND');
    }
    const events = await test.runtime.database.connectionEvent.findMany({ where: { connectionId: id } });
    expect(events.filter(({ type }) => type === 'DATA_CONNECTION_DELETED')).toHaveLength(1);
  });

  it('has one winner of 8 requests at once', async () => {
    const { id } = await makeConnectionIn(test, api, userId, 'CONNECTED');
    const answers = await Promise.all(Array.from({ length: 8 }, () => api('DELETE', pathOf(id))));
    const answered = answers.map(({ status }) => status).sort();
    expect(answered).toEqual([204, ...Array.from({ length: 7 }, () => 404)]);
  });

  it('ends once when DELETE and PATCH race, whoever is first', async () => {
    const { id } = await makeConnectionIn(test, api, userId, 'CONNECTED');
    const [deleted, patched] = await Promise.all([
      api('DELETE', pathOf(id)),
      patch(id, { status: 'DISCONNECTED' }),
    ]);
    expect(deleted.status).toBe(204);
    expect([200, 404]).toContain(patched.status);
    expectProblem(await api('GET', pathOf(id)), 'DATA_CONNECTION_NOT_FOUND');
  });
});

describe('ids of data connections', () => {
  it.each(['x', newId(), '%00'])('answers 404 for %s', async (id) => {
    expectProblem(await api('GET', pathOf(id)), 'DATA_CONNECTION_NOT_FOUND');
  });

  it('answers 404 for a connection of another user of the account', async () => {
    const other = await makeUser(api);
    const { id } = await makeConnection(api, other.id);
    expectProblem(await api('GET', pathOf(id)), 'DATA_CONNECTION_NOT_FOUND');
    expectProblem(await api('DELETE', pathOf(id)), 'DATA_CONNECTION_NOT_FOUND');
    expect((await api('GET', `/users/${other.id}/data-connections/${id}`)).status).toBe(200);
  });
});
