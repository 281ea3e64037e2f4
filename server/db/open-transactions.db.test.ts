import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConnection, getConnection, patchConnection } from '@/server/connections/index.ts';
import { startSync } from '@/server/sync/index.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { createLegalUser, deleteUser } from '@/server/users/index.ts';
import { createLegalUserSchema } from '@/server/users/schemas.ts';
import { asDatabase, transaction } from './client.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

const newUser = createLegalUserSchema.parse({ name: 'Atelier Marnie', siren: '812345678' });
const wanted = {
  provider_name: 'sandbox_public',
  requested_data_types: ['COMPANY_PROFILE'],
  skip_permissions: false,
};

/** Verbs as an action of the dashboard calls them: all in one transaction that is open already. */
function inOne<T>(work: (ctx: TestRuntime['ctx']) => Promise<T>): Promise<T> {
  return transaction(test.runtime.database, (tx) => work({ ...test.ctx, database: asDatabase(tx) }));
}

describe('verbs inside of an open transaction', () => {
  it('see what was written in it, through every way of reading', async () => {
    const connection = await inOne(async (ctx) => {
      const user = await createLegalUser(ctx, newUser);
      const { id } = await createConnection(ctx, user.id, wanted);
      return getConnection(ctx, user.id, id);
    });
    expect(connection).toEqual(await getConnection(test.ctx, connection.userId, connection.id));
    expect(connection.status).toBe('CONNECTED');
  });

  it('are undone with it', async () => {
    let userId = '';
    const failed = inOne(async (ctx) => {
      const user = await createLegalUser(ctx, newUser);
      userId = user.id;
      const { id } = await createConnection(ctx, user.id, wanted);
      await startSync(ctx, user.id, {});
      await patchConnection(ctx, user.id, id, { status: 'DISCONNECTED' });
      throw new Error('the audit log is full');
    });
    await expect(failed).rejects.toThrow('the audit log is full');
    expect(await test.runtime.database.user.findUnique({ where: { id: userId } })).toBeNull();
    expect(await test.runtime.database.dataConnection.count({ where: { userId } })).toBe(0);
    expect(await test.runtime.database.dataSync.count({ where: { userId } })).toBe(0);
  });

  it('can be refused by the database without ending the rest', async () => {
    const { user, code } = await inOne(async (ctx) => {
      const user = await createLegalUser(ctx, newUser);
      await createConnection(ctx, user.id, wanted);
      await startSync(ctx, user.id, {});
      const refusal = await startSync(ctx, user.id, {}).catch((error: unknown) => error);
      return { user, code: Reflect.get(Object(refusal), 'code') };
    });
    expect(code).toBe('SYNC_IN_PROGRESS');
    expect(await test.runtime.database.dataSync.count({ where: { userId: user.id } })).toBe(1);
    await inOne((ctx) => deleteUser(ctx, user.id));
    expect(await test.runtime.database.user.findUnique({ where: { id: user.id } })).toBeNull();
  });
});
