import { type MissingMeans, missingMeans } from '@/server/pull/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import type { ClaimedSync } from './claim-sync.ts';
import { isComputed } from './computed-pages.ts';

/** What it says about a record that this sync, a full one that came to its end, did not see it. */
export async function whatMissingMeans(
  ctx: Context,
  { connection, manifest, dataType }: ClaimedSync,
): Promise<MissingMeans> {
  if (isComputed(dataType)) return 'gone';
  const grant = await ctx.database.providerGrant.findUnique({
    where: { connectionId: connection.id, accountId: ctx.accountId },
    select: { scope: true },
  });
  return missingMeans(manifest, dataType, grant?.scope?.split(' ') ?? null);
}
