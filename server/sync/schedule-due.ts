import { readDataTypes } from '@/server/connections/index.ts';
import { addMs, minuteMs } from '@/server/core/clock.ts';
import { randomFraction } from '@/server/core/random.ts';
import { createSyncs, findLiveSyncs } from '@/server/data-syncs/index.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import { isUniqueViolation, translateDatabaseError } from '@/server/db/errors.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { enqueue, wake } from '@/server/jobs/index.ts';
import { getAccountProvider, lockProviderSettings, readSyncPlan } from '@/server/provider-settings/index.ts';
import { type Context, type Runtime, withAccount } from '@/server/runtime/runtime.ts';
import { syncableTypes } from './syncable-types.ts';

const batch = 100;
const putOffMs = 60 * minuteMs;

/**
 * One look at the schedule: starts the syncs that are due, the longest due first, until none is left. What is due is found
 * through its index, so a look costs what is due and not what there is.
 */
export async function scheduleDue(runtime: Runtime, signal: AbortSignal): Promise<number> {
  let started = 0;
  while (!signal.aborted) {
    const due = await runtime.database.dataConnection.findMany({
      where: { nextSyncAt: { lte: runtime.clock.now() } },
      orderBy: { nextSyncAt: 'asc' },
      take: batch,
    });
    for (const connection of due) {
      if (signal.aborted) return started;
      const ctx = withAccount(runtime, connection.accountId, 'system', null);
      if (await lookOrPutOff(ctx, connection)) started += 1;
    }
    if (due.length > 0) wake();
    if (due.length < batch) return started;
  }
  return started;
}

/** One connection that cannot be looked at must not keep the others from it. */
async function lookOrPutOff(ctx: Context, connection: DataConnection): Promise<boolean> {
  try {
    return await look(ctx, connection);
  } catch (error) {
    // A call started one of its syncs at this very moment: the next look comes at once.
    if (isUniqueViolation(error)) return false;
    if (translateDatabaseError(error) !== error) throw error;
    const { id, nextSyncAt } = connection;
    ctx.log.error(
      { alarm: 'not_scheduled', connectionId: id, err: error },
      'a connection could not be scheduled',
    );
    await ctx.database.dataConnection.updateMany({
      where: { id, nextSyncAt },
      data: { nextSyncAt: addMs(ctx.clock.now(), putOffMs) },
    });
    return false;
  }
}

/** Whether syncs were started. */
async function look(ctx: Context, connection: DataConnection): Promise<boolean> {
  const { id, nextSyncAt, connectedAt, accountId, version, providerName } = connection;
  // The first look is at the moment of connecting (`transition`); later ones are the schedule's.
  const isFirst = nextSyncAt !== null && connectedAt !== null && nextSyncAt <= connectedAt;
  const isConnected = connection.status === 'CONNECTED';
  // A provider of an older version is in the catalogue no more.
  const manifest = ctx.catalogue.get(providerName);
  const dataTypes =
    manifest === undefined ? [] : syncableTypes(manifest, readDataTypes(connection.requestedDataTypes));
  return transaction(ctx.database, async (tx) => {
    const plan = manifest === undefined ? nothing : await readPlan(tx, ctx, providerName);
    const starts =
      isConnected &&
      dataTypes.length > 0 &&
      (isFirst ? plan.onConnect : plan.everyMs !== null) &&
      plan.enabled;
    // Jobs before other locks (`enqueue`).
    if (starts) await enqueue(tx, ctx, 'sync_connection', { accountId, connectionId: id }, { key: id });
    // Whoever changed it meanwhile has made this look out of date.
    const { count } = await tx.dataConnection.updateMany({
      where: { id, version, nextSyncAt },
      data: { nextSyncAt: isConnected && plan.everyMs !== null ? nextLook(ctx, plan.everyMs) : null },
    });
    if (count === 0 || !starts) return false;
    const live = new Set((await findLiveSyncs(tx, id)).map(({ dataType }) => dataType));
    const idle = dataTypes.filter((dataType) => !live.has(dataType));
    await createSyncs(tx, ctx, connection, idle, isFirst ? 'connected' : 'schedule');
    return idle.length > 0;
  });
}

const nothing = { onConnect: false, everyMs: null, enabled: false };

/** As it is until the transaction ends: a change that comes after it reschedules what is written here. */
async function readPlan(tx: Transaction, ctx: Context, providerName: string) {
  await lockProviderSettings(tx, ctx, providerName);
  const provider = await getAccountProvider(ctx, providerName, tx);
  // One that is switched off keeps its place, and starts nothing.
  return { ...readSyncPlan(provider), enabled: provider.enabled };
}

/** Not exactly one interval on: what was connected together drifts apart. */
function nextLook(ctx: Context, everyMs: number): Date {
  return addMs(ctx.clock.now(), Math.round(everyMs * (0.95 + 0.1 * randomFraction(ctx.random))));
}
