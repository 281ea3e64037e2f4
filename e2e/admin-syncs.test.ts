import { expect, type Page } from 'playwright/test';
import { z } from 'zod';
import { syncErrorsEn } from '@/texts/admin-sync-errors.en.ts';
import { signIn } from './admin.ts';
import { type Connection, callApi, createConnection } from './api.ts';
import { control, readAll, type Sync, startSync, syncOf, watchSyncs } from './data.ts';
import { hastenLastTry } from './database.ts';
import { test } from './fixtures.ts';
import { type OwnServer, startOwnServer, withFirstAdmin } from './own-server.ts';
import { connect, heading } from './steps.ts';

/** Syncs that fail, seen and cured in the dashboard: on a server and sandbox of its own, whose provider can be told to fail. */

let server: OwnServer;
test.beforeAll(async () => {
  server = await startOwnServer(withFirstAdmin);
});
test.afterAll(() => server.remove());
test.afterEach(() => control(server.sandboxUrl, { clear_faults: true }));

const go = (page: Page, path: string) => page.goto(`${server.url}/admin${path}`);
const main = (page: Page) => page.locator('main');

async function connectBank(page: Page): Promise<Connection> {
  const connection = await createConnection({}, server.access);
  await connect(page, connection.link, { provider: server.sandboxUrl });
  await expect(heading(page)).toHaveText('Connected');
  return connection;
}

const ended = async (userId: string) => (await watchSyncs(server.access, userId)).at(-1);

/** The bank forbids one of two data types, once. */
async function failOnce({ userId }: Connection): Promise<Sync> {
  const fault = { on: 'resource', fault: 'insufficient_scope', path: '/bank/transactions' };
  await control(server.sandboxUrl, { faults: [fault] });
  await startSync(server.access, userId);
  const failed = syncOf(await ended(userId), 'BANK_TRANSACTION');
  expect(failed).toMatchObject({ status: 'FETCH_ERROR', error: { code: 'PERMISSION_NOT_GRANTED' } });
  return failed;
}

test('a data type that the provider forbids is said in plain words wherever it matters, and “Synchronize again” reads it', async ({
  page,
}) => {
  const connection = await connectBank(page);
  const failed = await failOnce(connection);
  const { short, cause, cure } = syncErrorsEn.PERMISSION_NOT_GRANTED;
  await signIn(page, undefined, server.url);
  await expect(main(page)).toContainText(`1 sync failed in 24 hours: ${short}`);
  await page.getByRole('link', { name: new RegExp(short) }).click();
  await expect(page).toHaveURL(/syncs\?provider=sandbox_openbanking&error=PERMISSION_NOT_GRANTED$/);
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await expect(page.locator('tbody')).toContainText(short);

  await go(page, `/connections/${connection.id}`);
  for (const words of [short, cause, cure]) await expect(main(page)).toContainText(words);
  await go(page, `/connections/${connection.id}/types`);
  await expect(page.getByRole('row', { name: /BANK_TRANSACTION/ })).toContainText(`${cause} ${cure}`);
  await expect(page.getByRole('row', { name: /BANK_ACCOUNT/ })).toContainText('Succeeded');

  await go(page, `/syncs/${failed.id}`);
  await expect(main(page)).toContainText(cure);
  await page.getByRole('button', { name: 'Synchronize again' }).click();
  await expect
    .poll(async () => syncOf(await ended(connection.userId), 'BANK_TRANSACTION').status)
    .toBe('SUCCESS');
  expect((await readAll(server.access, connection.userId, 'bank-transactions')).length).toBeGreaterThan(0);
  await go(page, `/connections/${connection.id}`);
  await expect(main(page)).toContainText('All is well.');
  await go(page, '/audit?action=sync.retry');
  await expect(page.locator('tbody tr')).toHaveCount(1);
});

