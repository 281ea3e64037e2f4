import { afterAll, beforeAll, expect, it } from 'vitest';
import { Prisma } from '@/generated/sqlite/client.ts';
import { seedDatabase } from '@/scripts/seed-database.ts';
import { Dice } from '@/scripts/seed-people.ts';
import { transaction } from '@/server/db/client.ts';
import { matchingSql, pageSql, type Scan } from '@/server/db/scan.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { namesBeginning, planNamed } from '@/server/users/user-scan.ts';
import type { ConnectionFilter, ConnectionSort } from './connection-filter.ts';
import { planConnections } from './connection-scan.ts';
import { planSyncs, type SyncListFilter } from './list-syncs.ts';

/** How the database means to find a page: what makes it cost the same however many rows there are. */

let test: TestRuntime;
/** Somewhere in the middle. */
let after: string;
beforeAll(async () => {
  test = await startTestRuntime();
  await seedDatabase(test.runtime, { accountId: test.accountId, connections: 12_000 });
  const middle = await test.runtime.database.dataConnection.findFirst({
    orderBy: { id: 'asc' },
    skip: 6_000,
  });
  after = middle?.id ?? '';
}, 120_000);
afterAll(() => test.close());

/** The tables of a test are so small that Postgres would rather read them whole: it is asked what it does otherwise. */
async function planOf(sql: Prisma.Sql): Promise<string> {
  const isPostgres = test.runtime.settings.database === 'postgres';
  const explain = isPostgres ? Prisma.sql`EXPLAIN ` : Prisma.sql`EXPLAIN QUERY PLAN `;
  return transaction(test.runtime.database, async (tx) => {
    if (isPostgres) await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    const steps = await tx.$queryRaw<object[]>(Prisma.sql`${explain}${sql}`);
    return steps.map((step) => Object.values(step).join(' ')).join('\n');
  });
}

/** A scan of a table that is in no index at all, by either database's name. */
const wholeTable =
  /Seq Scan on (data_connection|data_sync|user)|SCAN (data_connection|data_sync|u)(?! USING)/;

const filters: [string, ConnectionFilter][] = [
  ['nothing', {}],
  ['statuses', { statuses: ['AUTH_ERROR', 'CONNECTED'] }],
  ['status and provider', { statuses: ['AUTH_ERROR'], providerName: 'shopify' }],
  ['data type', { dataType: 'BANK_TRANSACTION' }],
  ['a large group', { group: 'default' }],
  ['a small group', { group: 'agency-7' }],
  ['error code', { errorCode: 'TIMEOUT' }],
  ['age', { createdFrom: new Date(1.7e12), createdBefore: new Date(1.9e12) }],
  ['name', { search: 'Boulangerie Martin' }],
  ['common name', { search: 'e' }],
  ['siren', { search: '812345678' }],
  ['id', { search: new Dice(1).id(1.7e12) }],
  [
    'everything',
    { statuses: ['CONNECTED'], group: 'default', errorCode: 'TIMEOUT', search: 'e', dataType: 'ACT' },
  ],
];
const sorts: ConnectionSort[] = [
  { by: 'created', direction: 'desc' },
  { by: 'created', direction: 'asc' },
  { by: 'changed', direction: 'desc' },
  { by: 'changed', direction: 'asc' },
];

async function expectIndexed(scan: Scan): Promise<void> {
  for (const sql of [pageSql(scan, null, 51), pageSql(scan, after, 51), matchingSql(scan)]) {
    const plan = await planOf(sql);
    expect(plan).not.toMatch(wholeTable);
    // Sorting is for the few rows of a filter that leaves few; a walk is in order already.
    if (scan.driver.kind === 'walk') expect(plan).not.toMatch(/TEMP B-TREE FOR ORDER BY|Sort/);
  }
}

it.each(filters)('connections by %s are found through an index, in every order', async (_, filter) => {
  for (const sort of sorts) await expectIndexed(await planConnections(test.ctx, filter, sort));
});

it('what connections are filtered by stands in the index that is walked along', async () => {
  const filter: ConnectionFilter = { statuses: ['CONNECTED', 'CONNECTING'], dataType: 'BANK_TRANSACTION' };
  for (const sort of sorts) {
    const scan = { ...(await planConnections(test.ctx, filter, sort)) };
    const plan = await planOf(
      pageSql(
        { ...scan, driver: { kind: 'walk', where: Prisma.sql`account_id = ${test.accountId}` } },
        after,
        51,
      ),
    );
    expect(plan).toMatch(/COVERING INDEX data_connection_by_|Index Only Scan .*data_connection_by_/);
  }
});

it.each<[string, SyncListFilter]>([
  ['nothing', {}],
  ['one status', { statuses: ['FETCH_ERROR'] }],
  ['several statuses', { statuses: ['FETCHING', 'QUEUED'] }],
  ['error code and provider', { errorCode: 'TIMEOUT', providerName: 'qonto' }],
  ['data type and time', { dataType: 'BANK_TRANSACTION', from: new Date(1.7e12) }],
  ['user', { userId: 'x', statuses: ['SUCCESS'] }],
  ['connection', { connectionId: 'x' }],
])('syncs by %s are found through an index', async (_, filter) => {
  await expectIndexed(await planSyncs(test.ctx, filter));
});

it.each(['Boulangerie Martin', 'e'])('users by the name %s are found through an index', async (typed) => {
  for (const group of [undefined, 'default'])
    await expectIndexed(await planNamed(test.ctx, { names: namesBeginning(typed), group, siren: undefined }));
});
