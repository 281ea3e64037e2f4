import { AppError } from '@/server/core/errors.ts';
import { newId } from '@/server/core/ids.ts';
import type { Transaction } from '@/server/db/client.ts';
import type { DataConnection, Prisma } from '@/server/db/models.ts';
import { recordStatusChange } from '@/server/events/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { count, funnelCounts, statusCounts, stepOfStatus } from '@/server/stats/index.ts';
import { allowedPatches, nextStatus, type Status, type StatusEvent, statusTable } from './status.ts';

export type TransitionResult =
  | { moved: true; row: DataConnection }
  /** Nothing changed: the event does not move this status, or another request moved it first. */
  | { moved: false; row: DataConnection };

interface TransitionInput {
  event: StatusEvent;
  authRequired: boolean;
  /** Columns that change with the status, in the same update. It sees the row as it is now, and may throw. */
  change?: (row: DataConnection, to: Status) => Prisma.DataConnectionUpdateManyMutationInput;
  reason?: string;
  /** Asked before each try, with the row as it is now: false = leave it alone. */
  mayMove?: (row: DataConnection) => boolean;
}

/**
 * The one function that writes `status` (CONTRACT section 4). Moves `row` if it is still as it was read: the update is
 * conditional on id, status and version, so of n racers one wins (DESIGN trap 3: read, check and update by id had 40
 * winners of 40). A loser is judged again by the status it finds: it may be refused with 409, or have nothing to do.
 * Must run inside `transaction()`. Throws `INVALID_STATUS_TRANSITION`, and `DATA_CONNECTION_NOT_FOUND` after DELETE.
 */
export async function transition(
  tx: Transaction,
  ctx: Context,
  row: DataConnection,
  input: TransitionInput,
): Promise<TransitionResult> {
  const { event, authRequired, change, reason, mayMove } = input;
  if (statusTable[row.status][event] === 'refused') throw refusal(row.status);
  const to = nextStatus(row.status, event, authRequired);
  if (to === null || mayMove?.(row) === false) return { moved: false, row };

  const version = row.version + 1;
  const now = ctx.clock.now();
  const funnelStep = row.funnelStep === 0 ? 0 : Math.max(row.funnelStep, stepOfStatus(to));
  const { count: moved } = await tx.dataConnection.updateMany({
    where: {
      ...{ id: row.id, accountId: ctx.accountId, status: row.status, version: row.version },
      funnelStep: row.funnelStep,
    },
    data: {
      ...change?.(row, to),
      ...timesOf(to, now),
      ...(to === 'CONNECTED' && { lastErrorCode: null }),
      ...(to === 'AUTH_ERROR' && reason !== undefined && { lastErrorCode: reason }),
      ...{ status: to, version, statusChangedAt: now, changeKey: newId(), funnelStep },
    },
  });
  const after = await tx.dataConnection.findFirst({ where: { id: row.id, accountId: ctx.accountId } });
  if (after === null)
    throw new AppError('DATA_CONNECTION_NOT_FOUND', 'This data connection was deleted meanwhile.');
  if (moved === 0) return transition(tx, ctx, after, input);
  await recordStatusChange(tx, ctx, row, { version, from: row.status, to, reason });
  await count(tx, ctx, [
    ...statusCounts(row.providerName, row.status, to),
    ...funnelCounts(row, row.funnelStep, funnelStep),
  ]);
  return { moved: true, row: after };
}

/** A connection that is CONNECTED is looked at by the scheduler (`server/sync`), at once; no other one is. */
function timesOf(to: Status, now: Date): Prisma.DataConnectionUpdateManyMutationInput {
  if (to === 'CONNECTED') return { connectedAt: now, disconnectedAt: null, nextSyncAt: now };
  if (to === 'AUTH_ERROR' || to === 'DISCONNECTED') return { disconnectedAt: now, nextSyncAt: null };
  return { nextSyncAt: null };
}

/** 409 that names the status and what a PATCH could ask for instead. */
export function refusal(status: Status): AppError {
  const allowed = allowedPatches(status);
  const advice =
    allowed.length === 0 ? 'no status can be set by PATCH now' : `allowed now: ${allowed.join(', ')}`;
  return new AppError('INVALID_STATUS_TRANSITION', `The connection is ${status}; ${advice}.`);
}
