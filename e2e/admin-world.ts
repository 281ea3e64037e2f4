import { z } from 'zod';
import { type Connection, callApi, createConnection } from './api.ts';

const idSchema = z.object({ id: z.uuid() });
const syncSchema = z.object({ id: z.uuid(), data_type: z.string(), status: z.string() });

let count = 0;

/** A name that no other test uses. */
export function newName(beginning: string): string {
  count += 1;
  return `${beginning} ${process.pid}-${count}`;
}

export async function makeUser(
  name: string,
  more: Record<string, unknown> = {},
  server?: { url: string; key: string },
): Promise<string> {
  return idSchema.parse(await callApi('POST', '/users/legal', { name, ...more }, server)).id;
}

/** A connection of a user of this name, to a provider that needs nobody: CONNECTED at once. */
export async function makeConnected(name: string): Promise<Connection> {
  const userId = await makeUser(name, { siren: '812345678' });
  const { id } = idSchema.parse(
    await callApi('POST', `/users/${userId}/data-connections`, {
      provider_name: 'sandbox_public',
      requested_data_types: ['COMPANY_PROFILE', 'LEGAL_NOTICE'],
    }),
  );
  return { id, userId, link: '' };
}

/** A connection that waits for its user; of a user of this name when one is given. */
export async function makeWaiting(name?: string): Promise<Connection> {
  if (name === undefined) return createConnection();
  const userId = await makeUser(name);
  const { id, redirect_url: link } = z.object({ id: z.uuid(), redirect_url: z.string() }).parse(
    await callApi('POST', `/users/${userId}/data-connections`, {
      provider_name: 'sandbox_openbanking',
      requested_data_types: ['BANK_ACCOUNT'],
    }),
  );
  return { id, userId, link };
}

export async function listUserSyncs(userId: string) {
  return z.array(syncSchema).parse(await callApi('GET', `/users/${userId}/sync/latest`));
}
