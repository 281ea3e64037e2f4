import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAccount } from '@/server/accounts/index.ts';
import { createConnection, patchConnection } from '@/server/connections/index.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { createLegalUser } from '@/server/users/index.ts';
import { createLegalUserSchema } from '@/server/users/schemas.ts';
import { type Hint, subscribe } from './index.ts';

let test: TestRuntime;
beforeAll(async () => {
  test = await startTestRuntime({ realTime: true });
});
afterAll(() => test.close());

describe('whoever watches an account', () => {
  it('is told which of its connections change, by id alone, and not about others', async () => {
    const other = await createAccount(test.runtime, 'Another');
    const hints: Hint[] = [];
    const foreign: Hint[] = [];
    const stop = subscribe(test.runtime, test.accountId, (hint) => hints.push(hint));
    const stopOther = subscribe(test.runtime, other, (hint) => foreign.push(hint));
    const user = await createLegalUser(test.ctx, createLegalUserSchema.parse({ name: 'Atelier Marnie' }));
    const { id } = await createConnection(test.ctx, user.id, {
      provider_name: 'sandbox_public',
      requested_data_types: ['COMPANY_PROFILE'],
      skip_permissions: false,
    });
    await vi.waitFor(() => expect(hints.flatMap(({ connections }) => connections)).toContain(id), 3_000);
    hints.length = 0;
    await patchConnection(test.ctx, user.id, id, { status: 'DISCONNECTED' });
    await vi.waitFor(() => expect(hints.flatMap(({ connections }) => connections)).toContain(id), 3_000);
    expect(JSON.stringify(hints)).not.toContain('Marnie');
    expect(foreign).toEqual([]);
    stop();
    stopOther();
    hints.length = 0;
    await patchConnection(test.ctx, user.id, id, { status: 'AUTH_REQUIRED' });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(hints).toEqual([]);
  });
});
