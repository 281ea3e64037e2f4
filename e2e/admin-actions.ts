import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { serverUrl } from './environment.ts';

const manifestSchema = z.object({
  node: z.record(
    z.string(),
    z.object({
      filename: z.string(),
      exportedName: z.string(),
      workers: z.record(z.string(), z.unknown()),
    }),
  ),
});

export interface ServerAction {
  id: string;
  name: string;
  /** Path of a page that knows it. */
  path: string;
}

/** Every server action of the build under test. */
export function listServerActions(): ServerAction[] {
  const file = new URL('../.next/server/server-reference-manifest.json', import.meta.url);
  const { node } = manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(node).map(([id, { exportedName, workers }]) => ({
    id,
    name: exportedName,
    path: pathOf(Object.keys(workers)[0] ?? ''),
  }));
}

export const publicActions = ['signInAction', 'oidcSignInAction', 'setUpAction', 'acceptInvitationAction'];
/** What concerns nobody but the person. */
export const ownActions = [
  'signOutAction',
  'chooseThemeAction',
  'chooseAccountAction',
  'changePasswordAction',
];

/** All the others: they change what belongs to the account or the installation. */
export const listChangingActions = () =>
  listServerActions().filter(({ name }) => ![...publicActions, ...ownActions].includes(name));

/** `app/admin/(shell)/api-keys/page` → `/admin/api-keys` */
function pathOf(worker: string): string {
  return worker
    .replace(/^app/, '')
    .replace(/\/page$/, '')
    .replaceAll(/\/\([^)]*\)/g, '')
    .replaceAll(/\[[^\]]*\]/g, 'x');
}

interface Call {
  cookie: string;
  /** Another server than the one all tests share. */
  url?: string;
  fields?: Record<string, string>;
  headers?: Record<string, string>;
}

/** Calls an action as React does, without any page: `(state, form)`. Returns what came over the wire. */
export async function callAction(
  action: ServerAction,
  { cookie, url = serverUrl, fields = {}, headers }: Call,
): Promise<string> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(`_1_${name}`, value);
  // Last: what it refers to must have been read.
  body.set('0', JSON.stringify([{ outcome: 'idle' }, '$K1']));
  const response = await fetch(`${url}${action.path}`, {
    method: 'POST',
    headers: {
      'next-action': action.id,
      accept: 'text/x-component',
      origin: url,
      'sec-fetch-site': 'same-origin',
      cookie,
      ...headers,
    },
    body,
    redirect: 'manual',
  });
  return `${response.status} ${await response.text()}`;
}
