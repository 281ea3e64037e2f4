import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, type Page } from 'playwright/test';
import { listIssued } from '@/sandbox/test-client.ts';
import { callApi, createConnection, readConnection } from './api.ts';
import {
  control,
  countExpected,
  listLiveGrants,
  readAll,
  readPage,
  type Sync,
  startSync,
  synchronize,
  syncOf,
  watchSyncs,
} from './data.ts';
import { test } from './fixtures.ts';
import { type OwnServer, startOwnServer } from './own-server.ts';
import { approve, connect, decide, heading } from './steps.ts';

/** What a consumer does after the person has connected (CONTRACT sections 6 and 7), on a server and sandbox of its own. */

let server: OwnServer;
test.beforeAll(async () => {
  server = await startOwnServer();
});
test.afterAll(() => server.remove());
test.afterEach(() => control(server.sandboxUrl, { clear_faults: true, clock: 'system' }));

const bank = 'bank-atelier-marnie';
const baker = 'bank-boulangerie-sorel';
const daySeconds = 86_400;

async function connectBank(page: Page, identity = bank) {
  const connection = await createConnection({}, server.access);
  await connect(page, connection.link, { identity, provider: server.sandboxUrl });
  await expect(heading(page)).toHaveText('Connected');
  return connection;
}

test('a sync goes from QUEUED through FETCHING, its counts growing, to SUCCESS', async ({ page }) => {
  const { userId, id } = await connectBank(page);
  const slow = { on: 'resource', fault: 'slow', path: '/bank/transactions', delay_ms: 100, times: 100 };
  await control(server.sandboxUrl, { faults: [slow] });
  const started = await startSync(server.access, userId);
  expect(started.map(({ data_type, status }) => [data_type, status])).toEqual([
    ['BANK_ACCOUNT', 'QUEUED'],
    ['BANK_TRANSACTION', 'QUEUED'],
  ]);
  const looks = await watchSyncs(server.access, userId);
  const transactions = looks.map((look) => syncOf(look, 'BANK_TRANSACTION'));
  const statuses = transactions.map(({ status }) => status);
  expect(statuses.filter((status, index) => status !== statuses[index - 1])).toEqual([
    'QUEUED',
    'FETCHING',
    'SUCCESS',
  ]);
  const counts = transactions.map(({ records }) => records.added);
  expect(counts).toEqual(counts.toSorted((one, other) => one - other));
  const seen = new Set(transactions.filter(({ status }) => status === 'FETCHING').map(({ pages }) => pages));
  expect(seen.size).toBeGreaterThan(3);
  for (const [path, type] of [
    ['bank-accounts', 'BANK_ACCOUNT'],
    ['bank-transactions', 'BANK_TRANSACTION'],
  ] as const) {
    const count = await countExpected(server.sandboxUrl, bank, type);
    expect(syncOf(looks.at(-1), type)).toMatchObject({
      data_connection_id: id,
      records: { added: count, updated: 0, removed: 0 },
      error: null,
    });
    expect(await readAll(server.access, userId, path)).toHaveLength(count);
  }
});

