import { newId } from '@/server/core/ids.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import type { ConnectionEvent, DataConnectionStatus, Prisma } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { count, type FunnelStep, raiseFunnel, statusCounts } from '@/server/stats/index.ts';

/** Written when it is awaited, or by the batch it is put into. */
export type EventWrite = Prisma.PrismaPromise<ConnectionEvent>;

/** Which connection an event is about. */
export interface EventSubject {
  id: string;
  userId: string;
  providerName: string;
}

/** Steps of the connect flow; kept with their time so that a funnel can show where people leave (UX.md 1.5). */
export type ConnectStep =
  | 'LINK_CREATED'
  | 'LINK_OPENED'
  | 'ALLOWED'
  | 'LEFT_FOR_PROVIDER'
  | 'CAME_BACK'
  | 'DENIED_AT_PROVIDER'
  | 'PROVIDER_TROUBLE'
  | 'KEY_REFUSED'
  | 'PARTLY_SHARED'
  | 'OTHER_ACCOUNT'
  | 'CANCELLED_HERE'
  | 'LOST_THREAD'
  | 'GRANT_NOT_NEEDED';

interface StatusChange {
  version: number;
  from: DataConnectionStatus | null;
  to: DataConnectionStatus;
  reason?: string | undefined;
}

/**
 * Writes the event of a status change, in the transaction of the change. Unique on connection and version: if two
 * racers got here with one version, the database refuses the second (DESIGN trap 3).
 */
export function recordStatusChange(
  tx: Transaction,
  ctx: Context,
  subject: EventSubject,
  change: StatusChange,
): EventWrite {
  return record(tx, ctx, subject, {
    type: `DATA_CONNECTION_${change.to}`,
    connectionVersion: change.version,
    fromStatus: change.from,
    toStatus: change.to,
    reason: change.reason ?? null,
  });
}

/** Writes that the requested data types were changed; it has a version of its own like a status change. */
export function recordEdit(
  tx: Transaction,
  ctx: Context,
  subject: EventSubject,
  version: number,
): EventWrite {
  return record(tx, ctx, subject, { type: 'DATA_CONNECTION_EDITED', connectionVersion: version });
}

/** Writes the end of a connection. The row holds ids only and outlives it (CONTRACT section 4). */
export async function recordDeletion(
  tx: Transaction,
  ctx: Context,
  subject: EventSubject & { status: DataConnectionStatus },
): Promise<void> {
  await record(tx, ctx, subject, { type: 'DATA_CONNECTION_DELETED', fromStatus: subject.status });
  await count(tx, ctx, statusCounts(subject.providerName, subject.status, null));
}

/** Steps that lead on; the others stop a person, or only tell. */
const steps: Partial<Record<ConnectStep, FunnelStep>> = {
  LINK_OPENED: 'OPENED',
  ALLOWED: 'ALLOWED',
  LEFT_FOR_PROVIDER: 'LEFT_FOR_PROVIDER',
};
const stops: readonly ConnectStep[] = [
  ...(['CANCELLED_HERE', 'DENIED_AT_PROVIDER', 'PROVIDER_TROUBLE', 'KEY_REFUSED'] as const),
  ...(['OTHER_ACCOUNT', 'PARTLY_SHARED', 'LOST_THREAD'] as const),
];

/** Writes a step of the connect flow, and counts it. `reason` is one of our words, never provider text. */
export async function recordStep(
  tx: Transaction,
  ctx: Context,
  subject: EventSubject,
  step: ConnectStep,
  reason?: string,
): Promise<void> {
  await record(tx, ctx, subject, { type: `CONNECT_${step}`, reason: reason ?? null });
  const next = steps[step];
  if (next !== undefined) await raiseFunnel(tx, ctx, subject.id, next);
  if (!stops.includes(step)) return;
  const { providerName } = subject;
  await count(tx, ctx, [{ metric: 'connect_stops', providerName, label: step, amount: 1 }]);
}

/** `recordStep` for a step that nothing else is written with. */
export function noteStep(
  ctx: Context,
  subject: EventSubject,
  step: ConnectStep,
  reason?: string,
): Promise<void> {
  return transaction(ctx.database, (tx) => recordStep(tx, ctx, subject, step, reason));
}

/**
 * Writes the end of a sync (CONTRACT section 8), in the transaction that ends it. `reason`: the code of its error.
 */
export function recordSyncEnd(
  tx: Transaction,
  ctx: Context,
  subject: EventSubject,
  {
    status,
    reason,
    ...sync
  }: { dataSyncId: string; dataType: string; status: string; reason?: string | undefined },
): EventWrite {
  return record(tx, ctx, subject, { type: `DATA_SYNC_${status}`, reason: reason ?? null, ...sync });
}

interface EventFields {
  type: string;
  dataSyncId?: string;
  dataType?: string;
  connectionVersion?: number;
  fromStatus?: DataConnectionStatus | null;
  toStatus?: DataConnectionStatus;
  reason?: string | null;
}

function record(tx: Transaction, ctx: Context, subject: EventSubject, fields: EventFields): EventWrite {
  return tx.connectionEvent.create({
    data: {
      id: newId(),
      accountId: ctx.accountId,
      userId: subject.userId,
      connectionId: subject.id,
      providerName: subject.providerName,
      actor: ctx.actor,
      requestId: ctx.requestId,
      createdAt: ctx.clock.now(),
      ...fields,
    },
  });
}
