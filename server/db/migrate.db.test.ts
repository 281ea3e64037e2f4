import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/testing/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it('a process that has migrated ends when it has nothing else to do: every start waits for it', async () => {
  const program = `
    import { migrate } from '@/server/db/migrate.ts';
    await migrate(process.env.DATABASE_URL);
    console.log(Date.now());`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', './scripts/register-paths.js', '--input-type=module', '--eval', program],
    { env: { ...process.env, DATABASE_URL: database.url } },
  );
  expect(Date.now() - Number(stdout)).toBeLessThan(3_000);
});
