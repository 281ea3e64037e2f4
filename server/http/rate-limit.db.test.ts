import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '@/server/accounts/index.ts';
import { createApiClient } from '@/server/testing/api-client.ts';
import { expectProblem } from '@/server/testing/expect-problem.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';

let test: TestRuntime;

beforeAll(async () => {
  test = await startTestRuntime({ environment: { RATE_LIMIT_PER_MINUTE: '3' } });
});
afterAll(() => test.close());

describe('the rate limit of a key', () => {
  it('says in every answer what is left, errors included, and then refuses with Retry-After', async () => {
    const api = createApiClient(test.writeKey);
    const answers = [
      await api('GET', '/profile'),
      await api('GET', '/users/x'),
      await api('POST', '/users/legal', { body: {} }),
      await api('GET', '/profile'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 422, 429]);
    const left = answers.map(({ headers }) => headers.get('ratelimit'));
    left.forEach((value, index) => {
      expect(value).toMatch(new RegExp(`^"default";r=${Math.max(0, 2 - index)};t=\\d+$`));
    });
    for (const { headers } of answers) expect(headers.get('ratelimit-policy')).toBe('"default";q=3;w=60');
    const [, , , refused] = answers;
    if (refused === undefined) throw new Error('four answers');
    expectProblem(refused, 'RATE_LIMITED');
    const retryAfter = Number(refused.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(50);
    expect(retryAfter).toBeLessThanOrEqual(60);
  });

  it('does not count for another key', async () => {
    expect((await createApiClient(test.readKey)('GET', '/profile')).status).toBe(200);
  });

  it('holds for requests at once', async () => {
    const { key } = await createApiKey(test.runtime, { accountId: test.accountId, name: 'k', scope: 'READ' });
    const api = createApiClient(key);
    const answers = await Promise.all(Array.from({ length: 20 }, () => api('GET', '/profile')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
  });
});