test('a provider in trouble is tried again by itself, which the run says; what fails for good is retried by filter', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const [broken, forbidden, well] = [
    await connectBank(page),
    await connectBank(page),
    await connectBank(page),
  ];
  await failOnce(forbidden);
  await startSync(server.access, well.userId);
  await ended(well.userId);
  // The access of this one is refused by nobody: its provider answers 500 to every try.
  const fault = { on: 'resource', fault: '500', path: '/bank/accounts', times: 9 };
  await control(server.sandboxUrl, { faults: [fault] });
  await startSync(server.access, broken.userId);
  const isWaiting = (syncs: Sync[]) => {
    const { status, attempts, error } = syncOf(syncs, 'BANK_ACCOUNT');
    return status === 'QUEUED' && attempts === 1 && error !== null;
  };
  const looks = await watchSyncs(server.access, broken.userId, { isOver: isWaiting });
  const { short, cure } = syncErrorsEn.PROVIDER_UNREACHABLE;
  await signIn(page, undefined, server.url);
  await go(page, `/syncs/${syncOf(looks.at(-1), 'BANK_ACCOUNT').id}`);
  await expect(main(page)).toContainText('The last try failed; it is tried again.');
  await expect(main(page)).toContainText('Next try');
  await expect(page.getByRole('button', { name: 'Synchronize again' })).toHaveCount(0);

  hastenLastTry(broken.id, server.dataDir);
  const over = await ended(broken.userId);
  expect(syncOf(over, 'BANK_ACCOUNT')).toMatchObject({
    status: 'FETCH_ERROR',
    error: { code: 'PROVIDER_UNREACHABLE' },
  });
  // The page has heard of it by itself.
  await expect(main(page)).not.toContainText('it is tried again', { timeout: 10_000 });
  await expect(main(page)).toContainText(cure);
  await control(server.sandboxUrl, { clear_faults: true });
  await go(page, '/syncs?status=FETCH_ERROR');
  await expect(page.locator('tbody')).toContainText(short);
  await page.getByRole('link', { name: 'Retry all that failed' }).click();
  await expect(heading(page)).toHaveText(/^Retry \d failed syncs\?$/);
  await page.getByRole('button', { name: 'Retry' }).click();
  for (const { userId } of [broken, forbidden]) {
    await expect
      .poll(async () => (await ended(userId))?.map(({ status }) => status), { timeout: 30_000 })
      .toEqual(['SUCCESS', 'SUCCESS']);
  }
  await go(page, `/connections/${well.id}/syncs`);
  await expect(page.locator('tbody tr')).toHaveCount(2);
});

const eventsSchema = z.object({
  result: z.array(
    z.object({ id: z.string(), type: z.string(), created_at: z.string(), reason: z.string().nullable() }),
  ),
  next_cursor: z.string().nullable(),
});

test('the timeline shows the events of the API: the same, in the same order, at the same times', async ({
  page,
}) => {
  const connection = await connectBank(page);
  await failOnce(connection);
  const url = `/users/${connection.userId}/data-connections/${connection.id}`;
  await callApi('PATCH', url, { status: 'DISCONNECTED' }, server.access);
  const { result, next_cursor } = eventsSchema.parse(
    await callApi('GET', `${url}/events?cursor=&per_page=100`, undefined, server.access),
  );
  expect(next_cursor).toBeNull();
  expect(result.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['DATA_CONNECTION_CONNECTED', 'DATA_SYNC_SUCCESS', 'DATA_SYNC_FETCH_ERROR']),
  );
  await signIn(page, undefined, server.url);
  await go(page, `/connections/${connection.id}`);
  const entries = page.locator('.timeline > li');
  await expect(entries).toHaveCount(result.length);
  const shown = await entries.evaluateAll((items) =>
    items.map((item) => ({
      id: item.id,
      at: item.querySelector('time')?.dateTime.slice(0, 19),
      text: item.textContent,
    })),
  );
  expect(shown.map(({ id, at }) => ({ id, at }))).toEqual(
    result.map(({ id, created_at }) => ({ id, at: created_at.slice(0, 19) })),
  );
  const failure = shown[result.findIndex(({ type }) => type === 'DATA_SYNC_FETCH_ERROR')];
  expect(failure?.text).toContain(syncErrorsEn.PERMISSION_NOT_GRANTED.short);
  expect(shown[0]?.text).toContain('Connected → Disconnected');
});
