import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newId } from '@/server/core/ids.ts';
import { type ApiAnswer, type ApiClient, createApiClient } from '@/server/testing/api-client.ts';
import { type ApiOperation, fillPath, listApiOperations } from '@/server/testing/api-operations.ts';
import { arbitraryBody } from '@/server/testing/arbitrary-body.ts';
import { makeConnectionIn, makeUser } from '@/server/testing/factories.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { problemSchema } from './problem.ts';

/** Issue 2: at least 2,000 random bodies through every write route, all together. */
const bodiesInAll = 2_200;
const queriesPerList = 60;

let test: TestRuntime;
let api: ApiClient;
let operations: ApiOperation[];
let ids: { userId: string[]; dataConnectionId: string[]; providerName: string[] };

beforeAll(async () => {
  test = await startTestRuntime();
  api = createApiClient(test.writeKey);
  operations = await listApiOperations();
  const user = await makeUser(api);
  const open = await makeConnectionIn(test, api, user.id, 'AUTH_ERROR');
  const ended = await makeConnectionIn(test, api, user.id, 'DISCONNECTED');
  ids = {
    userId: [user.id],
    dataConnectionId: [open.id, ended.id],
    providerName: ['qonto', 'sandbox_public', 'sandbox_commerce'],
  };
});
afterAll(() => test.close());

/** Mostly ids that are there, sometimes any others. */
function pathOf(template: string): fc.Arbitrary<string> {
  const other = fc.oneof(fc.constant(newId()), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }));
  const anyOf = (known: string[]) =>
    fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: other });
  return fc
    .record({
      userId: anyOf(ids.userId),
      dataConnectionId: anyOf(ids.dataConnectionId),
      providerName: anyOf(ids.providerName),
    })
    .map((values) => fillPath(template, values));
}

/** Never a 5xx; a problem document, or what the operation promises. Returns the status. */
function check({ status, headers, body }: ApiAnswer, { success }: ApiOperation['operation']): number {
  expect(status).toBeLessThan(500);
  if (status >= 400) {
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(problemSchema.parse(body).status).toBe(status);
    return status;
  }
  if (status === 204 && success.none !== undefined) {
    expect(body).toBeNull();
    return status;
  }
  expect(status).toBe(success.status);
  (success.result ?? z.null()).parse(body);
  return status;
}

describe('random requests', () => {
  it('never break a write route', { timeout: 120_000 }, async () => {
    const writes = operations.filter(({ operation }) => operation.body !== undefined);
    const { body: profile } = await api('GET', '/profile');
    const { body: catalogue } = await api('GET', '/providers');
    const hints: string[] = catalogue.result.flatMap(
      ({ name, data_types }: { name: string; data_types: string[] }) => [name, ...data_types],
    );
    hints.push('client_id', 'client_secret', 'auto_connect');
    const seen = new Map<string, Map<number, number>>();
    const numRuns = Math.ceil(bodiesInAll / writes.length);
    for (const { method, path, operation } of writes) {
      // What the profile allows must not decide what the other routes are asked.
      await api('PATCH', '/profile', { body: { return_url_origins: [] } });
      const statuses = new Map<number, number>();
      seen.set(operation.operationId, statuses);
      const request =
        operation.body === 'bytes' || operation.body === undefined
          ? fc.uint8Array({ maxLength: 9_000 }).map((raw) => ({ raw: Uint8Array.from(raw) }))
          : arbitraryBody(operation.body, hints).map((body) => ({ body }));
      const property = fc.asyncProperty(pathOf(path), request, async (url, given) => {
        const status = check(await api(method, url, given), operation);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      });
      await fc.assert(property, { numRuns });
    }
    const counts = [...seen.values()].flatMap((statuses) => [...statuses.values()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(2_000);
    // Random bodies that are all refused would try nothing behind the first check.
    for (const [operationId, statuses] of seen) {
      if (operationId === 'putLogo') continue;
      expect(
        [...statuses.keys()].some((status) => status < 300),
        operationId,
      ).toBe(true);
    }
    expect((await api('GET', '/profile')).body.id).toBe(profile.id);
  });

  it('never break a list', { timeout: 60_000 }, async () => {
    const parameter = fc.constantFrom(
      'page',
      'per_page',
      'cursor',
      'q',
      'group',
      'siren',
      'status',
      'provider_name',
    );
    const value = fc.oneof(
      fc.integer().map(String),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '',
        '1',
        '100',
        '\u0000',
        '%',
        '1e9',
        '0x10',
        'NaN',
        'Infinity',
        Buffer.from(newId()).toString('base64url'),
      ),
    );
    for (const { method, path, operation } of operations) {
      if (method !== 'GET') continue;
      const query = fc.dictionary(parameter, value, { maxKeys: 3, noNullPrototype: true });
      await fc.assert(
        fc.asyncProperty(pathOf(path), query, async (url, given) => {
          check(await api('GET', `${url}?${new URLSearchParams(given)}`), operation);
        }),
        { numRuns: queriesPerList },
      );
    }
  });
});