test('the data is read by page and by cursor, and filtered', async ({ page }) => {
  const first = await connectBank(page);
  const { userId } = first;
  const answer = await callApi(
    'POST',
    `/users/${userId}/data-connections`,
    { provider_name: 'sandbox_openbanking', requested_data_types: ['BANK_TRANSACTION'] },
    server.access,
  );
  const { id, redirect_url } = answer as { id: string; redirect_url: string };
  await connect(page, redirect_url, { identity: baker, provider: server.sandboxUrl });
  await synchronize(server.access, userId);

  const read = (query: Record<string, string> = {}) =>
    readAll(server.access, userId, 'bank-transactions', query);
  const all = await read();
  const ids = all.map((record) => record.id);
  expect(new Set(ids).size).toBe(ids.length);

  const ofFirst = await read({ data_connection_id: first.id });
  const pageOf = (number: string) =>
    readPage(server.access, userId, 'bank-transactions', {
      ...{ page: number, per_page: '100', data_connection_id: first.id },
    });
  const pages = [await pageOf('1'), await pageOf('2')];
  expect(pages.flatMap(({ result }) => result)).toEqual(ofFirst.slice(0, 200));
  expect(pages[1]).toMatchObject({
    total: ofFirst.length,
    per_page: 100,
    current_page: 2,
    last_page: Math.ceil(ofFirst.length / 100),
  });

  const counts = await Promise.all(
    [bank, baker].map((sub) => countExpected(server.sandboxUrl, sub, 'BANK_TRANSACTION')),
  );
  const ofSecond = await read({ data_connection_id: id });
  expect([ofFirst.length, ofSecond.length]).toEqual(counts);
  expect([...ofFirst, ...ofSecond].map((record) => record.id).toSorted()).toEqual(ids.toSorted());
  expect(await read({ provider_name: 'sandbox_openbanking' })).toHaveLength(all.length);
  expect(await read({ provider_name: 'sandbox_commerce' })).toEqual([]);

  // Days pass until the bank withdraws one of its pending payments, which it does with one in a hundred.
  let [before, syncs] = [all.length, [] as Sync[]];
  const sum = (kind: 'added' | 'updated' | 'removed') =>
    syncs.reduce((total, { records }) => total + records[kind], 0);
  for (let round = 0; round < 15 && sum('removed') === 0; round++) {
    before += sum('added');
    // The times have seconds, and the filter is inclusive.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await control(server.sandboxUrl, { advance_seconds: 10 * daySeconds });
    const ended = await synchronize(server.access, userId);
    syncs = ended.filter(({ data_type }) => data_type === 'BANK_TRANSACTION');
  }
  const since = { updated_since: syncs.map(({ requested_at }) => requested_at).toSorted()[0] ?? '' };
  expect(await read(since)).toHaveLength(sum('added') + sum('updated'));
  const withRemoved = await read({ ...since, include_removed: 'true' });
  const removed = withRemoved.filter((record) => 'removed_at' in record);
  expect(sum('removed')).toBeGreaterThan(0);
  expect(removed).toHaveLength(sum('removed'));
  for (const record of removed) expect(Object.keys(record).toSorted()).toEqual(['id', 'removed_at']);
  expect(await read()).toHaveLength(before + sum('added') - sum('removed'));
});

test('a grant that ends at the provider is renewed through the same link, and the next sync goes on', async ({
  page,
}) => {
  const identity = baker;
  const connection = await connectBank(page, identity);
  const { userId } = connection;
  const read = () => readAll(server.access, userId, 'bank-transactions');
  const whole = syncOf(await synchronize(server.access, userId), 'BANK_TRANSACTION');
  const before = await read();

  await control(server.sandboxUrl, { revoke_grants: { sub: identity } });
  for (const sync of await synchronize(server.access, userId))
    expect(sync).toMatchObject({ status: 'AUTH_ERROR', error: { code: 'GRANT_REVOKED' } });
  const url = `/users/${userId}/data-connections/${connection.id}`;
  const ended = await callApi('GET', url, undefined, server.access);
  expect(ended).toMatchObject({
    status: 'AUTH_ERROR',
    disconnected_at: expect.any(String),
    redirect_url: connection.link,
  });
  expect(await read()).toEqual(before);

  await page.goto(connection.link);
  await expect(heading(page)).toHaveText('Renew access to Sandbox Bank for My company');
  await decide(page, 'allow');
  await approve(page, { identity, provider: server.sandboxUrl });
  await expect(heading(page)).toHaveText('Connected');
  expect(await callApi('GET', url, undefined, server.access)).toMatchObject({
    id: connection.id,
    status: 'CONNECTED',
    disconnected_at: null,
  });

  await control(server.sandboxUrl, { advance_seconds: daySeconds });
  const next = syncOf(await synchronize(server.access, userId), 'BANK_TRANSACTION');
  expect(next).toMatchObject({ status: 'SUCCESS', error: null });
  expect(next.pages).toBeLessThan(whole.pages / 2);
  expect(next.records.added).toBeLessThan(100);
  expect(await read()).toHaveLength(await countExpected(server.sandboxUrl, identity, 'BANK_TRANSACTION'));
});

