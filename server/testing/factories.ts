import { getConnection, transition } from '@/server/connections/index.ts';
import type { WireDataConnection } from '@/server/connections/schemas.ts';
import type { Status, StatusEvent } from '@/server/connections/status.ts';
import { transaction } from '@/server/db/client.ts';
import type { WireUser } from '@/server/users/schemas.ts';
import type { ApiClient } from './api-client.ts';
import type { TestRuntime } from './test-runtime.ts';

/** A user of the account behind the key. */
export async function makeUser(api: ApiClient, fields: object = {}): Promise<WireUser> {
  const { status, body } = await api('POST', '/users/legal', { body: { name: 'Atelier Marnie', ...fields } });
  if (status !== 201) throw new Error(`the user was refused: ${JSON.stringify(body)}`);
  return body;
}

/** A connection to the sandbox bank, unless `fields` say otherwise. */
export async function makeConnection(
  api: ApiClient,
  userId: string,
  fields: object = {},
): Promise<WireDataConnection> {
  const { status, body } = await api('POST', `/users/${userId}/data-connections`, {
    body: { provider_name: 'sandbox_openbanking', requested_data_types: ['BANK_ACCOUNT'], ...fields },
  });
  if (status !== 201) throw new Error(`the connection was refused: ${JSON.stringify(body)}`);
  return body;
}

const waysTo: Record<Status, StatusEvent[]> = {
  AUTH_REQUIRED: [],
  CONNECTING: ['LINK_OPENED'],
  CONNECTED: ['AUTHORIZED'],
  AUTH_ERROR: ['AUTHORIZED', 'SYNC_AUTH_FAILED'],
  DISCONNECTED: [],
};

/** A connection that came to `status` the way it would; only no provider was asked. */
export async function makeConnectionIn(
  test: TestRuntime,
  api: ApiClient,
  userId: string,
  status: Status,
  fields: object = {},
): Promise<WireDataConnection> {
  const { id } = await makeConnection(api, userId, fields);
  await moveConnection(test, userId, id, waysTo[status === 'DISCONNECTED' ? 'CONNECTED' : status]);
  if (status === 'DISCONNECTED') {
    await api('PATCH', `/users/${userId}/data-connections/${id}`, { body: { status } });
  }
  const { body } = await api('GET', `/users/${userId}/data-connections/${id}`);
  if (body.status !== status) throw new Error(`the connection is ${body.status}, not ${status}`);
  return body;
}

/** Lets events happen to a connection, one after the other. */
export async function moveConnection(
  test: TestRuntime,
  userId: string,
  id: string,
  events: readonly StatusEvent[],
): Promise<void> {
  for (const event of events) {
    await transaction(test.runtime.database, async (tx) => {
      const row = await getConnection(test.ctx, userId, id, tx);
      await transition(tx, test.ctx, row, { event, authRequired: true });
    });
  }
}
