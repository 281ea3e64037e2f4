import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dice } from '@/scripts/seed-people.ts';
import { readDataTypes } from '@/server/connections/index.ts';
import type { DataSync } from '@/server/db/models.ts';
import { fewRows } from '@/server/db/scan.ts';
import { choices, type StoredConnection, storeMixture } from '@/server/testing/dashboard-world.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { toSearchForm } from '@/server/users/index.ts';
import {
  type ConnectionFilter,
  type ConnectionSort,
  countConnectionsForAdmin,
  countLatestSyncsForAdmin,
  eachConnectionForAdmin,
  eachSyncBatch,
  listConnectionsForAdmin,
  listSyncsForAdmin,
  type SyncListFilter,
} from './index.ts';
import { timeOfKey } from './key-time.ts';

/** Every list, by every combination of filters, against going over all rows. */

let test: TestRuntime;
let connections: StoredConnection[];
let syncs: DataSync[];
const dice = new Dice(7);

beforeAll(async () => {
  test = await startTestRuntime();
  ({ connections, syncs } = await storeMixture(test, (below) => dice.below(below), {
    users: 40,
    connections: 400,
  }));
});
afterAll(() => test.close());

const optional = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
const time = () =>
  fc.option(
    fc.integer({ min: 0, max: 399 }).map((index) => timeOfKey(connections[index]?.id ?? '')),
    { nil: undefined },
  );
const searches = ['e', 'ÉCL', 'eclair', '100% b', '100_', 'zoe roux', '812 345 678', '812345679', 'nobody'];
const named = <T>(values: readonly (T | null)[]) => values.filter((value) => value !== null);

const filters = (): fc.Arbitrary<ConnectionFilter> =>
  fc.record({
    statuses: fc.option(fc.subarray([...choices.statuses]), { nil: undefined }),
    providerName: optional(choices.providers),
    dataType: optional(choices.dataTypes),
    group: optional([...choices.groups, 'nobody']),
    errorCode: optional(named(choices.errorCodes)),
    createdFrom: time(),
    createdBefore: time(),
    search: optional([...searches, connections[17]?.id ?? '', connections[33]?.userId ?? '']),
  });
const sorts: fc.Arbitrary<ConnectionSort> = fc.record({
  by: fc.constantFrom('created' as const, 'changed' as const),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
});

function matches(row: StoredConnection, filter: ConnectionFilter): boolean {
  const {
    statuses = [],
    providerName,
    dataType,
    group,
    errorCode,
    createdFrom,
    createdBefore,
    search,
  } = filter;
  const created = timeOfKey(row.id);
  const text = search?.replace(/\s/g, '') ?? '';
  const isFound = /^\d{9}$/.test(text)
    ? row.user.siren === text
    : text.length === 36
      ? row.id === text || row.userId === text
      : row.user.nameSearch.startsWith(toSearchForm(search ?? ''));
  return (
    isFound &&
    (statuses.length === 0 || statuses.includes(row.status)) &&
    (providerName === undefined || row.providerName === providerName) &&
    (dataType === undefined || readDataTypes(row.requestedDataTypes).includes(dataType)) &&
    (group === undefined || row.user.group === group) &&
    (errorCode === undefined || row.lastErrorCode === errorCode) &&
    (createdFrom === undefined || created >= createdFrom) &&
    (createdBefore === undefined || created < createdBefore)
  );
}

function expectedIds(filter: ConnectionFilter, { by, direction }: ConnectionSort): string[] {
  const key = (row: StoredConnection) => (by === 'created' ? row.id : row.changeKey);
  const sign = direction === 'asc' ? 1 : -1;
  return connections
    .filter((row) => matches(row, filter))
    .toSorted((one, other) => sign * (key(one) < key(other) ? -1 : 1))
    .map(({ id }) => id);
}

