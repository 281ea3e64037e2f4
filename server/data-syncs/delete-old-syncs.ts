import type { Runtime } from '@/server/runtime/runtime.ts';

const batch = 500;

/**
 * Housekeeping: forgets syncs whose time is over, some hundreds per call, found through their index. The latest sync of
 * a data type stays, however old it is. Returns how many are gone.
 */
export async function deleteOldSyncs({ database, clock }: Runtime): Promise<number> {
  const old = await database.dataSync.findMany({
    where: { expiresAt: { lt: clock.now() } },
    orderBy: { expiresAt: 'asc' },
    take: batch,
    select: { id: true },
  });
  if (old.length === 0) return 0;
  const { count } = await database.dataSync.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
  return count;
}
