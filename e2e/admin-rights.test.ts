import { randomUUID } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { cookieHeader, makeMember, signIn } from './admin.ts';
import {
  callAction,
  listChangingActions,
  listServerActions,
  ownActions,
  publicActions,
  type ServerAction,
} from './admin-actions.ts';
import { callApi } from './api.ts';
import { serverUrl } from './environment.ts';
import { test } from './fixtures.ts';

const actions = listServerActions();
const changing = listChangingActions();
const named = (name: string): ServerAction => {
  const action = actions.find((each) => each.name === name);
  if (action === undefined) throw new Error(`there is no ${name}`);
  return action;
};
const newKey = { name: 'called directly', scope: 'WRITE', expires_in_days: '' };
const viewerRefusal = 'Your role is Viewer';

test('a viewer is refused by every action that changes anything, called without its page', async ({
  browser,
}) => {
  const { page } = await makeMember(browser, 'VIEWER');
  const cookie = await cookieHeader(page);
  const before = await callApi('GET', '/profile');
  expect(changing.length).toBeGreaterThan(8);
  for (const action of changing) {
    expect(await callAction(action, { cookie, fields: newKey }), action.name).toContain(viewerRefusal);
  }
  expect(await callApi('GET', '/profile')).toEqual(before);
  await page.goto(`${serverUrl}/admin/api-keys`);
  await expect(page.getByText('You are signed in as a viewer')).toBeVisible();
  await expect(page.getByText('called directly')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Revoke' })).toHaveCount(0);
});

test('every action of the code is in the build, so that none is missing above', () => {
  const written = globSync('app/**/*.{ts,tsx}').flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    const names = /^'use server'/.test(source) ? source.matchAll(/^export const (\w+)/gm) : [];
    return [...names].map(([, name]) => name);
  });
  expect(actions.map(({ name }) => name).toSorted()).toEqual(written.toSorted());
  for (const name of [...publicActions, ...ownActions]) expect(written).toContain(name);
});

test('a role that is taken away and a disabled admin can do nothing more, called directly or not; both come back', async ({
  page,
  browser,
}) => {
  const member = await makeMember(browser, 'ADMIN');
  const cookie = await cookieHeader(member.page);
  const create = (name: string) =>
    callAction(named('createApiKeyAction'), { cookie, fields: { ...newKey, name } });
  expect(await create('of a member')).toContain('"outcome":"done"');
  await signIn(page);
  await page.goto(`${serverUrl}/admin/settings/admins`);
  const row = page.getByRole('row', { name: new RegExp(member.email) });
  // With the keyboard: what was done is said above the last rows.
  const press = (button: string) => row.getByRole('button', { name: button }).press('Enter');
  await press('Make viewer');
  await expect(row.getByRole('button', { name: 'Make admin' })).toBeVisible();
  expect(await create('of a viewer')).toContain(viewerRefusal);
  await press('Make admin');
  await expect(row.getByRole('button', { name: 'Make viewer' })).toBeVisible();
  expect(await create('of an admin again')).toContain('"outcome":"done"');

  await press('Disable');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
  await expect(row.getByRole('button', { name: 'Enable' })).toBeVisible();
  for (const action of [...changing, ...ownActions.map(named)])
    expect(await callAction(action, { cookie, fields: newKey }), action.name).toContain(
      'Your session is over',
    );
  await press('Enable');
  await expect(row.getByRole('button', { name: 'Disable' })).toBeVisible();
  await signIn(member.page, member);
  await page.goto(`${serverUrl}/admin/api-keys`);
  await expect(page.getByText('of a member', { exact: true })).toBeVisible();
  await expect(page.getByText('of a viewer', { exact: true })).toHaveCount(0);
});

test('the same call of an admin does it: the refusal above was for the role', async ({ page }) => {
  await signIn(page);
  const cookie = await cookieHeader(page);
  const answer = await callAction(named('createApiKeyAction'), {
    cookie,
    fields: { ...newKey, name: 'direct, by an admin' },
  });
  expect(answer).toContain('"outcome":"done"');
  await page.goto(`${serverUrl}/admin/api-keys`);
  await expect(page.getByText('direct, by an admin')).toBeVisible();
});

test('nobody who is not signed in gets anything out of an action, and no page of another site does', async ({
  page,
}) => {
  await signIn(page);
  const cookie = await cookieHeader(page);
  for (const action of [...changing, ...ownActions.map(named)]) {
    expect(await callAction(action, { cookie: '', fields: newKey }), action.name).toContain(
      'Your session is over',
    );
    const crossSite = await callAction(action, {
      cookie,
      fields: newKey,
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(crossSite, action.name).toContain('was not sent from the dashboard');
    const otherOrigin = await callAction(action, {
      cookie,
      fields: newKey,
      headers: { origin: 'https://evil.example' },
    });
    expect(otherOrigin, action.name).toMatch(/^(500|403) /);
  }
});

test('no action that changes anything takes an account that there is not, and none is done in another one instead', async ({
  page,
}) => {
  await signIn(page);
  const cookie = await cookieHeader(page);
  const before = await callApi('GET', '/profile');
  for (const account_id of [randomUUID(), '', 'x', "' OR 1=1 --"]) {
    for (const action of changing) {
      const fields = { ...newKey, name: 'of no account', account_id };
      expect(await callAction(action, { cookie, fields }), action.name).toContain('There is no such account');
    }
  }
  expect(await callApi('GET', '/profile')).toEqual(before);
  await page.goto(`${serverUrl}/admin/api-keys`);
  await expect(page.getByText('of no account')).toHaveCount(0);
});

test('no page or file of the dashboard answers without a session, however it is asked (R-31)', async () => {
  const paths = [
    '',
    '/api-keys',
    '/api-keys/new',
    '/audit',
    '/settings',
    '/settings/admins',
    '/settings/password',
  ];
  const ways: Record<string, string>[] = [
    {},
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1' },
    { rsc: '1', 'next-router-state-tree': '%5B%22%22%2C%7B%7D%5D' },
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-moorage-path': '/admin' },
    { cookie: 'moorage-admin=eyJhbGciOiJkaXIifQ..x.y.z' },
  ];
  for (const path of paths) {
    for (const headers of ways) {
      const response = await fetch(`${serverUrl}/admin${path}`, { headers, redirect: 'manual' });
      const text = await response.text();
      expect(
        response.status === 307 || text.includes('NEXT_REDIRECT'),
        `${path} ${JSON.stringify(headers)}`,
      ).toBe(true);
      expect(text).not.toMatch(/Create a key|fidu\.example|mrg_/);
    }
  }
  for (const [path, status] of [
    ['/audit/export.csv', 401],
    ['/search?q=At', 401],
    ['/%61udit/export.csv', 307],
  ]) {
    expect((await fetch(`${serverUrl}/admin${path}`, { redirect: 'manual' })).status).toBe(status);
  }
});
