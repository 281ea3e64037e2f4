import { AppError } from '@/server/core/errors.ts';
import { isId } from '@/server/core/ids.ts';
import type { Transaction } from '@/server/db/client.ts';
import type { DataConnection, User } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** The user of this account; an unknown id, another account's id and what is no UUID answer alike. */
export async function getUser(ctx: Context, userId: string, tx: Transaction = ctx.database): Promise<User> {
  const row = isId(userId)
    ? await tx.user.findFirst({ where: { id: userId, accountId: ctx.accountId } })
    : null;
  if (row !== null) return row;
  throw new AppError('USER_NOT_FOUND', 'There is no such user.');
}

/** The connection of this user. Throws `USER_NOT_FOUND` before `DATA_CONNECTION_NOT_FOUND`. */
export async function getConnection(
  ctx: Context,
  userId: string,
  connectionId: string,
  tx: Transaction = ctx.database,
): Promise<DataConnection> {
  const where = { id: connectionId, userId, accountId: ctx.accountId };
  const row = isId(connectionId) && isId(userId) ? await tx.dataConnection.findFirst({ where }) : null;
  if (row !== null) return row;
  await getUser(ctx, userId, tx);
  throw new AppError('DATA_CONNECTION_NOT_FOUND', 'This user has no such data connection.');
}
