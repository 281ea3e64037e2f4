import { z } from 'zod';
import { callApi } from './api.ts';

/** Synchronizing and reading, as the consumer and as the provider see it. */

type Server = { url: string; key: string };

const syncSchema = z.object({
  id: z.uuid(),
  data_type: z.string(),
  data_connection_id: z.uuid(),
  status: z.string(),
  requested_at: z.string(),
  records: z.object({ added: z.int(), updated: z.int(), removed: z.int() }),
  pages: z.int(),
  error: z.object({ code: z.string() }).nullable(),
  attempts: z.int(),
});
export type Sync = z.infer<typeof syncSchema>;

const recordSchema = z.looseObject({ id: z.uuid() });
export type StoredRecord = z.infer<typeof recordSchema>;

const byCursorSchema = z.object({
  per_page: z.int(),
  next_cursor: z.string().nullable(),
  result: z.array(recordSchema),
});
const byPageSchema = z.object({
  total: z.int(),
  per_page: z.int(),
  current_page: z.int(),
  last_page: z.int(),
  result: z.array(recordSchema),
});

export async function startSync(server: Server, userId: string, input: object = {}): Promise<Sync[]> {
  return z.array(syncSchema).parse(await callApi('POST', `/users/${userId}/sync`, input, server));
}

async function readLatest(server: Server, userId: string): Promise<Sync[]> {
  return z.array(syncSchema).parse(await callApi('GET', `/users/${userId}/sync/latest`, undefined, server));
}

const isLive = ({ status }: Sync) => status === 'QUEUED' || status === 'FETCHING';

/** Looks at the latest syncs until `isOver` (none is live); every look is in the answer, the last one at its end. */
export async function watchSyncs(
  server: Server,
  userId: string,
  { isOver = (syncs) => !syncs.some(isLive), withinMs = 30_000 }: WatchOptions = {},
): Promise<Sync[][]> {
  const looks: Sync[][] = [];
  const end = performance.now() + withinMs;
  for (;;) {
    const look = await readLatest(server, userId);
    looks.push(look);
    if (isOver(look)) return looks;
    if (performance.now() > end) throw new Error(`after ${withinMs} ms still ${JSON.stringify(look)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

interface WatchOptions {
  isOver?: (syncs: Sync[]) => boolean;
  withinMs?: number;
}

/** Starts a sync of everything and waits for its end. */
export async function synchronize(server: Server, userId: string): Promise<Sync[]> {
  await startSync(server, userId);
  return (await watchSyncs(server, userId)).at(-1) ?? [];
}

export function syncOf(syncs: readonly Sync[] | undefined, dataType: string): Sync {
  const sync = syncs?.find(({ data_type }) => data_type === dataType);
  if (sync === undefined) throw new Error(`no sync of ${dataType}`);
  return sync;
}

/** One page of a data path by number. */
export async function readPage(server: Server, userId: string, path: string, query: Record<string, string>) {
  const url = `/users/${userId}/${path}?${new URLSearchParams(query)}`;
  return byPageSchema.parse(await callApi('GET', url, undefined, server));
}

/** All records of a data path, 100 at a time by cursor. */
export async function readAll(
  server: Server,
  userId: string,
  path: string,
  query: Record<string, string> = {},
): Promise<StoredRecord[]> {
  const rows: StoredRecord[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const url = `/users/${userId}/${path}?${new URLSearchParams({ per_page: '100', cursor, ...query })}`;
    const page = byCursorSchema.parse(await callApi('GET', url, undefined, server));
    rows.push(...page.result);
    cursor = page.next_cursor;
  }
  return rows;
}

/** `POST /control` of a sandbox that only this test uses. */
export async function control(sandboxUrl: string, command: object): Promise<void> {
  const response = await fetch(`${sandboxUrl}/control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(command),
  });
  if (!response.ok) throw new Error(`/control: ${response.status} ${await response.text()}`);
}

/** How many records the provider has at this moment. */
export async function countExpected(sandboxUrl: string, sub: string, type: string): Promise<number> {
  const answer = await fetch(`${sandboxUrl}/expected?${new URLSearchParams({ sub, type })}`);
  return z.object({ ids: z.array(z.string()) }).parse(await answer.json()).ids.length;
}

/** Subs of the grants that live at the provider. */
export async function listLiveGrants(sandboxUrl: string): Promise<string[]> {
  const answer = await fetch(`${sandboxUrl}/control`);
  const { grants } = z.object({ grants: z.array(z.object({ sub: z.string() })) }).parse(await answer.json());
  return grants.map(({ sub }) => sub);
}
