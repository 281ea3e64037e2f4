import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '@/server/db/client.ts';
import { isForeignKeyViolation } from '@/server/db/errors.ts';
import type { NormalizedRecord } from '@/server/providers/normalizer.ts';
import {
  makeSource,
  type SaveOptions,
  saveRecords,
  transactionOf,
  transactionsOf,
} from '@/server/testing/stored-records.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { recordId } from './record-id.ts';
import { type RecordCounts, type RecordSource, savePage } from './save-page.ts';
import { sweep } from './sweep.ts';

let test: TestRuntime;
let source: RecordSource;

beforeAll(async () => {
  test = await startTestRuntime();
});
beforeEach(async () => {
  source = await makeSource(test);
});
afterAll(() => test.close());

async function stored(connectionId = source.id) {
  const rows = await test.runtime.database.dataRecord.findMany({
    where: { connectionId },
    orderBy: { position: 'asc' },
  });
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

describe.each([
  ['an incremental read', false],
  ['the first read of all', true],
])('savePage in %s', (_, isFullRead) => {
  const save: (
    connection: RecordSource,
    records: readonly NormalizedRecord[],
    options?: SaveOptions,
  ) => Promise<RecordCounts> = (connection, records, options) =>
    saveRecords(test, connection, records, { isFullRead, ...options });

  it('stores each record once, with everything a reader needs', async () => {
    expect(await save(source, [transactionOf('a', { description: 'Café' })])).toEqual({
      added: 1,
      updated: 0,
      removed: 0,
    });
    const [row] = await stored();
    expect(row).toMatchObject({
      id: recordId(source.id, 'BANK_TRANSACTION', 'a'),
      accountId: source.accountId,
      userId: source.userId,
      connectionId: source.id,
      providerName: 'sandbox_openbanking',
      dataType: 'BANK_TRANSACTION',
      sourceId: 'a',
      isRemoved: false,
      seenIn: 1,
    });
    expect(JSON.parse(row?.payload ?? '')).toMatchObject({ amount: '-12.50', description: 'Café' });
  });

  it('changes nothing when the same page comes again, in whatever order its keys are', async () => {
    await save(source, [transactionOf('a', { x: 1, y: { p: 1, q: 2 } })]);
    const before = await stored();
    test.passTime(1_000);
    const again = [transactionOf('a', { y: { q: 2, p: 1 }, x: 1 })];
    expect(await save(source, again)).toEqual({ added: 0, updated: 0, removed: 0 });
    expect(await stored()).toEqual(before);
  });

  it('rewrites what changed and moves it behind the rest', async () => {
    await save(source, transactionsOf(3));
    const counts = await save(source, [transactionOf('t0', { amount: '1.00' }), transactionOf('t1')]);
    expect(counts).toEqual({ added: 0, updated: 1, removed: 0 });
    expect((await stored()).map(({ sourceId }) => sourceId)).toEqual(['t1', 't2', 't0']);
  });

  it('takes the last of records that are there several times, and counts it once', async () => {
    const page = [
      transactionOf('a', { amount: '1.00' }),
      transactionOf('b'),
      transactionOf('a', { amount: '2.00' }),
    ];
    expect(await save(source, page)).toEqual({ added: 2, updated: 0, removed: 0 });
    const row = (await stored()).find(({ sourceId }) => sourceId === 'a');
    expect(JSON.parse(row?.payload ?? '').amount).toBe('2.00');
    expect(await save(source, page.toReversed())).toEqual({ added: 0, updated: 1, removed: 0 });
  });

  it('empties a removed record, once, and knows it when it comes back', async () => {
    await save(source, [transactionOf('a')]);
    const gone = [{ sourceId: 'a', removed: true as const }];
    expect(await save(source, gone)).toEqual({ added: 0, updated: 0, removed: 1 });
    expect(await stored()).toMatchObject([{ isRemoved: true, payload: '', hash: '' }]);
    expect(await save(source, gone)).toEqual({ added: 0, updated: 0, removed: 0 });
    expect(await save(source, [transactionOf('a')])).toEqual({
      added: 1,
      updated: 0,
      removed: 0,
    });
    expect(await stored()).toMatchObject([{ isRemoved: false }]);
  });

  it('empties several records at once', async () => {
    await save(source, transactionsOf(3));
    const gone = ['t0', 't2'].map((sourceId) => ({ sourceId, removed: true as const }));
    expect(await save(source, gone)).toEqual({ added: 0, updated: 0, removed: 2 });
    const rows = await stored();
    expect(rows.filter(({ payload, hash }) => payload === '' && hash === '')).toHaveLength(2);
  });

  it('keeps every character of texts and ids but NUL', async () => {
    const characters = Array.from({ length: 0x2100 }, (_, code) => String.fromCharCode(code + 1)).join('');
    const ids = ['a', characters, '\u001e', '"{,}\\', 'z'];
    const page = ids.map((id) => transactionOf(id, { description: characters + id }));
    expect(await save(source, page)).toMatchObject({ added: ids.length });
    const rows = await stored();
    expect(rows.map(({ sourceId }) => sourceId)).toEqual(ids);
    expect(rows.map(({ payload }) => JSON.parse(payload).description)).toEqual(
      ids.map((id) => characters + id),
    );
  });

  it('keeps no trace of a removed record that never was there', async () => {
    expect(await save(source, [{ sourceId: 'x', removed: true }])).toEqual({
      added: 0,
      updated: 0,
      removed: 0,
    });
    expect(await stored()).toEqual([]);
  });

  it('keeps data types and connections apart', async () => {
    const other = await makeSource(test, { userId: source.userId });
    await save(source, [transactionOf('a')]);
    await save(other, [transactionOf('a')]);
    const counts = await save(source, [transactionOf('a')], { dataType: 'BANK_ACCOUNT' });
    expect(counts.added).toBe(1);
    expect(await stored()).toHaveLength(2);
    expect(await stored(other.id)).toHaveLength(1);
  });

  it('gives every record a position of its own that only grows, even when the clock goes back', async () => {
    await save(source, transactionsOf(50));
    test.passTime(-60_000);
    await save(source, transactionsOf(50, 50));
    const rows = await stored();
    expect(rows.map(({ sourceId }) => sourceId)).toEqual(transactionsOf(100).map(({ sourceId }) => sourceId));
    expect(new Set(rows.map(({ position }) => position)).size).toBe(100);
  });

  it('saves any text a provider can send', async () => {
    const nasty = 'a\u0000b \ud800 \u2028 " \\ \' { } , 💶';
    await save(source, [transactionOf('{"a,b\\"}\' 💶', { description: nasty })]);
    const [row] = await stored();
    expect(row?.sourceId).toBe('{"a,b\\"}\' 💶');
    expect(JSON.parse(row?.payload ?? '').description).toBe(nasty);
  });

  it('saves a page of 5,000 records', async () => {
    expect(await save(source, transactionsOf(5_000))).toMatchObject({ added: 5_000 });
    expect(await save(source, transactionsOf(5_000), { isFullRead: true, generation: 2 })).toEqual({
      added: 0,
      updated: 0,
      removed: 0,
    });
    expect((await stored()).every(({ seenIn }) => seenIn === 2)).toBe(true);
  });

  it('leaves nothing behind when its transaction is rolled back', async () => {
    const failed = transaction(test.runtime.database, async (tx) => {
      const page = { connection: source, dataType: 'BANK_TRANSACTION' as const, generation: 1 };
      await savePage(tx, { ...page, records: transactionsOf(3), isFullRead, now: new Date() });
      throw new Error('crash');
    });
    await expect(failed).rejects.toThrow('crash');
    expect(await stored()).toEqual([]);
    expect(await save(source, transactionsOf(3))).toMatchObject({ added: 3 });
  });

  it('says that the user is gone', async () => {
    await test.runtime.database.user.delete({ where: { id: source.userId } });
    const error = await save(source, transactionsOf(1)).catch((thrown: unknown) => thrown);
    expect(isForeignKeyViolation(error)).toBe(true);
    expect(await stored()).toEqual([]);
  });
});

describe('two connections of one user that are saved at the same time', () => {
  /** Commits late, now and then: a writer that took its positions first and commits last is what must not exist. */
  async function write(connection: RecordSource, pages: number): Promise<void> {
    for (let page = 0; page < pages; page += 1) {
      await transaction(test.runtime.database, async (tx) => {
        await savePage(tx, {
          connection,
          dataType: 'BANK_TRANSACTION',
          records: transactionsOf(10, page * 10),
          generation: 1,
          isFullRead: false,
          now: new Date(),
        });
        if (page % 3 === 0)
          await tx.$queryRaw`SELECT count(*) FROM data_record a, data_record b
          WHERE a.connection_id = ${connection.id} AND b.connection_id = ${connection.id}`;
      });
    }
  }

  it('get positions in the order of commit: a reader who has seen one is never overtaken', async () => {
    const other = await makeSource(test, { userId: source.userId });
    let isWriting = true;
    const writers = Promise.all([write(source, 30), write(other, 30)]).finally(() => {
      isWriting = false;
    });
    const known = new Set<bigint>();
    const overtaken: bigint[] = [];
    let latest = 0n;
    do {
      const rows = await test.runtime.database.dataRecord.findMany({
        where: { userId: source.userId },
        select: { position: true },
        orderBy: { position: 'asc' },
      });
      for (const { position } of rows) {
        if (!known.has(position) && position < latest) overtaken.push(position);
        known.add(position);
      }
      latest = rows.at(-1)?.position ?? latest;
    } while (isWriting);
    await writers;
    expect(overtaken).toEqual([]);
    expect((await stored()).length + (await stored(other.id)).length).toBe(600);
  });
});

describe('sweep', () => {
  const full = (generation: number) => ({ generation, isFullRead: true });

  async function sweepAll(generation: number, limit: number, seenSince = generation): Promise<number[]> {
    const removed: number[] = [];
    let after: bigint | null = null;
    do {
      const step: { removed: number; next: bigint | null } = await transaction(test.runtime.database, (tx) =>
        sweep(tx, {
          connection: source,
          dataType: 'BANK_TRANSACTION',
          seenSince,
          generation,
          after,
          limit,
          now: test.runtime.clock.now(),
        }),
      );
      removed.push(step.removed);
      after = step.next;
    } while (after !== null);
    return removed;
  }

  it('removes what a full read did not see, in short steps, and nothing twice', async () => {
    await saveRecords(test, source, transactionsOf(25), full(1));
    await saveRecords(test, source, [...transactionsOf(10, 5), transactionOf('new')], full(2));
    const steps = await sweepAll(2, 4);
    expect(steps.reduce((sum, count) => sum + count, 0)).toBe(15);
    expect(steps.length).toBeGreaterThan(5);
    expect((await stored()).filter(({ isRemoved }) => !isRemoved)).toHaveLength(11);
    expect((await stored()).filter(({ isRemoved }) => isRemoved)).toMatchObject(
      Array.from({ length: 15 }, () => ({ payload: '', hash: '' })),
    );
    expect((await sweepAll(2, 100)).every((count) => count === 0)).toBe(true);
  });

  it('leaves other data types and connections alone', async () => {
    const other = await makeSource(test, { userId: source.userId });
    await saveRecords(test, other, transactionsOf(1), full(1));
    await saveRecords(test, source, transactionsOf(1), { dataType: 'BANK_ACCOUNT', ...full(1) });
    await saveRecords(test, source, transactionsOf(1), full(1));
    expect(await sweepAll(2, 100)).toEqual([1]);
    expect(await stored(other.id)).toMatchObject([{ isRemoved: false }]);
    expect((await stored()).filter(({ isRemoved }) => !isRemoved)).toMatchObject([
      { dataType: 'BANK_ACCOUNT' },
    ]);
  });

  it('finds everything seen after a full read that was resumed', async () => {
    await saveRecords(test, source, transactionsOf(4), full(1));
    await saveRecords(test, source, transactionsOf(2), full(2));
    await saveRecords(test, source, transactionsOf(2), full(2));
    await saveRecords(test, source, transactionsOf(2, 2), full(2));
    expect(await sweepAll(2, 100)).toEqual([0]);
  });

  it('of lists that can shift removes what two full reads in a row did not see', async () => {
    await saveRecords(test, source, transactionsOf(3), full(1));
    await saveRecords(test, source, transactionsOf(2), full(2));
    expect(await sweepAll(2, 100, 1)).toEqual([0]);
    await saveRecords(test, source, [transactionOf('t0'), transactionOf('t2')], full(3));
    expect(await sweepAll(3, 100, 2)).toEqual([0]);
    await saveRecords(test, source, [transactionOf('t0'), transactionOf('t2')], full(4));
    expect(await sweepAll(4, 100, 3)).toEqual([1]);
    expect((await stored()).filter(({ isRemoved }) => isRemoved)).toMatchObject([{ sourceId: 't1' }]);
  });
});
