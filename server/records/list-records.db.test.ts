import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toWireTime } from '@/server/core/clock.ts';
import type { PageRequest } from '@/server/db/pagination.ts';
import { makeSource, saveRecords, transactionOf, transactionsOf } from '@/server/testing/stored-records.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { countRecords } from './count-records.ts';
import { eachRecord, listSourceIds } from './each-record.ts';
import { eachListedRecord, findLatestRecord, listRecords, type RecordFilter } from './list-records.ts';
import type { RecordRow } from './read-rows.ts';
import { recordId } from './record-id.ts';
import type { RecordSource } from './save-page.ts';
import { serializeRecord } from './serialize.ts';

let test: TestRuntime;
let source: RecordSource;

beforeAll(async () => {
  test = await startTestRuntime();
});
beforeEach(async () => {
  source = await makeSource(test);
});
afterAll(() => test.close());

function read(request: PageRequest, filter: RecordFilter = {}) {
  return listRecords(test.ctx, source.userId, 'BANK_TRANSACTION', filter, request);
}

async function readAll(perPage: number, filter: RecordFilter = {}): Promise<RecordRow[]> {
  const rows: RecordRow[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await read({ cursor, perPage }, filter);
    rows.push(...page.rows);
    cursor = 'nextCursor' in page ? page.nextCursor : null;
  }
  return rows;
}

const idsOf = (connection: RecordSource, names: string[]) =>
  names.map((name) => recordId(connection.id, 'BANK_TRANSACTION', name));

