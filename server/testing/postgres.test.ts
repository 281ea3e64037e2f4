import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

/** Runs a program that has started Postgres; resolves with its exit code and what it printed. */
async function runWithPostgres(lastLines: string): Promise<{ code: number; stdout: string }> {
  const program = `
    import { startPostgres } from '@/server/testing/postgres.ts';
    const server = await startPostgres();
    ${lastLines}`;
  const args = ['--import', './scripts/register-paths.js', '--input-type=module', '--eval', program];
  return promisify(execFile)(process.execPath, args, { cwd: root }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (failure: { code: number; stdout: string }) => failure,
  );
}

it('a process that used Postgres keeps its own exit code, so that a failed test run stays failed', async () => {
  const { code } = await runWithPostgres('await server.stop(); process.exitCode = 7;');
  expect(code).toBe(7);
});

it('a process that forgets to stop Postgres leaves no files behind', async () => {
  const { code, stdout } = await runWithPostgres(`
    import pg from 'pg';
    const client = new pg.Client(server.url);
    await client.connect();
    console.log((await client.query('SHOW data_directory')).rows[0].data_directory);
    await client.end();
    process.exit(3);`);
  const dataDirectory = stdout.trim();
  expect({ code, dataDirectory }).toEqual({
    code: 3,
    dataDirectory: expect.stringContaining('moorage-postgres-'),
  });
  expect(existsSync(dataDirectory)).toBe(false);
});
