import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount, createApiKey } from '@/server/accounts/index.ts';
import { dayMs, minuteMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import { type ApiAnswer, createApiClient } from '@/server/testing/api-client.ts';
import { expectProblem } from '@/server/testing/expect-problem.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { deleteOldIdempotencyRecords } from './idempotency.ts';

let test: TestRuntime;

beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

interface Post {
  key: string;
  path?: string;
  body?: object;
  apiKey?: string;
}

function post({
  key,
  path = '/users/legal',
  body = { name: 'Marnie', group: key.slice(0, 90) },
  apiKey,
}: Post) {
  const headers = { 'idempotency-key': key };
  return createApiClient(apiKey ?? test.writeKey)('POST', path, { body, headers });
}

const countUsers = (group: string) => test.runtime.database.user.count({ where: { group } });
const statusOf = ({ status }: ApiAnswer) => status;

describe('Idempotency-Key', () => {
  it('gives a retry the first answer again, and does the work once', async () => {
    const key = newId();
    const first = await post({ key });
    const retry = await post({ key });
    expect([first.status, retry.status]).toEqual([201, 201]);
    expect(retry.body).toEqual(first.body);
    expect(retry.headers.get('content-type')).toBe('application/json');
    expect(retry.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
    expect(await countUsers(key)).toBe(1);
  });

  it('does the work once for 16 requests at once', async () => {
    for (let round = 0; round < 10; round++) {
      const key = newId();
      const answers = await Promise.all(Array.from({ length: 16 }, () => post({ key })));
      expect(await countUsers(key)).toBe(1);
      const made = answers.filter(({ status }) => status === 201);
      expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
      for (const answer of answers.filter(({ status }) => status !== 201)) {
        expectProblem(answer, 'IDEMPOTENCY_KEY_IN_USE');
        expect(answer.headers.get('retry-after')).toBe('1');
      }
    }
  });

  it('refuses the same key with another body', async () => {
    const key = newId();
    await post({ key });
    expectProblem(await post({ key, body: { name: 'Other', group: key } }), 'IDEMPOTENCY_KEY_REUSED');
    expect(await countUsers(key)).toBe(1);
  });

  it('counts per path and per account', async () => {
    const key = newId();
    const accountId = await createAccount(test.runtime, 'Other');
    const other = await createApiKey(test.runtime, { accountId, name: 'k', scope: 'WRITE' });
    const natural = { first_name: 'Ada', last_name: 'Perrin', group: key };
    const answers = [
      await post({ key }),
      await post({ key, path: '/users/natural', body: natural }),
      await post({ key, apiKey: other.key }),
    ];
    expect(answers.map(statusOf)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(3);
  });

  it('keeps no refused request: it changed nothing, and may be sent again corrected', async () => {
    const key = newId();
    expectProblem(await post({ key, body: { name: '' } }), 'VALIDATION_FAILED');
    const url = { name: 'Marnie', return_url: 'javascript:alert(1)' };
    expectProblem(await post({ key, body: url }), 'INVALID_RETURN_URL');
    expect(statusOf(await post({ key }))).toBe(201);
  });

  it('keeps the answer for a day and no longer', async () => {
    const key = newId();
    const first = await post({ key });
    test.passTime(dayMs - minuteMs);
    expect((await post({ key })).body).toEqual(first.body);
    test.passTime(2 * minuteMs);
    expect((await post({ key })).body.id).not.toBe(first.body.id);
    test.passTime(dayMs + minuteMs);
    await deleteOldIdempotencyRecords(test.runtime);
    expect(await test.runtime.database.idempotencyRecord.count()).toBe(0);
  });

  it('lets a request that never ended be tried again after some minutes', async () => {
    const key = newId();
    const { status, body } = await post({ key });
    expect(status).toBe(201);
    // As a process leaves it that dies between the claim and the answer.
    await test.runtime.database.idempotencyRecord.updateMany({
      data: { status: null, answer: null, completedAt: null },
    });
    expectProblem(await post({ key }), 'IDEMPOTENCY_KEY_IN_USE');
    test.passTime(6 * minuteMs);
    expect((await post({ key })).body.id).not.toBe(body.id);
  });

  it('keeps answers encrypted', async () => {
    const key = newId();
    await post({ key, body: { name: 'Canary Bakery', group: key } });
    const rows = await test.runtime.database.idempotencyRecord.findMany();
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('Canary');
    expect(JSON.stringify(rows)).not.toContain(key);
  });

  it.each(['', 'a'.repeat(256), 'é'])('refuses %j', async (key) => {
    const problem = expectProblem(await post({ key, body: { name: 'Marnie' } }), 'VALIDATION_FAILED');
    expect(problem.errors?.[0]?.path).toBe('Idempotency-Key');
  });
});
