import { expect, type Page } from 'playwright/test';
import { z } from 'zod';
import { cookieHeader, signIn } from './admin.ts';
import { callAction, listChangingActions, listServerActions } from './admin-actions.ts';
import { makeUser, newName } from './admin-world.ts';
import { callApi } from './api.ts';
import { startSync, watchSyncs } from './data.ts';
import { test } from './fixtures.ts';
import { type OwnServer, startOwnServer, withFirstAdmin } from './own-server.ts';
import { holdPages } from './pending.ts';
import { runCommand } from './processes.ts';

/** Two accounts on one server: what the dashboard shows and does is about the one in view. */

const idSchema = z.object({ id: z.uuid() });

let server: OwnServer;
let other: { id: string; keyId: string; access: { url: string; key: string } };
test.beforeAll(async () => {
  server = await startOwnServer(withFirstAdmin);
  const id = await printOf('account', 'create', '--name', 'Other account');
  const key = await printOf('api-key', 'create', '--scope', 'write', '--account', id);
  const keys = (await printOf('api-key', 'list')).split('\n');
  const keyId = keys.find((line) => line.includes('Other account'))?.split(' ')[0] ?? '';
  other = { id, keyId, access: { url: server.url, key } };
});
test.afterAll(() => server.remove());

async function printOf(...args: string[]): Promise<string> {
  const environment = {
    DATABASE_URL: `file:${server.dataDir}/moorage.sqlite`,
    MOORAGE_DATA_DIR: server.dataDir,
    PUBLIC_URL: server.url,
  };
  const command = runCommand('moorage', environment, args);
  const { code } = await command.exited;
  if (code !== 0) throw new Error(command.printed());
  return command.printed().trim();
}

/** A user of the other account with a connection that was synchronized and ended, and one that works. */
async function makeWorld() {
  const userId = await makeUser(newName('Brasserie'), { siren: '812345678' }, other.access);
  const path = `/users/${userId}/data-connections`;
  const make = async (): Promise<string> => {
    const input = { provider_name: 'sandbox_public', requested_data_types: ['COMPANY_PROFILE'] };
    return idSchema.parse(await callApi('POST', path, input, other.access)).id;
  };
  const connection = await make();
  const [sync] = await startSync(other.access, userId);
  await watchSyncs(other.access, userId);
  const over = await make();
  await callApi('PATCH', `${path}/${over}`, { status: 'DISCONNECTED' }, other.access);
  const read = () =>
    Promise.all(
      [`/users/${userId}`, path, `/users/${userId}/sync/latest`, '/profile', '/providers'].map((url) =>
        callApi('GET', url, undefined, other.access),
      ),
    );
  return { userId, connection, over, syncId: sync?.id ?? '', read };
}

const goTo = (page: Page, path: string) => page.goto(`${server.url}/admin${path}`);

test('no action takes an id of another account, and the other account stays as it is', async ({ page }) => {
  const { userId, connection, over, syncId, read } = await makeWorld();
  await signIn(page, undefined, server.url);
  const cookie = await cookieHeader(page, server.url);
  const before = await read();
  expect(other.keyId).toMatch(/^[\da-f-]{36}$/);
  const fieldsOf = (connectionId: string) => ({
    ...{ user_id: userId, connection_id: connectionId, sync_id: syncId, id: other.keyId },
    ...{ provider_name: 'sandbox_public', requested_data_types: 'COMPANY_PROFILE', role: 'VIEWER' },
  });
  const takesIds = new Set([
    ...['syncNowAction', 'disconnectAction', 'reconnectAction', 'startOverAction', 'deleteConnectionAction'],
    ...['retrySyncAction', 'deleteUserAction', 'createConnectionAction', 'revokeApiKeyAction'],
  ]);
  for (const action of listChangingActions()) {
    for (const connectionId of [connection, over]) {
      const answer = await callAction(action, { cookie, url: server.url, fields: fieldsOf(connectionId) });
      if (takesIds.has(action.name)) expect(answer, action.name).toContain('"outcome":"failed"');
    }
  }
  for (const { name, ids } of [
    { name: 'startBulkAction', ids: connection },
    { name: 'showLinksAction', ids: `${connection} ${over}` },
  ]) {
    const bulk = listServerActions().find((each) => each.name === name);
    if (bulk === undefined) throw new Error(`there is no ${name}`);
    const fields = { ...{ action: name === 'showLinksAction' ? 'links' : 'sync', ids } };
    expect(await callAction(bulk, { cookie, url: server.url, fields }), name).not.toContain('/connect/');
  }
  for (const name of takesIds) expect(listChangingActions().map((each) => each.name)).toContain(name);
  expect(await read()).toEqual(before);
  for (const path of [
    ...[`/users/${userId}`, `/users/${userId}/data/COMPANY_PROFILE`, `/users/${userId}/connections/new`],
    ...['', '/types', '/syncs', '/details'].map((tab) => `/connections/${connection}${tab}`),
    `/syncs/${syncId}`,
  ]) {
    await goTo(page, path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
  }
  const found = await page.request.get(`${server.url}/admin/search?q=${userId}`);
  expect(await found.json()).toEqual([]);
  const csv = await page.request.get(`${server.url}/admin/connections/export.csv`);
  expect(await csv.text()).not.toContain(userId);
  for (const path of [`users/${userId}/data/COMPANY_PROFILE`, `connections/${connection}`]) {
    const file = await page.request.get(`${server.url}/admin/${path}/export.csv`);
    expect([path, file.status()]).toEqual([path, 404]);
  }

  // The same with the account's id: the refusals above were for the account.
  const sync = listServerActions().find(({ name }) => name === 'syncNowAction');
  if (sync === undefined) throw new Error('there is no syncNowAction');
  const fields = { connection_id: connection, account_id: other.id };
  expect(await callAction(sync, { cookie, url: server.url, fields })).toContain('"outcome":"done"');
});

test('who switches to another account sees its users and no others, in every tab', async ({ page }) => {
  const { userId } = await makeWorld();
  const mine = await makeUser(newName('Chaudronnerie'), {}, server.access);
  await signIn(page, undefined, server.url);
  await goTo(page, `/users/${mine}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Chaudronnerie');
  await page.getByRole('button', { name: /ada@fidu\.example/ }).click();
  const release = await holdPages(page);
  const pressed = page.getByRole('button', { name: 'Other account' });
  await pressed.click();
  await expect(pressed.locator('.pending')).toBeVisible();
  release();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  await expect(page.locator('[popover]:popover-open')).toHaveCount(0);
  await goTo(page, '/users');
  await expect(page.getByRole('link', { name: /Brasserie/ }).first()).toBeVisible();
  await expect(page.getByText('Chaudronnerie')).toHaveCount(0);
  await goTo(page, `/users/${userId}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Brasserie');
  await goTo(page, `/users/${mine}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
});
