import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asDatabase, transaction } from '@/server/db/client.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { type AuditNote, checkAuditChain, eachAuditEntry, listAudit, recordAudit } from './index.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

const who = { actor: 'admin:1', actorLabel: 'ada@example.com', address: '192.0.2.7', requestId: 'r' };
const note = (label: string): AuditNote => ({
  action: 'api_key.create',
  object: { type: 'api_key', id: label, label },
  after: { scope: 'READ' },
});
const record = (label: string) =>
  transaction(test.runtime.database, (tx) => recordAudit(tx, test.runtime, who, note(label)));

async function sequences(): Promise<number[]> {
  const page = await listAudit(test.runtime, {}, { cursor: '', perPage: 100 });
  return page.rows.map(({ sequence }) => sequence);
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of source) all.push(each);
  return all;
}

describe('the audit log', () => {
  it('numbers entries of 20 writers at once without a gap, in one chain', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => record(`key-${index}`)));
    expect(await sequences()).toEqual(Array.from({ length: 20 }, (_, index) => 20 - index));
    expect(await checkAuditChain(test.runtime)).toMatchObject({ broken: null });
  });

  it('has no entry of a change that was rolled back, and no hole where it would have been', async () => {
    const failing = transaction(test.runtime.database, async (tx) => {
      await recordAudit(tx, test.runtime, who, note('never'));
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    await record('after the failure');
    expect((await sequences())[0]).toBe(21);
    expect(await checkAuditChain(test.runtime)).toMatchObject({ broken: null });
  });

  it('is read by cursor and as a whole, newest first, and filtered', async () => {
    const first = await listAudit(test.runtime, {}, { cursor: '', perPage: 10 });
    const cursor = 'nextCursor' in first ? (first.nextCursor ?? '') : '';
    const second = await listAudit(test.runtime, {}, { cursor, perPage: 10 });
    expect(second.rows.map(({ sequence }) => sequence)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    const all = await collect(eachAuditEntry(test.runtime, {}));
    expect(all.map(({ sequence }) => sequence)).toEqual(await sequences());
    const one = await collect(eachAuditEntry(test.runtime, { objectId: 'key-7' }));
    expect(one.map(({ objectLabel }) => objectLabel)).toEqual(['key-7']);
  });

  it.each([
    ['was changed', `UPDATE audit_entry SET actor_label = 'eve@example.com' WHERE sequence = 5`, 5],
    ['was taken out', 'DELETE FROM audit_entry WHERE sequence = 9', 9],
    ['was taken off the end', 'DELETE FROM audit_entry WHERE sequence = 21', 21],
  ])('shows that an entry %s', async (_what, sql, broken) => {
    const undo = new Error('undo');
    const looked = transaction(test.runtime.database, async (tx) => {
      await tx.$executeRawUnsafe(sql);
      expect(await checkAuditChain({ database: asDatabase(tx) })).toEqual({ from: 1, through: 21, broken });
      throw undo;
    });
    await expect(looked).rejects.toBe(undo);
    expect(await checkAuditChain(test.runtime)).toMatchObject({ broken: null });
  });
});

describe('a look at the latest entries', () => {
  const lookAfter = async (sql: string, latest: number) => {
    const undo = new Error('undo');
    let found: unknown;
    const looked = transaction(test.runtime.database, async (tx) => {
      await tx.$executeRawUnsafe(sql);
      found = await checkAuditChain({ database: asDatabase(tx) }, latest);
      throw undo;
    });
    await expect(looked).rejects.toBe(undo);
    return found;
  };

  it.each([
    [1, 21],
    [5, 17],
    [21, 1],
    [1_000, 1],
  ])('says which ones it compared when %i are wanted', async (latest, from) => {
    expect(await checkAuditChain(test.runtime, latest)).toEqual({ from, through: 21, broken: null });
  });

  it.each([
    ['one of them was changed', `UPDATE audit_entry SET actor_label = 'eve' WHERE sequence = 18`, 18],
    ['one of them was taken out', 'DELETE FROM audit_entry WHERE sequence = 20', 20],
    ['the last was taken off', 'DELETE FROM audit_entry WHERE sequence = 21', 21],
    ['the one before them was taken out', 'DELETE FROM audit_entry WHERE sequence = 16', 16],
    ['the one before them has another hash', `UPDATE audit_entry SET hash = 'x' WHERE sequence = 16`, 17],
    ['the last is another one, with a hash that fits it', `UPDATE audit_head SET hash = 'x'`, 21],
    ['all were taken out', 'DELETE FROM audit_entry', 16],
  ])('finds that %s', async (_what, sql, broken) => {
    expect(await lookAfter(sql, 5)).toEqual({ from: 17, through: 21, broken });
  });

  it('does not find what is older: that is for the whole look', async () => {
    const sql = `UPDATE audit_entry SET actor_label = 'eve' WHERE sequence = 5`;
    expect(await lookAfter(sql, 5)).toMatchObject({ broken: null });
    expect(await lookAfter(sql, 17)).toMatchObject({ broken: 5 });
  });
});

describe('a transaction that is handed on as a database', () => {
  it('takes what a verb does in a transaction of its own along when it is rolled back', async () => {
    const outer = transaction(test.runtime.database, async (tx) => {
      await transaction(asDatabase(tx), (inner) => recordAudit(inner, test.runtime, who, note('inner')));
      throw new Error('outer');
    });
    await expect(outer).rejects.toThrow('outer');
    const found = await listAudit(test.runtime, { objectId: 'inner' }, { cursor: '', perPage: 1 });
    expect(found.rows).toEqual([]);
  });
});
