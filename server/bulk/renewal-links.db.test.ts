import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '@/server/core/ids.ts';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { makeConnectionIn, makeUser } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { type BulkSelection, countFitting, eachRenewalLink } from './index.ts';

let test: TestRuntime;
let api: ApiClient;
const made: Record<string, { id: string; redirect_url: string | null }> = {};
beforeAll(async () => {
  test = await startTestRuntime();
  api = createApiClient(test.writeKey);
  const { id } = await makeUser(api, { name: 'Verrerie' });
  for (const status of ['AUTH_REQUIRED', 'CONNECTING', 'CONNECTED', 'AUTH_ERROR', 'DISCONNECTED'] as const)
    made[status] = await makeConnectionIn(test, api, id, status);
});
afterAll(() => test.close());

const linksOf = async (selection: BulkSelection, accountId = test.accountId) => {
  const links: string[] = [];
  for await (const { link } of eachRenewalLink({ ...test.ctx, accountId }, selection)) links.push(link);
  return links;
};
const everything: BulkSelection = { of: 'connections', filter: {} };

it('gives the links of those who never came and of those whose access was lost, as the API prints them', async () => {
  const wanted = [made.AUTH_ERROR?.redirect_url, made.AUTH_REQUIRED?.redirect_url];
  expect(await linksOf(everything)).toEqual(wanted);
  const connectionIds = Object.values(made).map(({ id }) => id);
  expect(await linksOf({ of: 'ids', connectionIds })).toEqual(wanted);

  expect(await linksOf({ of: 'connections', filter: { statuses: ['CONNECTED'] } })).toEqual([]);
});

it('gives no other account a link, and writes none to the log', async () => {
  expect(await linksOf(everything, newId())).toEqual([]);
  expect(
    await linksOf({ of: 'ids', connectionIds: Object.values(made).map(({ id }) => id) }, newId()),
  ).toEqual([]);
  expect(test.logged()).not.toMatch(/\/connect\/[A-Za-z0-9_-]{43}/);
});

it('says beforehand how many of the chosen ones are in a status for it', async () => {
  const ids: BulkSelection = { of: 'ids', connectionIds: Object.values(made).map(({ id }) => id) };
  const byGroup: BulkSelection = { of: 'connections', filter: { group: 'default' } };
  const counts = async (selection: BulkSelection) =>
    Promise.all(
      (['sync', 'disconnect', 'links'] as const).map(
        async (purpose) => (await countFitting(test.ctx, purpose, selection)).count,
      ),
    );
  expect(await counts(ids)).toEqual([1, 2, 2]);
  expect(await counts(byGroup)).toEqual([1, 2, 2]);
  expect(await counts({ of: 'connections', filter: { statuses: ['CONNECTED'] } })).toEqual([1, 1, 0]);
});
