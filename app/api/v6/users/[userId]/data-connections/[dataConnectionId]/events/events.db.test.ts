import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { makeConnection, makeUser, moveConnection } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

let test: TestRuntime;
let api: ApiClient;
let userId: string;
let path: string;

beforeAll(async () => {
  test = await startTestRuntime();
  api = createApiClient(test.writeKey);
  userId = (await makeUser(api)).id;
  const { id } = await makeConnection(api, userId);
  path = `/users/${userId}/data-connections/${id}`;
  await makeConnection(api, userId);
  await moveConnection(test, userId, id, ['LINK_OPENED', 'AUTHORIZED', 'SYNC_AUTH_FAILED']);
  await api('PATCH', path, { body: { requested_data_types: ['BANK_TRANSACTION'] } });
  await api('PATCH', path, { body: { status: 'DISCONNECTED' } });
});
afterAll(() => test.close());

describe('GET …/data-connections/{id}/events', () => {
  it('tells the life of one connection, newest first', async () => {
    const { status, body } = await api('GET', `${path}/events`);
    expect(status).toBe(200);
    const told = body.result.map((event: Record<string, string>) => [
      event.type,
      event.from_status,
      event.to_status,
    ]);
    expect(told).toEqual([
      ['DATA_CONNECTION_DISCONNECTED', 'AUTH_ERROR', 'DISCONNECTED'],
      ['DATA_CONNECTION_EDITED', null, null],
      ['DATA_CONNECTION_AUTH_ERROR', 'CONNECTED', 'AUTH_ERROR'],
      ['DATA_CONNECTION_CONNECTED', 'CONNECTING', 'CONNECTED'],
      ['DATA_CONNECTION_CONNECTING', 'AUTH_REQUIRED', 'CONNECTING'],
      ['DATA_CONNECTION_AUTH_REQUIRED', null, 'AUTH_REQUIRED'],
    ]);
  });

  it('names who did it and in which request', async () => {
    const { body, headers } = await api('PATCH', path, { body: { status: 'AUTH_REQUIRED' } });
    expect(body.status).toBe('AUTH_REQUIRED');
    const [newest] = (await api('GET', `${path}/events`)).body.result;
    expect(newest).toEqual({
      id: expect.any(String),
      type: 'DATA_CONNECTION_AUTH_REQUIRED',
      from_status: 'DISCONNECTED',
      to_status: 'AUTH_REQUIRED',
      actor: `key:${test.writeKey.slice(0, 12)}`,
      reason: null,
      data_sync_id: null,
      data_type: null,
      request_id: headers.get('x-request-id'),
      created_at: expect.stringMatching(/Z$/),
    });
  });

  it('walks by cursor', async () => {
    const all = (await api('GET', `${path}/events`)).body.result;
    const first = (await api('GET', `${path}/events?cursor=&per_page=4`)).body;
    const second = (await api('GET', `${path}/events?cursor=${first.next_cursor}&per_page=4`)).body;
    expect([...first.result, ...second.result]).toEqual(all);
  });
});