describe('the list of connections', () => {
  it('answers every filter, search and order as going over all rows would, page after page', async () => {
    await fc.assert(
      fc.asyncProperty(filters(), sorts, fc.integer({ min: 1, max: 90 }), async (filter, sort, perPage) => {
        const ids: string[] = [];
        for (let cursor: string | null = ''; cursor !== null; ) {
          const page = await listConnectionsForAdmin(test.ctx, filter, sort, { cursor, perPage });
          expect(page.rows.length).toBeLessThanOrEqual(perPage);
          ids.push(...page.rows.map(({ id }) => id));
          cursor = page.nextCursor;
        }
        expect(ids).toEqual(expectedIds(filter, sort));
      }),
      { numRuns: 150 },
    );
  });

  it('counts what a filter finds that counters know nothing of', async () => {
    await fc.assert(
      fc.asyncProperty(filters(), async (filter) => {
        // What stands here was written past the verbs, so the counters are empty.
        const narrowed = { ...filter, group: filter.group ?? 'default' };
        const expected = expectedIds(narrowed, { by: 'created', direction: 'asc' }).length;
        expect(await countConnectionsForAdmin(test.ctx, narrowed)).toEqual({
          count: expected,
          isCapped: false,
        });
      }),
      { numRuns: 60 },
    );
  });

  it('gives an export every row once, and nothing of another account', async () => {
    const ids: string[] = [];
    for await (const row of eachConnectionForAdmin(test.ctx, {})) ids.push(row.id);
    expect(ids).toEqual(expectedIds({}, { by: 'created', direction: 'desc' }));
    const other = await listConnectionsForAdmin(
      { ...test.ctx, accountId: 'another' },
      {},
      { by: 'changed', direction: 'desc' },
      { perPage: 50 },
    );
    expect(other).toEqual({ rows: [], nextCursor: null });
  });

  it('refuses a cursor that is none', async () => {
    const sort = { by: 'created', direction: 'desc' } as const;
    await expect(
      listConnectionsForAdmin(test.ctx, {}, sort, { cursor: "' OR 1=1", perPage: 5 }),
    ).rejects.toThrow('VALIDATION_FAILED');
  });
});

describe('the list of syncs', () => {
  const syncFilters = (): fc.Arbitrary<SyncListFilter> =>
    fc.record({
      statuses: fc.option(fc.subarray([...choices.syncStatuses]), { nil: undefined }),
      providerName: optional(choices.providers),
      dataType: optional(choices.dataTypes),
      errorCode: optional(named(choices.errorCodes)),
      from: time(),
      before: time(),
      userId: optional([connections[3]?.userId ?? '']),
      connectionId: optional([connections[3]?.id ?? '', connections[4]?.id ?? '']),
    });
  const expected = (filter: SyncListFilter): string[] =>
    syncs
      .filter(
        (row) =>
          (!filter.statuses?.length || filter.statuses.includes(row.status)) &&
          (filter.providerName === undefined || row.providerName === filter.providerName) &&
          (filter.dataType === undefined || row.dataType === filter.dataType) &&
          (filter.errorCode === undefined || row.errorCode === filter.errorCode) &&
          (filter.from === undefined || timeOfKey(row.id) >= filter.from) &&
          (filter.before === undefined || timeOfKey(row.id) < filter.before) &&
          (filter.userId === undefined || row.userId === filter.userId) &&
          (filter.connectionId === undefined || row.connectionId === filter.connectionId),
      )
      .map(({ id }) => id)
      .toSorted()
      .toReversed();

  it('answers every filter as going over all rows would, page after page', async () => {
    await fc.assert(
      fc.asyncProperty(syncFilters(), fc.integer({ min: 1, max: 200 }), async (filter, perPage) => {
        const ids: string[] = [];
        for (let cursor: string | null = ''; cursor !== null; ) {
          const page = await listSyncsForAdmin(test.ctx, filter, { cursor, perPage });
          ids.push(...page.rows.map(({ id }) => id));
          cursor = page.nextCursor;
        }
        expect(ids).toEqual(expected(filter));
        const latest = ids.filter((id) => syncs.find((row) => row.id === id)?.expiresAt === null);
        expect(await countLatestSyncsForAdmin(test.ctx, filter)).toEqual({
          count: latest.length,
          isCapped: false,
        });
      }),
      { numRuns: 100 },
    );
  });

  it('counts no further than it looks, and says so', async () => {
    await test.runtime.database.$executeRaw`
      INSERT INTO data_sync (id, account_id, user_id, connection_id, provider_name, data_type, status, "trigger",
        requested_at, next_attempt_at, expires_at, error_code, change_key)
      SELECT a.id || b.id, a.account_id, a.user_id, a.connection_id, a.provider_name, a.data_type, a.status, a."trigger",
        a.requested_at, a.next_attempt_at, a.requested_at, 'COUNTED', a.change_key
      FROM data_sync a CROSS JOIN data_sync b LIMIT ${fewRows + 1}`;
    // A later sync took the place of all that are looked at.
    expect(await countLatestSyncsForAdmin(test.ctx, { errorCode: 'COUNTED' })).toEqual({
      count: 0,
      isCapped: true,
    });
    await test.runtime.database.dataSync.deleteMany({ where: { errorCode: 'COUNTED' } });
  });

  it('gives an export every row once', async () => {
    const ids: string[] = [];
    for await (const rows of eachSyncBatch(test.ctx, {})) ids.push(...rows.map(({ id }) => id));
    expect(ids).toEqual(expected({}));
  });
});
