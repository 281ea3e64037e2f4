import { addMs } from '@/server/core/clock.ts';
import { isLostAccess } from '@/server/data-syncs/index.ts';
import { listStuckJobs } from '@/server/jobs/index.ts';
import { listOpenBreakers, type OpenBreaker } from '@/server/provider-limits/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { readCounts } from '@/server/stats/index.ts';
import { type ErrorGroup, listErrorGroups } from './sync-charts.ts';

export interface WaitingConnections {
  providerName: string;
  count: number;
  /** Since when the one that is longest in this status is in it. */
  firstSeen: Date | null;
}

/** What somebody should look at, each with what caused it; empty lists are good news. */
export interface NeedsAttention {
  /** Their users have to authorize again. */
  authErrors: WaitingConnections[];
  /** CONNECTING for more than an hour: the person left in the middle. */
  stuckConnecting: WaitingConnections[];
  /** Of the last 24 hours, without those whose connection lost its access: that is told as long as it is lost. */
  failingSyncs: ErrorGroup[];
  /** Providers in trouble, which are left alone for a while. */
  openBreakers: OpenBreaker[];
  /** Jobs that run past their lease: no worker is there to take them over. */
  stuckJobs: { id: string; kind: string }[];
}

const stuckMs = 3_600_000;

export async function listNeedsAttention(ctx: Context): Promise<NeedsAttention> {
  const counts = await readCounts(ctx, 'connections', { period: 'EVER', from: 0 });
  const inStatus = (status: string) => counts.filter(({ label }) => label === status);
  const [authErrors, stuckConnecting, errorGroups, openBreakers, stuckJobs] = await Promise.all([
    Promise.all(
      inStatus('AUTH_ERROR').map(async ({ providerName, amount }) => ({
        ...{ providerName, count: amount },
        firstSeen: await findLongest(ctx, 'AUTH_ERROR', providerName),
      })),
    ),
    Promise.all(
      inStatus('CONNECTING').map(async ({ providerName, amount }) => ({
        providerName,
        count: amount - (await countRecent(ctx, providerName)),
        firstSeen: await findLongest(ctx, 'CONNECTING', providerName),
      })),
    ),
    listErrorGroups(ctx, '24h'),
    listOpenBreakers(ctx),
    listStuckJobs(ctx),
  ]);
  return {
    ...{ authErrors: mostFirst(authErrors), stuckConnecting: mostFirst(stuckConnecting) },
    failingSyncs: errorGroups.filter(({ errorCode }) => !isLostAccess(errorCode)),
    ...{ openBreakers, stuckJobs },
  };
}

function mostFirst(rows: readonly WaitingConnections[]): WaitingConnections[] {
  return rows.filter(({ count }) => count > 0).toSorted((one, other) => other.count - one.count);
}

async function findLongest(
  { database, accountId }: Context,
  status: 'AUTH_ERROR' | 'CONNECTING',
  providerName: string,
): Promise<Date | null> {
  const row = await database.dataConnection.findFirst({
    where: { accountId, status, providerName },
    orderBy: { statusChangedAt: 'asc' },
    select: { statusChangedAt: true },
  });
  return row?.statusChangedAt ?? null;
}

/** Those that opened their link within the hour are few, and are counted; how many there are in all is known. */
function countRecent({ database, accountId, clock }: Context, providerName: string): Promise<number> {
  return database.dataConnection.count({
    where: {
      ...{ accountId, status: 'CONNECTING', providerName },
      statusChangedAt: { gt: addMs(clock.now(), -stuckMs) },
    },
  });
}
