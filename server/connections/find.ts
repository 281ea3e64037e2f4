import { AppError } from '@/server/core/errors.ts';
import { isId } from '@/server/core/ids.ts';
import type { Transaction } from '@/server/db/client.ts';
import { readConnection, readUser } from '@/server/db/hot-reads.ts';
import type { DataConnection, User } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** The user of this account; an unknown id, another account's id and what is no UUID answer alike. */
export async function getUser(ctx: Context, userId: string, tx?: Transaction): Promise<User> {
  const ids = { id: userId, accountId: ctx.accountId };
  const row = !isId(userId)
    ? null
    : tx
      ? await tx.user.findFirst({ where: ids })
      : await readUser(ctx.database, ids);
  if (row !== null) return row;
  throw new AppError('USER_NOT_FOUND', 'There is no such user.');
}

/** The connection of this user. Throws `USER_NOT_FOUND` before `DATA_CONNECTION_NOT_FOUND`. */
export async function getConnection(
  ctx: Context,
  userId: string,
  connectionId: string,
  tx?: Transaction,
): Promise<DataConnection> {
  const row = await findConnection(ctx, { id: connectionId, userId, accountId: ctx.accountId }, tx);
  if (row !== null) return row;
  await getUser(ctx, userId, tx);
  throw new AppError('DATA_CONNECTION_NOT_FOUND', 'This user has no such data connection.');
}

async function findConnection(
  ctx: Context,
  ids: { id: string; userId: string; accountId: string },
  tx: Transaction | undefined,
): Promise<DataConnection | null> {
  if (!isId(ids.id) || !isId(ids.userId)) return null;
  return tx ? tx.dataConnection.findFirst({ where: ids }) : readConnection(ctx.database, ids);
}

/** The connection of this account, whoever its user is: for admins, whose addresses name the connection alone. */
export async function getConnectionById(ctx: Context, connectionId: string): Promise<DataConnection> {
  const row = isId(connectionId)
    ? await ctx.database.dataConnection.findFirst({ where: { id: connectionId, accountId: ctx.accountId } })
    : null;
  if (row !== null) return row;
  throw new AppError('DATA_CONNECTION_NOT_FOUND', 'There is no such data connection.');
}
