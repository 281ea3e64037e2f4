import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ServerProcess } from './server-process.ts';
import { sendForm } from './web-forms.ts';
import type { ShownIds } from './web-pages.ts';

const login = { email: 'bench@example.com', password: 'a phrase for the bench' };
const created = z.object({ id: z.string() });
const syncs = z.array(z.object({ id: z.string(), data_type: z.string(), status: z.string() }));

/** Makes the first admin through its link, and something for every page to show. */
export async function makeShown(
  server: ServerProcess,
  setupPath: string,
): Promise<ShownIds & { cookie: string }> {
  const { url } = server;
  const { cookie } = await sendForm(url, { path: setupPath, having: 'name="password"', fields: login });
  if (cookie === '') throw new Error('The first admin was refused');
  const { userId, connectionId, waitingConnectionId, syncId } = await makeRows(server);
  const { html } = await sendForm(url, {
    ...{ path: '/admin/settings/admins/new', cookie, having: 'name="role"' },
    fields: { email: 'invited@example.com', role: 'VIEWER' },
  });
  const [, invitationToken] = /\/admin\/invitations\/([\w-]+)/.exec(html) ?? [];
  const { location } = await sendForm(url, {
    ...{ path: `/admin/connections/bulk/new?action=sync&select=${connectionId}`, cookie },
    having: 'name="ids"',
  });
  const runId = location?.split('/').at(-1);
  if (invitationToken === undefined || runId === undefined)
    throw new Error('The dashboard made no invitation or no bulk run');
  return { cookie, userId, connectionId, waitingConnectionId, syncId, runId, invitationToken };
}

async function makeRows(server: ServerProcess) {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${server.url}/api/v6${path}`, {
      method,
      headers: { 'x-api-key': server.apiKey, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const make = async (path: string, body: object) => created.parse(await call('POST', path, body)).id;
  const userId = await make('/users/legal', { name: 'Atelier Marnie', siren: '812345678' });
  const connect = (provider_name: string, type: string) =>
    make(`/users/${userId}/data-connections`, { provider_name, requested_data_types: [type] });
  const connectionId = await connect('sandbox_public', 'LEGAL_NOTICE');
  const waitingConnectionId = await connect('sandbox_openbanking', 'BANK_ACCOUNT');
  await call('POST', `/users/${userId}/sync`, {});
  for (let tries = 0; tries < 200; tries++) {
    const [sync] = syncs.parse(await call('GET', `/users/${userId}/sync/latest`));
    if (sync?.status === 'SUCCESS') return { userId, connectionId, waitingConnectionId, syncId: sync.id };
    await delay(100);
  }
  throw new Error('The sync of the register did not succeed');
}
