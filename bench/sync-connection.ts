import { createTestClient } from '@/sandbox/test-client.ts';
import { createAccount } from '@/server/accounts/index.ts';
import { createConnection, transition } from '@/server/connections/index.ts';
import { createDataConnectionSchema } from '@/server/connections/schemas.ts';
import { addMs, dayMs } from '@/server/core/clock.ts';
import { transaction } from '@/server/db/client.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { saveGrant } from '@/server/grants/index.ts';
import { type Context, type Runtime, withAccount } from '@/server/runtime/runtime.ts';
import { createLegalUser } from '@/server/users/index.ts';
import { createLegalUserSchema } from '@/server/users/schemas.ts';

/** Whose records are measured. */
export interface Connected {
  accountId: string;
  userId: string;
  connectionId: string;
}

const providerName = 'sandbox_openbanking';

/** An account with one user. */
export async function makeUser(runtime: Runtime): Promise<{ ctx: Context; userId: string }> {
  const accountId = await createAccount(runtime, 'Bench');
  const ctx = withAccount(runtime, accountId, 'system', null);
  const user = await createLegalUser(ctx, createLegalUserSchema.parse({ name: 'Atelier Marnie' }));
  return { ctx, userId: user.id };
}

/** A connection that is CONNECTED; no provider was asked. */
export async function makeConnection(ctx: Context, userId: string): Promise<DataConnection> {
  const input = { provider_name: providerName, requested_data_types: ['BANK_TRANSACTION'] };
  const created = await createConnection(ctx, userId, createDataConnectionSchema.parse(input));
  return transaction(ctx.database, async (tx) => {
    const { row } = await transition(tx, ctx, created, { event: 'AUTHORIZED', authRequired: true });
    return row;
  });
}

/** A connection with tokens of the sandbox, as the connect flow leaves it behind. */
export async function connect(runtime: Runtime, sandboxUrl: string): Promise<Connected> {
  const { ctx, userId } = await makeUser(runtime);
  const connection = await makeConnection(ctx, userId);
  const tokens = await createTestClient(sandboxUrl, providerName).connect();
  const secrets = {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? null,
    values: {},
  };
  const accessTokenExpiresAt = addMs(runtime.clock.now(), dayMs);
  await transaction(runtime.database, (tx) =>
    saveGrant(tx, ctx, connection, { secrets, scope: null, accessTokenExpiresAt }),
  );
  return { accountId: ctx.accountId, userId, connectionId: connection.id };
}
