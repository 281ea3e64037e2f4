import type { Transaction } from '@/server/db/client.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { count, type FunnelStep, funnelCounts, funnelSteps } from './count.ts';

/** Writes how far a connection has come; what it reached before counts no second time, whoever asks at once. */
export async function raiseFunnel(
  tx: Transaction,
  ctx: Context,
  connectionId: string,
  step: FunnelStep,
): Promise<void> {
  const to = funnelSteps.indexOf(step) + 1;
  const ids = { id: connectionId, accountId: ctx.accountId };
  const row = await tx.dataConnection.findFirst({
    where: ids,
    select: { funnelStep: true, createdAt: true, providerName: true },
  });
  if (row === null || row.funnelStep === 0 || row.funnelStep >= to) return;
  const { count: raised } = await tx.dataConnection.updateMany({
    where: { ...ids, funnelStep: row.funnelStep },
    data: { funnelStep: to },
  });
  if (raised === 0) return raiseFunnel(tx, ctx, connectionId, step);
  await count(tx, ctx, funnelCounts(row, row.funnelStep, to));
}