describe('listRecords', () => {
  it('gives all records of all connections, the longest unchanged first, by cursor and by page', async () => {
    const other = await makeSource(test, { userId: source.userId });
    await saveRecords(test, source, transactionsOf(2));
    await saveRecords(test, other, transactionsOf(3));
    await saveRecords(test, source, [transactionOf('t0', { amount: '9.00' })]);
    const expected = [
      ...idsOf(source, ['t1']),
      ...idsOf(other, ['t0', 't1', 't2']),
      ...idsOf(source, ['t0']),
    ];
    for (const perPage of [1, 2, 5, 100])
      expect((await readAll(perPage)).map(({ id }) => id)).toEqual(expected);
    const second = await read({ page: 2, perPage: 2 });
    expect(second).toMatchObject({ total: 5, totalCapped: false, currentPage: 2, lastPage: 3 });
    expect(second.rows.map(({ id }) => id)).toEqual(expected.slice(2, 4));
  });

  it('is exported whole, a batch at a time, and never somebody else’s', async () => {
    const other = await makeSource(test);
    await saveRecords(test, source, transactionsOf(250));
    await saveRecords(test, other, transactionsOf(1));
    const exported = async (filter: RecordFilter) => {
      const ids: string[] = [];
      for await (const { id } of eachListedRecord(test.ctx, source.userId, 'BANK_TRANSACTION', filter))
        ids.push(id);
      return ids;
    };
    const all = (await readAll(100)).map(({ id }) => id);
    expect(all).toHaveLength(250);
    expect(await exported({})).toEqual(all);
    expect(await exported({ data_connection_id: source.id })).toEqual(all);
    expect(await exported({ data_connection_id: other.id })).toEqual([]);
    expect(await exported({ data_connection_id: 'x' })).toEqual([]);
  });

  it('reads more connections than one statement takes', async () => {
    const sources = await Promise.all(
      Array.from({ length: 130 }, () => makeSource(test, { userId: source.userId })),
    );
    for (const one of sources) await saveRecords(test, one, transactionsOf(2));
    const expected = sources.flatMap((one) => idsOf(one, ['t0', 't1']));
    expect((await readAll(100)).map(({ id }) => id)).toEqual(expected);
    expect(await read({ page: 3, perPage: 100 })).toMatchObject({ total: 260, lastPage: 3 });
    expect((await read({ page: 3, perPage: 100 })).rows.map(({ id }) => id)).toEqual(expected.slice(200));
    const [newest] = idsOf(sources.at(-1) ?? source, ['t1']);
    expect((await findLatestRecord(test.ctx, source.userId, 'BANK_TRANSACTION', {}))?.id).toBe(newest);
    expect((await readAll(100, { include_removed: true })).map(({ id }) => id)).toEqual(expected);
  });

  it('misses no record and repeats none that stayed as it was, whatever is written meanwhile', async () => {
    await saveRecords(test, source, transactionsOf(30));
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null; page += 1) {
      const answer = await read({ cursor, perPage: 7 });
      seen.push(...answer.rows.map(({ id }) => id));
      cursor = 'nextCursor' in answer ? answer.nextCursor : null;
      // One that was read, one that was not, one that is new, one that goes.
      if (page === 0) {
        await saveRecords(test, source, [
          transactionOf('t1', { amount: '5.00' }),
          transactionOf('t20', { amount: '5.00' }),
          transactionOf('new'),
          { sourceId: 't25', removed: true },
        ]);
      }
    }
    const names = [...Array.from({ length: 30 }, (_, index) => `t${index}`), 'new'];
    const [goneId, againId] = idsOf(source, ['t25', 't1']);
    expect([...new Set(seen)].sort()).toEqual(
      idsOf(source, names)
        .filter((id) => id !== goneId)
        .sort(),
    );
    expect(seen.filter((id, index) => seen.indexOf(id) < index)).toEqual([againId]);
  });

  it('gives what changed at or after updated_since, which can be an updated_at of ours', async () => {
    await saveRecords(test, source, transactionsOf(2));
    test.passTime(10_000);
    const since = toWireTime(test.runtime.clock.now());
    await saveRecords(test, source, [transactionOf('t0', { amount: '3.00' }), transactionOf('new')]);
    const rows = await readAll(10, { updated_since: since });
    expect(rows.map(({ id }) => id)).toEqual(idsOf(source, ['t0', 'new']));
    expect(rows.map((row) => serializeRecord(row).updated_at)).toEqual([since, since]);
    test.passTime(10_000);
    expect(await readAll(10, { updated_since: toWireTime(test.runtime.clock.now()) })).toEqual([]);
    expect(await readAll(10, { updated_since: since.replace('Z', '-01:00') })).toEqual([]);
    expect(await readAll(10, { updated_since: '1960-01-01T00:00:00Z' })).toHaveLength(3);
  });

  it('hides removed records, or tells when they went, in their place', async () => {
    await saveRecords(test, source, transactionsOf(3));
    await saveRecords(test, source, [{ sourceId: 't1', removed: true }]);
    await saveRecords(test, source, [transactionOf('new')]);
    expect((await readAll(10)).map(({ id }) => id)).toEqual(idsOf(source, ['t0', 't2', 'new']));
    expect(await read({ page: 1, perPage: 10 })).toMatchObject({ total: 3 });
    const all = await readAll(2, { include_removed: true });
    expect(all.map(({ id }) => id)).toEqual(idsOf(source, ['t0', 't2', 't1', 'new']));
    const removed = all.find(({ isRemoved }) => isRemoved);
    expect(removed && serializeRecord(removed)).toEqual({
      id: idsOf(source, ['t1'])[0],
      removed_at: expect.stringMatching(/Z$/),
    });
    expect(await read({ page: 1, perPage: 10 }, { include_removed: true })).toMatchObject({ total: 4 });
  });

  it('keeps to one connection or provider when asked', async () => {
    const other = await makeSource(test, { userId: source.userId, providerName: 'sandbox_public' });
    await saveRecords(test, source, transactionsOf(1));
    await saveRecords(test, other, transactionsOf(1));
    expect((await readAll(10, { data_connection_id: other.id })).map(({ id }) => id)).toEqual(
      idsOf(other, ['t0']),
    );
    expect((await readAll(10, { provider_name: source.providerName })).map(({ id }) => id)).toEqual(
      idsOf(source, ['t0']),
    );
    for (const filter of [
      { data_connection_id: source.userId },
      { data_connection_id: "x' OR 1=1 --" },
      { provider_name: 'nobody' },
      { data_connection_id: other.id, provider_name: source.providerName },
    ])
      expect(await readAll(10, filter)).toEqual([]);
  });

  it('shows nothing of another user, or of a connection that is gone while its rows are still there', async () => {
    const stranger = await makeSource(test);
    await saveRecords(test, stranger, transactionsOf(1));
    await saveRecords(test, source, transactionsOf(1));
    expect(await readAll(10, { data_connection_id: stranger.id })).toEqual([]);
    await test.runtime.database.dataConnection.delete({ where: { id: source.id } });
    expect(await readAll(10)).toEqual([]);
    expect(await test.runtime.database.dataRecord.count({ where: { connectionId: source.id } })).toBe(1);
  });

  it('has an empty first page of nothing', async () => {
    expect(await read({ page: 1, perPage: 10 })).toMatchObject({ total: 0, lastPage: 1, rows: [] });
    expect(await read({ cursor: '', perPage: 10 })).toEqual({ perPage: 10, nextCursor: null, rows: [] });
  });

  it.each([
    'x',
    Buffer.from('-1').toString('base64url'),
    Buffer.from('9'.repeat(19)).toString('base64url'),
    Buffer.from('0190b2f4-6c1e-7a30-9f3e-3d5f0c1a2b4c').toString('base64url'),
  ])('refuses the cursor %j', async (cursor) => {
    await expect(read({ cursor, perPage: 10 })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});

describe('reading for ourselves', () => {
  it('eachRecord gives every live record once, over many batches', async () => {
    await saveRecords(test, source, transactionsOf(2_500));
    await saveRecords(test, source, [{ sourceId: 't7', removed: true }]);
    const seen: string[] = [];
    for await (const record of eachRecord(test.runtime.database, source.id, 'BANK_TRANSACTION')) {
      expect(record.fields.currency).toBe('EUR');
      seen.push(record.sourceId);
    }
    expect(seen.length).toBe(2_499);
    expect(new Set(seen).size).toBe(2_499);
  });

  it('listSourceIds goes on behind the last one, though records changed meanwhile', async () => {
    const { database } = test.runtime;
    await saveRecords(
      test,
      source,
      ['b', 'a', 'd', 'c', 'e'].map((name) => transactionOf(name)),
    );
    expect(await listSourceIds(database, source.id, 'BANK_TRANSACTION', null, 2)).toEqual(['a', 'b']);
    await saveRecords(test, source, [
      transactionOf('b', { amount: '7.00' }),
      { sourceId: 'd', removed: true },
    ]);
    expect(await listSourceIds(database, source.id, 'BANK_TRANSACTION', 'b', 2)).toEqual(['c', 'e']);
    expect(await listSourceIds(database, source.id, 'BANK_TRANSACTION', 'e', 2)).toEqual([]);
  });

  it('countRecords counts live records per connection and type, no further than a person reads', async () => {
    const other = await makeSource(test, { userId: source.userId });
    await saveRecords(test, source, transactionsOf(10_001));
    await saveRecords(test, source, transactionsOf(2), { dataType: 'BANK_ACCOUNT' });
    await saveRecords(test, other, transactionsOf(3));
    await saveRecords(test, other, [{ sourceId: 't0', removed: true }]);
    const counts = await countRecords(test.runtime.database, [source.id, other.id]);
    const expected = [
      { connectionId: source.id, dataType: 'BANK_ACCOUNT', count: 2, isCapped: false },
      { connectionId: source.id, dataType: 'BANK_TRANSACTION', count: 10_000, isCapped: true },
      { connectionId: other.id, dataType: 'BANK_TRANSACTION', count: 2, isCapped: false },
    ];
    expect(counts).toEqual(expected);
    expect(await countRecords(test.runtime.database, [])).toEqual([]);
  });
});
