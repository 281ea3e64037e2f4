import { newId } from '@/server/core/ids.ts';
import type { Transaction } from '@/server/db/client.ts';
import type { DataConnection, DataConnectionStatus, DataSyncStatus, Prisma } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { durationBucket } from './durations.ts';
import type { Metric } from './metrics.ts';
import { hourOf } from './periods.ts';

/** A change of one counter. */
export interface Count {
  metric: Metric;
  providerName: string;
  label: string;
  amount: number;
  /** Default: the present hour. */
  hour?: number;
}

/**
 * Counts, in the transaction of what is counted: rolled back, it did not happen. A row is added and none is changed, so
 * that nobody waits for anybody; `foldCounts` adds them up later. Written when it is awaited, or by its batch.
 */
export function count(
  tx: Transaction,
  ctx: Context,
  counts: readonly Count[],
): Prisma.PrismaPromise<Prisma.BatchPayload> {
  const now = hourOf(ctx.clock.now());
  const { accountId } = ctx;
  return tx.statDelta.createMany({
    data: counts.map(({ hour = now, ...rest }) => ({ id: newId(), accountId, hour, ...rest })),
  });
}

/** `from` null: created; `to` null: deleted. */
export function statusCounts(
  providerName: string,
  from: DataConnectionStatus | null,
  to: DataConnectionStatus | null,
): Count[] {
  const one = (label: DataConnectionStatus | null, amount: number): Count[] =>
    label === null ? [] : [{ metric: 'connections', providerName, label, amount }];
  return [...one(from, -1), ...one(to, 1)];
}

/** The steps of the connect flow in their order; step 1 is the first. 0: a connection that needs no authorization. */
export const funnelSteps = ['CREATED', 'OPENED', 'ALLOWED', 'LEFT_FOR_PROVIDER', 'CONNECTED'] as const;
export type FunnelStep = (typeof funnelSteps)[number];

/** What a status says about the step that was reached; 0: nothing. */
export function stepOfStatus(status: DataConnectionStatus): number {
  if (status === 'CONNECTED') return funnelSteps.length;
  return status === 'CONNECTING' ? funnelSteps.indexOf('OPENED') + 1 : 0;
}

/** A connection that comes to a step has passed those before it, also where the flow leaves one out. */
export function funnelCounts(
  { providerName, createdAt }: Pick<DataConnection, 'providerName' | 'createdAt'>,
  from: number,
  to: number,
): Count[] {
  const hour = hourOf(createdAt);
  return funnelSteps
    .slice(from, to)
    .map((label) => ({ metric: 'funnel', providerName, label, amount: 1, hour }));
}

/** `durationMs` null: it was never begun. */
export function syncCounts(
  providerName: string,
  end: { status: DataSyncStatus; errorCode: string | null; durationMs: number | null },
): Count[] {
  const { status, errorCode, durationMs } = end;
  const one = { providerName, amount: 1 };
  return [
    { metric: 'syncs', label: status, ...one },
    ...(errorCode === null ? [] : [{ metric: 'sync_errors' as const, label: errorCode, ...one }]),
    ...(status !== 'SUCCESS' || durationMs === null
      ? []
      : [{ metric: 'sync_durations' as const, label: String(durationBucket(durationMs)), ...one }]),
  ];
}