test('a data type that was left out at the provider fails by itself, and the others run', async ({
  page,
}) => {
  const connection = await createConnection({}, server.access);
  await page.goto(connection.link);
  await decide(page, 'allow');
  await approve(page, { untick: ['transactions'], provider: server.sandboxUrl });
  await decide(page, 'continue_without');
  await expect(heading(page)).toHaveText('Connected');
  expect(await readConnection(connection, server.access)).toMatchObject({
    status: 'CONNECTED',
    granted_data_types: ['BANK_ACCOUNT'],
  });
  const syncs = await synchronize(server.access, connection.userId);
  expect(syncOf(syncs, 'BANK_ACCOUNT')).toMatchObject({ status: 'SUCCESS' });
  expect(syncOf(syncs, 'BANK_TRANSACTION')).toMatchObject({
    status: 'FETCH_ERROR',
    error: { code: 'PERMISSION_NOT_GRANTED' },
  });
  expect((await readAll(server.access, connection.userId, 'bank-accounts')).length).toBeGreaterThan(0);
  expect((await readConnection(connection, server.access)).status).toBe('CONNECTED');
});

test('DELETE leaves no byte of the data or the tokens in the file or the log, and no grant at the provider', async ({
  page,
}) => {
  const identity = 'bank-studio-nacre';
  const file = join(server.dataDir, 'moorage.sqlite');
  const grantsBefore = (await listLiveGrants(server.sandboxUrl)).length;
  const issuedBefore = new Set(listIssued(server.dataDir));
  const { userId, id } = await connectBank(page, identity);
  await synchronize(server.access, userId);
  expect(await listLiveGrants(server.sandboxUrl)).toHaveLength(grantsBefore + 1);

  const sealed = readSealed(file, id);
  const [account] = await readAll(server.access, userId, 'bank-accounts');
  // A supplier's name that the bank writes into labels, an IBAN, and the sealed tokens as they are stored.
  const canaries = ['LOGICIELS PIXELINE', String(account?.iban), sealed];
  for (const canary of canaries)
    expect({ canary, count: countInFile(file, canary) > 0 }).toEqual({ canary, count: true });

  await callApi('DELETE', `/users/${userId}/data-connections/${id}`, undefined, server.access);
  expect(await readAll(server.access, userId, 'bank-transactions')).toEqual([]);
  await expect
    .poll(() => canaries.map((canary) => countInFile(file, canary)), { timeout: 20_000 })
    .toEqual([0, 0, 0]);
  expect(await listLiveGrants(server.sandboxUrl)).toHaveLength(grantsBefore);

  const issued = listIssued(server.dataDir).filter((token) => !issuedBefore.has(token));
  expect(issued.length).toBeGreaterThanOrEqual(3);
  const log = server.printed();
  expect(log).toContain('"method":"DELETE"');
  for (const secret of [...canaries, ...issued]) {
    expect(countInFile(file, secret)).toBe(0);
    expect(log).not.toContain(secret);
  }
});

function readSealed(file: string, connectionId: string): string {
  const database = new DatabaseSync(file, { timeout: 5_000, readOnly: true });
  try {
    const row = database
      .prepare('SELECT secrets FROM provider_grant WHERE connection_id = ?')
      .get(connectionId);
    return String(row?.secrets);
  } finally {
    database.close();
  }
}

/** In the file and its write-ahead log, after what is in the log has been written back. */
function countInFile(file: string, text: string): number {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
  const bytes = Buffer.from(text);
  return [file, `${file}-wal`].reduce((sum, name) => sum + countIn(readFileSync(name), bytes), 0);
}

function countIn(content: Buffer, bytes: Buffer): number {
  let count = 0;
  for (let at = content.indexOf(bytes); at !== -1; at = content.indexOf(bytes, at + 1)) count += 1;
  return count;
}
