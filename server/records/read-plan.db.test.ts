import { afterAll, beforeAll, expect, it } from 'vitest';
import { Prisma } from '@/generated/sqlite/client.ts';
import { makeSource, saveRecords, transactionsOf } from '@/server/testing/stored-records.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { selectRowsSql } from './read-rows.ts';
import type { RecordSource } from './save-page.ts';

/** How the database means to find a page deep inside a long list: what makes it cost what the first page costs. */

let test: TestRuntime;
let sources: RecordSource[];

beforeAll(async () => {
  test = await startTestRuntime();
  const first = await makeSource(test);
  sources = [first, await makeSource(test, { userId: first.userId })];
  for (const source of sources) await saveRecords(test, source, transactionsOf(3_000));
  if (test.runtime.settings.database === 'postgres') await test.runtime.database.$executeRaw`ANALYZE`;
});
afterAll(() => test.close());

async function planOf(withRemoved: boolean): Promise<string> {
  const { database, settings } = test.runtime;
  const middle = await database.dataRecord.findMany({
    orderBy: { position: 'asc' },
    skip: 3_000,
    take: 1,
    select: { position: true },
  });
  const scope = {
    connectionIds: sources.map(({ id }) => id),
    dataType: 'BANK_TRANSACTION',
    from: middle[0]?.position ?? 0n,
    withRemoved,
  };
  const sql = selectRowsSql(scope, { skip: 0, take: 101 })[0] ?? Prisma.empty;
  const explain = settings.database === 'postgres' ? Prisma.sql`EXPLAIN ` : Prisma.sql`EXPLAIN QUERY PLAN `;
  const steps = await database.$queryRaw<object[]>(Prisma.sql`${explain}${sql}`);
  return steps.map((step) => Object.values(step).join(' ')).join('\n');
}

it.each([false, true])(
  'every part of the page is a range of the index, in its order (removed ones too: %s)',
  async (withRemoved) => {
    const plan = await planOf(withRemoved);
    const index = 'data_record_connection_id_data_type_is_removed_position_idx';
    expect(plan.split(index).length - 1).toBe(sources.length * (withRemoved ? 2 : 1));
    expect(plan).not.toMatch(/SCAN data_record|Seq Scan|Bitmap/i);
  },
);
