import type { AdminContext } from '@/server/admins/index.ts';
import { countConnectionsByStatus, readSyncStats } from '@/server/dashboard/index.ts';

export interface ProviderFigures {
  connections: number;
  /** Of the syncs that ended in the last 7 days; null when none did. */
  successShare: number | null;
}

/** From the maintained counters, by provider name; those without a connection are missing. */
export async function listProviderFigures(ctx: AdminContext): Promise<Map<string, ProviderFigures>> {
  const [{ byProvider }, stats] = await Promise.all([
    countConnectionsByStatus(ctx),
    readSyncStats(ctx, '7d'),
  ]);
  return new Map(
    byProvider.map(({ providerName, total }) => {
      const health = stats.byProvider.find((each) => each.providerName === providerName);
      return [providerName, { connections: total, successShare: health?.successRate ?? null }];
    }),
  );
}
