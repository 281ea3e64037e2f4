import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '@/server/db/client.ts';
import { setRuntime } from '@/server/runtime/runtime.ts';
import { type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { type ApiOperation, fillPath, listApiOperations } from '@/server/testing/api-operations.ts';
import { expectProblem } from '@/server/testing/expect-problem.ts';
import { makeUser } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

let test: TestRuntime;
let api: ApiClient;
let operations: ApiOperation[];

beforeAll(async () => {
  test = await startTestRuntime();
  api = createApiClient(test.writeKey);
  operations = await listApiOperations();
});
afterEach(() => setRuntime(test.runtime));
afterAll(() => test.close());

const isSqlite = process.env.TEST_DATABASE === 'sqlite';
const ids = { userId: 'x', dataConnectionId: 'x', providerName: 'sandbox_public' };

describe('a database that cannot be reached', () => {
  it('is 503 with Retry-After in every operation, and nothing of it is told', async () => {
    const gone = isSqlite
      ? 'file:/dev/null/moorage.sqlite'
      : 'postgresql://u:canary-password@127.0.0.1:1/none';
    const database = createDatabase(gone);
    setRuntime({ ...test.runtime, database });
    for (const { method, path } of operations) {
      const answer = await api(method, fillPath(path, ids), method === 'GET' ? {} : { body: {} });
      const problem = expectProblem(answer, 'TEMPORARILY_UNAVAILABLE');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(JSON.stringify(problem)).not.toMatch(/sqlite|postgres|prisma|127\.0\.0\.1|\/dev\/null/i);
    }
    expect(test.logged()).not.toContain('canary-password');
    await database.$disconnect();
  });
});

const ofSqlite = () =>
  describe('a database that another process holds', () => {
    it('is 503, and nothing was changed', async () => {
      const before = await makeUser(api);
      const other = new Database(test.runtime.settings.databaseUrl.replace('file:', ''));
      other.exec('BEGIN EXCLUSIVE');
      const answer = await api('PATCH', `/users/${before.id}`, { body: { name: 'Atelier Neuf' } });
      other.exec('ROLLBACK');
      other.close();
      expectProblem(answer, 'TEMPORARILY_UNAVAILABLE');
      expect((await api('GET', `/users/${before.id}`)).body).toEqual(before);
    });
  });

const ofPostgres = () =>
  describe('a database that drops its connections', () => {
    it('is 503 at most, and answers again by itself', async () => {
      const before = await makeUser(api);
      const killer = createDatabase(test.runtime.settings.databaseUrl);
      const path = `/users/${before.id}`;
      const statuses: number[] = [];
      for (let round = 0; round < 10; round++) {
        const calls = Array.from({ length: 8 }, () => api('GET', path));
        await killer.$queryRaw`SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`;
        for (const { status } of await Promise.all(calls)) statuses.push(status);
      }
      await killer.$disconnect();
      expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
      await expect.poll(async () => (await api('GET', path)).status, { timeout: 10_000 }).toBe(200);
      expect((await api('GET', path)).body).toEqual(before);
    });
  });

if (isSqlite) ofSqlite();
else ofPostgres();
