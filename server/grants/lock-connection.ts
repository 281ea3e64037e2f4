import type { Transaction } from '@/server/db/client.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/**
 * Makes everybody else who ends or finishes an authorization of this connection wait until `tx` is over. Always taken
 * before its attempts are touched: in another order two transactions could wait for each other for ever. False when the
 * connection was deleted.
 */
export async function lockConnection(tx: Transaction, ctx: Context, connectionId: string): Promise<boolean> {
  const { count } = await tx.dataConnection.updateMany({
    where: { id: connectionId, accountId: ctx.accountId },
    data: { accountId: ctx.accountId },
  });
  return count === 1;
}
