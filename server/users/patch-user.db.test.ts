import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConnection } from '@/server/connections/index.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { createNaturalUser, deleteUser, patchUser } from './write-user.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime();
});
afterAll(() => test.close());

const newUser = () => {
  const rest = { birth_date: null, country: 'FR', group: 'g', return_url: null };
  return createNaturalUser(test.ctx, { first_name: 'Ada', last_name: 'Perrin', ...rest });
};

describe('requests that race for a user', () => {
  it('lose no change when each changes another field', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await newUser();
      await Promise.all([
        patchUser(test.ctx, id, { first_name: 'Ida' }),
        patchUser(test.ctx, id, { last_name: 'Sorel' }),
        patchUser(test.ctx, id, { country: 'BE' }),
      ]);
      const user = await test.runtime.database.user.findUniqueOrThrow({ where: { id } });
      expect(user).toMatchObject({ name: 'Ida Sorel', firstName: 'Ida', lastName: 'Sorel', country: 'BE' });
    }
  });

  it('find the user, or are told that it is gone', async () => {
    const { id } = await newUser();
    const wanted = { provider_name: 'sandbox_openbanking', requested_data_types: ['BANK_ACCOUNT'] };
    const creating = Array.from({ length: 20 }, () =>
      createConnection(test.ctx, id, { ...wanted, skip_permissions: false }),
    );
    const [, ...created] = await Promise.allSettled([deleteUser(test.ctx, id), ...creating]);
    for (const result of created) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'USER_NOT_FOUND' });
    }
    expect(await test.runtime.database.dataConnection.count({ where: { userId: id } })).toBe(0);
  });
});
