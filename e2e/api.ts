import { z } from 'zod';
import { apiKey, serverUrl } from './environment.ts';

const connectionSchema = z.object({
  id: z.uuid(),
  user_id: z.uuid(),
  status: z.string(),
  redirect_url: z.string().nullable(),
  granted_data_types: z.array(z.string()).nullable(),
});
const userSchema = z.object({ id: z.uuid() });

/** What a test knows of a connection it made. */
export interface Connection {
  id: string;
  userId: string;
  /** The link for the person. */
  link: string;
}

export interface ConnectionRequest {
  provider?: string;
  dataTypes?: string[];
  returnUrl?: string;
  skipPermissions?: boolean;
}

/** One call as the consumer; the answer must be a success. `server` is another server than the one all tests share. */
export async function callApi(
  method: string,
  path: string,
  body?: unknown,
  server: { url: string; key: string } = { url: serverUrl, key: apiKey },
): Promise<unknown> {
  const isImage = body instanceof Buffer;
  const response = await fetch(`${server.url}/api/v6${path}`, {
    method,
    headers: {
      'x-api-key': server.key,
      ...(body !== undefined && { 'content-type': isImage ? 'image/png' : 'application/json' }),
    },
    ...(body !== undefined && { body: isImage ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** A new connection of a new user, both as believable as the product's own example. */
export async function createConnection(
  {
    provider = 'sandbox_openbanking',
    dataTypes = ['BANK_ACCOUNT', 'BANK_TRANSACTION'],
    ...request
  }: ConnectionRequest = {},
  server?: { url: string; key: string },
): Promise<Connection> {
  const user = userSchema.parse(
    await callApi('POST', '/users/legal', { name: 'Atelier Marnie', siren: '812345678' }, server),
  );
  const answer = await callApi(
    'POST',
    `/users/${user.id}/data-connections`,
    {
      provider_name: provider,
      requested_data_types: dataTypes,
      ...(request.returnUrl !== undefined && { return_url: request.returnUrl }),
      ...(request.skipPermissions !== undefined && { skip_permissions: request.skipPermissions }),
    },
    server,
  );
  const { id, redirect_url: link } = connectionSchema.parse(answer);
  if (link === null) throw new Error(`${provider} gave no link`);
  return { id, userId: user.id, link };
}

const pathOf = ({ userId, id }: Connection) => `/users/${userId}/data-connections/${id}`;

export async function readConnection(connection: Connection, server?: { url: string; key: string }) {
  return connectionSchema.parse(await callApi('GET', pathOf(connection), undefined, server));
}

export async function patchConnection(
  connection: Connection,
  change: Record<string, unknown>,
): Promise<void> {
  await callApi('PATCH', pathOf(connection), change);
}

export async function deleteConnection(connection: Connection): Promise<void> {
  await callApi('DELETE', pathOf(connection));
}
