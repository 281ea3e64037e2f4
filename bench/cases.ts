import type { LoadRequest } from 'autocannon';
import { z } from 'zod';
import { connections } from './load.ts';
import type { ServerProcess } from './server-process.ts';

export interface Case {
  name: string;
  /** The least share of the floor that the project aims at (issue 2); null when none is set. */
  aim: number | null;
  request: LoadRequest;
  /** Other requests of the kind, each to be sent once: what can be measured only on fresh rows. */
  once?: LoadRequest[];
}

/** The empty route that everything is compared with. */
export const floor: LoadRequest = { method: 'GET', path: '/healthz', headers: {} };

const created = z.object({ id: z.string(), redirect_url: z.string().optional() });
const firstVisits = 100 * connections;
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const newConnection = JSON.stringify({
  provider_name: 'sandbox_openbanking',
  requested_data_types: ['BANK_TRANSACTION'],
  return_url: 'https://consumer.example/back',
});

/** Makes the rows that the cases read, through the API, and describes the cases. */
export async function prepareCases(server: ServerProcess): Promise<Case[]> {
  const headers = { 'x-api-key': server.apiKey, 'content-type': 'application/json' };
  const post = async (path: string, body: string) => {
    const response = await fetch(server.url + path, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
    return created.parse(await response.json());
  };
  const createUser = async (name: string) =>
    `/api/v6/users/${(await post('/api/v6/users/legal', JSON.stringify({ name }))).id}/data-connections`;
  const createLink = async (path: string) => {
    const { id, redirect_url: link } = await post(path, newConnection);
    if (link === undefined) throw new Error('The connection has no link');
    return { id, linkPath: new URL(link).pathname };
  };

  const reader = await createUser('Reader');
  const writer = await createUser('Writer');
  const visitor = await createUser('Visitor');
  for (let count = 1; count < 25; count++) await createLink(reader);
  const { id, linkPath } = await createLink(reader);
  const fresh: LoadRequest[] = [];
  const browser = { 'user-agent': userAgent, accept: 'text/html', 'accept-language': 'en' };
  while (fresh.length < firstVisits) {
    const links = await Promise.all(Array.from({ length: connections }, () => createLink(visitor)));
    fresh.push(...links.map(({ linkPath: path }) => ({ method: 'GET' as const, path, headers: browser })));
  }
  const screen: LoadRequest = { method: 'GET', path: linkPath, headers: browser };
  const visit = await fetch(server.url + linkPath, { headers: browser });
  const cookie = visit.headers.getSetCookie().map((line) => line.split(';')[0]);
  if (visit.status !== 200 || cookie.length === 0) throw new Error('The link did not open');

  return [
    { name: 'GET one connection', aim: 0.5, request: { method: 'GET', path: `${reader}/${id}`, headers } },
    {
      name: 'GET list of 25',
      aim: null,
      request: { method: 'GET', path: `${reader}?per_page=25`, headers },
    },
    {
      name: 'POST a connection',
      aim: 0.35,
      request: { method: 'POST', path: writer, headers, body: newConnection },
    },
    {
      name: 'permission screen, repeated visit',
      aim: 0.5,
      request: { ...screen, headers: { ...browser, cookie: cookie.join('; ') } },
    },
    { name: 'permission screen, first visit', aim: null, request: screen, once: fresh },
  ];
}
