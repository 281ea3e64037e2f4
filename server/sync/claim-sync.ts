import { dayMs } from '@/server/core/clock.ts';
import { failpoint } from '@/server/core/failpoint.ts';
import { newId } from '@/server/core/ids.ts';
import { endLiveSyncs, endSync, findLiveSyncs, type SyncEnd } from '@/server/data-syncs/index.ts';
import { type DataTypeName, isDataTypeName } from '@/server/data-types/index.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import type { DataConnection, DataSync, SyncState } from '@/server/db/models.ts';
import { lockConnection } from '@/server/grants/index.ts';
import type { Job } from '@/server/jobs/index.ts';
import { getManifest, type ProviderManifest, withDependencies } from '@/server/providers/index.ts';
import { canGoOn, missesDeleted } from '@/server/pull/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { isComputed } from './computed-pages.ts';
import { findRefusal } from './find-refusal.ts';

/** One sync that this worker may run until its fence moves. */
export interface ClaimedSync {
  connection: DataConnection;
  manifest: ProviderManifest;
  dataType: DataTypeName;
  sync: DataSync;
  state: SyncState;
}

/** `wait`: the rest is for later. `done`: nothing can be done now. */
export type NextSync = { kind: 'run'; claimed: ClaimedSync } | { kind: 'wait' } | { kind: 'done' };

const disconnected: SyncEnd = {
  status: 'FETCH_ERROR',
  code: 'CONNECTION_NOT_CONNECTED',
  message: 'The connection is not CONNECTED.',
};

/**
 * Takes the next sync of a connection: the ones that others depend on first. Only who has the connection's job may take
 * one, so one that is FETCHING was left behind by a worker that died. Throws when the job was lost.
 */
export async function claimNext(ctx: Context, job: Job<'sync_connection'>): Promise<NextSync> {
  const { connectionId } = job.payload;
  const connection = await ctx.database.dataConnection.findFirst({
    where: { id: connectionId, accountId: ctx.accountId },
  });
  if (connection === null) return { kind: 'done' };
  const live = await findLiveSyncs(ctx.database, connectionId);
  if (live.length === 0) return { kind: 'done' };
  if (connection.status !== 'CONNECTED') {
    await endDisconnected(ctx, job);
    return { kind: 'done' };
  }
  const manifest = getManifest(connection.providerName, ctx.catalogue);
  const now = ctx.clock.now();
  const due = inOrder(manifest, live).find((sync) => dueAt(sync, now) <= now);
  if (due === undefined) return { kind: 'wait' };
  const refusal = await findRefusal(ctx, connection, manifest, due);
  if (refusal !== null)
    await transaction(ctx.database, async (tx) => {
      await lockConnection(tx, ctx, connectionId);
      await endSync(tx, ctx, due, refusal);
    });
  const claimed = refusal === null ? await claim(ctx, job, connection, manifest, due) : null;
  await failpoint('sync.claimed');
  return claimed === null ? claimNext(ctx, job) : { kind: 'run', claimed };
}

/** What was queued a moment before its connection ended. One that is CONNECTED again by now is left alone. */
function endDisconnected(ctx: Context, job: Job<'sync_connection'>): Promise<void> {
  const { connectionId } = job.payload;
  return transaction(ctx.database, async (tx) => {
    await job.hold(tx);
    await lockConnection(tx, ctx, connectionId);
    const now = await tx.dataConnection.findUnique({ where: { id: connectionId }, select: { status: true } });
    if (now !== null && now.status !== 'CONNECTED') await endLiveSyncs(tx, ctx, connectionId, disconnected);
  });
}

/** When the next sync of a connection is due, as this transaction sees it; null: none is live. */
export async function findNextDue(ctx: Context, tx: Transaction, connectionId: string): Promise<Date | null> {
  const live = await findLiveSyncs(tx, connectionId);
  const [first] = live;
  if (first === undefined) return null;
  const now = ctx.clock.now();
  const manifest = getManifest(first.providerName, ctx.catalogue);
  const times = inOrder(manifest, live).map((sync) => dueAt(sync, now).getTime());
  return new Date(Math.max(now.getTime(), Math.min(...times)));
}

function dueAt({ status, nextAttemptAt }: DataSync, now: Date): Date {
  return status === 'FETCHING' ? now : nextAttemptAt;
}

/** Without those that depend on another live one; in the manifest's order, where types stand after the ones they need. */
function inOrder(manifest: ProviderManifest, live: readonly DataSync[]): DataSync[] {
  const isLive = (name: string) => live.some(({ dataType }) => dataType === name);
  const place = ({ dataType }: DataSync) => manifest.dataTypes.findIndex(({ type }) => type === dataType);
  return live
    .filter(({ dataType }) =>
      withDependencies(manifest, [dataType]).every((needed) => needed === dataType || !isLive(needed)),
    )
    .toSorted((one, other) => place(one) - place(other));
}

/** Null: somebody else ended it. */
function claim(
  ctx: Context,
  job: Job<'sync_connection'>,
  connection: DataConnection,
  manifest: ProviderManifest,
  sync: DataSync,
): Promise<ClaimedSync | null> {
  const { dataType } = sync;
  if (!isDataTypeName(dataType)) throw new Error(`${dataType} is no data type`);
  const wasLeft = sync.status === 'FETCHING';
  return transaction(ctx.database, async (tx) => {
    await job.hold(tx);
    const now = ctx.clock.now();
    const [row] = await tx.dataSync.updateManyAndReturn({
      where: { id: sync.id, fence: sync.fence, activeKey: { not: null } },
      data: {
        status: 'FETCHING',
        fence: { increment: 1 },
        attempts: { increment: 1 },
        changeKey: newId(),
        ...(sync.startedAt === null && { startedAt: now }),
        ...(wasLeft && { failures: { increment: 1 }, failingSince: sync.failingSince ?? now }),
      },
    });
    if (row === undefined) return null;
    const state = await beginRun(tx, ctx, manifest, connection.id, dataType);
    return { connection, manifest, dataType, sync: row, state };
  });
}

/** A run that only asks for changes cannot see what was deleted, with some providers: now and then everything is read. */
const fullReadEveryMs = 7 * dayMs;

/**
 * Where reading goes on. A run that begins at the beginning gets a generation of its own when it reads everything, also
 * when it was stopped on its way and cannot go on from there: what it saw then may be gone by now.
 */
async function beginRun(
  tx: Transaction,
  ctx: Context,
  manifest: ProviderManifest,
  connectionId: string,
  dataType: DataTypeName,
): Promise<SyncState> {
  const where = { connectionId_dataType: { connectionId, dataType } };
  const state = await tx.syncState.findUniqueOrThrow({ where });
  const { position, checkpoint, fullReadAt } = state;
  if (position !== null && !isComputed(dataType) && canGoOn(manifest, dataType, checkpoint, position))
    return state;
  const isOld = fullReadAt === null || ctx.clock.now().getTime() - fullReadAt.getTime() >= fullReadEveryMs;
  const isFull = checkpoint === null || (isOld && !isComputed(dataType) && missesDeleted(manifest, dataType));
  if (!isFull) return state;
  return tx.syncState.update({
    where,
    data: { position: null, checkpoint: null, generation: { increment: 1 } },
  });
}
