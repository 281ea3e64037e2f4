import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlitePath, truncateWriteAheadLog } from '@/server/db/sqlite-adapter.ts';
import { makeSource, saveRecords, transactionOf } from '@/server/testing/stored-records.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { eraseRecords } from './erase-records.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

const canary = 'canary-5f1e9c';
const records = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    transactionOf(`${canary}-source-${index}`, { description: `${canary} ${'x'.repeat(index % 7_000)}` }),
  );

/** How often the canary is in the file and its log. */
function countBytes(): number {
  const file = sqlitePath(test.runtime.settings.databaseUrl);
  return [file, `${file}-wal`]
    .map((name) => readFileSync(name, 'latin1').split(canary).length - 1)
    .reduce((sum, count) => sum + count, 0);
}

describe('eraseRecords', () => {
  it('erases everything of a connection, and nothing of another', async () => {
    const source = await makeSource(test);
    const other = await makeSource(test, { userId: source.userId });
    await saveRecords(test, source, records(2_300));
    await saveRecords(test, source, records(3), { dataType: 'BANK_ACCOUNT' });
    await saveRecords(test, other, [transactionOf('kept')]);
    await saveRecords(test, source, [{ sourceId: `${canary}-source-1`, removed: true }]);
    await eraseRecords(test.runtime, source.id);
    const rows = await test.runtime.database.dataRecord.findMany({ select: { connectionId: true } });
    expect(rows).toEqual([{ connectionId: other.id }]);
    await eraseRecords(test.runtime, source.id);
    expect(await test.runtime.database.dataRecord.count()).toBe(1);
  });

  if (process.env.TEST_DATABASE === 'sqlite')
    it('leaves no byte in the file or its log', async () => {
      const source = await makeSource(test);
      await saveRecords(test, source, records(1_500));
      await truncateWriteAheadLog(test.runtime.database);
      expect(countBytes()).toBeGreaterThan(1_500);
      await eraseRecords(test.runtime, source.id);
      expect(countBytes()).toBe(0);
    });
});
