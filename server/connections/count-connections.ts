import type { DataConnectionStatus } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';

export interface ConnectionCount {
  status: DataConnectionStatus;
  count: number;
}

/** How many connections of each status the users of one page have; users without any are missing. */
export async function countConnectionsOfUsers(
  ctx: Context,
  userIds: readonly string[],
): Promise<Map<string, ConnectionCount[]>> {
  if (userIds.length === 0) return new Map();
  const groups = await ctx.database.dataConnection.groupBy({
    by: ['userId', 'status'],
    where: { accountId: ctx.accountId, userId: { in: [...userIds] } },
    _count: true,
    orderBy: [{ userId: 'asc' }, { status: 'asc' }],
  });
  const counts = new Map<string, ConnectionCount[]>();
  for (const { userId, status, _count: count } of groups)
    counts.set(userId, [...(counts.get(userId) ?? []), { status, count }]);
  return counts;
}
