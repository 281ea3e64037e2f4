import { afterAll, beforeAll, expect, it } from 'vitest';
import { addMs, dayMs } from '@/server/core/clock.ts';
import { newId } from '@/server/core/ids.ts';
import { withAccount } from '@/server/runtime/runtime.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import {
  authenticateApiKey,
  createAccount,
  createApiKey,
  listAccountApiKeys,
  listExpiringApiKeys,
  mostExpiring,
  revokeAccountApiKey,
} from './index.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

it('lists keys of the account alone, newest first and without their hash', async () => {
  const otherId = await createAccount(test.runtime, 'Other');
  await createApiKey(test.runtime, { accountId: otherId, name: 'theirs', scope: 'READ' });
  const { rows } = await listAccountApiKeys(test.ctx, { cursor: '', perPage: 10 });
  expect(rows.map(({ name }) => name)).toEqual(['read', 'write']);
  expect(JSON.stringify(rows)).not.toMatch(/keyHash/i);
});

it('ends a key at once, once, and never one of another account', async () => {
  const { id, key } = await createApiKey(test.runtime, {
    accountId: test.accountId,
    name: 'x',
    scope: 'READ',
  });
  const other = withAccount(test.runtime, await createAccount(test.runtime, 'Other'), 'admin:1', null);
  await expect(revokeAccountApiKey(other, id)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  await expect(authenticateApiKey(test.runtime, key)).resolves.toMatchObject({ keyId: id });
  expect(await revokeAccountApiKey(test.ctx, id)).toMatchObject({ id, name: 'x' });
  await expect(authenticateApiKey(test.runtime, key)).rejects.toMatchObject({ code: 'INVALID_API_KEY' });
  await expect(revokeAccountApiKey(test.ctx, id)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
});

it('tells which keys end within 30 days, the next one first; not those that are over or ended', async () => {
  const { ctx, runtime } = test;
  const make = (name: string, days: number) =>
    createApiKey(runtime, {
      ...{ accountId: ctx.accountId, name, scope: 'READ' as const },
      expiresAt: addMs(runtime.clock.now(), days * dayMs),
    });
  await make('later', 31);
  await make('in a month', 29);
  await make('tomorrow', 1);
  const { id } = await make('revoked', 2);
  await revokeAccountApiKey(ctx, id);
  await make('over', -1);
  expect((await listExpiringApiKeys(ctx)).map(({ name }) => name)).toEqual(['tomorrow', 'in a month']);
});

it('reads no more keys that end soon than it takes to say that there are many', async () => {
  const { runtime, accountId } = test;
  const expiresAt = addMs(runtime.clock.now(), dayMs);
  await runtime.database.apiKey.createMany({
    data: Array.from({ length: mostExpiring + 5 }, (_, index) => ({
      ...{ id: newId(), accountId, name: `many ${index}`, prefix: `many-${index}`, keyHash: `hash-${index}` },
      ...{ scope: 'READ' as const, expiresAt, createdAt: runtime.clock.now() },
    })),
  });
  expect(await listExpiringApiKeys(test.ctx)).toHaveLength(mostExpiring + 1);
});
