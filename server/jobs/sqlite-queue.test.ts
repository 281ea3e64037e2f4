import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '@/server/db/client.ts';
import { createTestDatabase, type TestDatabase } from '@/server/testing/test-database.ts';
import { claimSql } from './sqlite-queue.ts';

let file: TestDatabase;
let database: Database;
beforeAll(async () => {
  file = await createTestDatabase();
  database = createDatabase(file.url);
});
afterAll(async () => {
  await database.$disconnect();
  await file.drop();
});

describe('a claim on SQLite', () => {
  it('reads the due stretch of the index alone, so that a million waiting jobs cost nothing', async () => {
    const now = new Date();
    const plan = await database.$queryRawUnsafe<{ detail: string }[]>(
      `EXPLAIN QUERY PLAN ${claimSql}`,
      ...['owner', now, 'sync_connection', now, 8],
    );
    const details = plan.map(({ detail }) => detail);
    expect(details).toContain('SEARCH job USING INDEX job_kind_due_at_idx (kind=? AND due_at<?)');
    expect(details.filter((detail) => /SCAN|TEMP B-TREE/.test(detail))).toEqual([]);
  });
});
