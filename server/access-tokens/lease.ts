import { addMs } from '@/server/core/clock.ts';
import { failpoint } from '@/server/core/failpoint.ts';
import { newId } from '@/server/core/ids.ts';
import { leaseLength } from '@/server/core/lease-length.ts';
import { sha256 } from '@/server/core/random.ts';
import type { ProviderGrant } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** Longer than two requests with their deadline: who holds it can finish, and who died gives it back after this. */
export const leaseMs = leaseLength(45_000);

/** The right to spend a grant's refresh token, until the lease ends. */
export interface Claim {
  connectionId: string;
  /** Of this claim alone: a grant that was erased and given anew counts its fences from the beginning. */
  owner: string;
  fence: number;
  /** The grant as it was when it was claimed. */
  grant: ProviderGrant;
}

/**
 * Takes the lease of a grant if it is still at `version` and nobody holds it: one conditional update, so of n racers one
 * wins. Null for the others.
 */
export async function claimRefresh(
  ctx: Context,
  connectionId: string,
  version: number,
): Promise<Claim | null> {
  const now = await leaseTime(ctx);
  const owner = newId();
  const [grant] = await ctx.database.providerGrant.updateManyAndReturn({
    where: {
      connectionId,
      accountId: ctx.accountId,
      version,
      OR: [{ refreshLeaseUntil: null }, { refreshLeaseUntil: { lt: now } }],
    },
    data: { refreshOwner: owner, refreshLeaseUntil: addMs(now, leaseMs), refreshFence: { increment: 1 } },
  });
  if (grant === undefined) return null;
  await failpoint('refresh.claimed');
  return { connectionId, owner, fence: grant.refreshFence, grant };
}

/** Where a claim may write: the row as long as nobody has claimed it after. */
export function heldBy(ctx: Context, { connectionId, owner, fence }: Claim) {
  return { connectionId, accountId: ctx.accountId, refreshOwner: owner, refreshFence: fence };
}

/** Whether an earlier try may have spent this refresh token without bringing its answer home. */
export function wasSpentBefore({ grant }: Claim, refreshToken: string): boolean {
  return grant.refreshIntent === sha256(refreshToken);
}

/** Writes down which token is about to be spent, before it is (SECURITY 2.3 step 3). False when the claim was lost. */
export async function writeIntent(ctx: Context, claim: Claim, refreshToken: string): Promise<boolean> {
  const { count } = await ctx.database.providerGrant.updateMany({
    where: heldBy(ctx, claim),
    data: { refreshIntent: sha256(refreshToken) },
  });
  await failpoint('refresh.intent_written');
  return count === 1;
}

/**
 * Gives the lease back without a result. The intent stays when the provider may have spent the token all the same.
 * False when the claim was lost.
 */
export async function releaseRefresh(
  ctx: Context,
  claim: Claim,
  { keepIntent }: { keepIntent: boolean },
): Promise<boolean> {
  const { count } = await ctx.database.providerGrant.updateMany({
    where: heldBy(ctx, claim),
    data: { refreshOwner: null, refreshLeaseUntil: null, ...(!keepIntent && { refreshIntent: null }) },
  });
  return count === 1;
}

/** Leases of several machines are measured by one clock: the one of their database (F-13). */
async function leaseTime(ctx: Context): Promise<Date> {
  if (ctx.settings.database === 'sqlite') return ctx.clock.now();
  const [row] = await ctx.database.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (row === undefined) throw new Error('the database did not say what time it is');
  return row.now;
}
