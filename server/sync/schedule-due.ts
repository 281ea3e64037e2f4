import { readDataTypes } from '@/server/connections/index.ts';
import { addMs } from '@/server/core/clock.ts';
import { randomFraction } from '@/server/core/random.ts';
import { createSyncs, findLiveSyncs, type SyncTrigger } from '@/server/data-syncs/index.ts';
import { transaction } from '@/server/db/client.ts';
import { isUniqueViolation } from '@/server/db/errors.ts';
import type { DataConnection } from '@/server/db/models.ts';
import { enqueue, wake } from '@/server/jobs/index.ts';
import { getAccountProvider, readSyncPlan, type SyncPlan } from '@/server/provider-settings/index.ts';
import { getManifest } from '@/server/providers/index.ts';
import { type Context, type Runtime, withAccount } from '@/server/runtime/runtime.ts';
import { syncableTypes } from './syncable-types.ts';

const batch = 100;

/**
 * One look at the schedule: starts the syncs that are due, the longest due first, until none is left. What is due is found
 * through its index, so a look costs what is due and not what there is.
 */
export async function scheduleDue(runtime: Runtime, signal: AbortSignal): Promise<number> {
  const plans = createPlans(runtime);
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
      if (await look(ctx, connection, await plans.of(ctx, connection.providerName))) started += 1;
    }
    if (due.length > 0) wake();
    if (due.length < batch) return started;
  }
  return started;
}

/** Read once per look and provider. */
function createPlans(runtime: Runtime) {
  const known = new Map<string, Promise<SyncPlan>>();
  const read = async (ctx: Context, providerName: string): Promise<SyncPlan> => {
    // A provider of an older version, which is in the catalogue no more.
    if (!runtime.catalogue.has(providerName)) return { onConnect: false, everyMs: null };
    const provider = await getAccountProvider(ctx, providerName);
    const plan = readSyncPlan(provider);
    // One that is switched off keeps its place, and starts nothing.
    return provider.enabled ? plan : { ...plan, onConnect: false };
  };
  return {
    of(ctx: Context, providerName: string): Promise<SyncPlan> {
      const key = `${ctx.accountId}:${providerName}`;
      const plan = known.get(key) ?? read(ctx, providerName);
      known.set(key, plan);
      return plan;
    },
  };
}

/** Whether syncs were started. */
async function look(ctx: Context, connection: DataConnection, plan: SyncPlan): Promise<boolean> {
  const { id, nextSyncAt, connectedAt, accountId, version } = connection;
  const isConnected = connection.status === 'CONNECTED';
  // The first look is at the moment of connecting (`transition`); later ones are the schedule's.
  const isFirst = nextSyncAt !== null && connectedAt !== null && nextSyncAt <= connectedAt;
  const isWanted = isFirst ? plan.onConnect : plan.everyMs !== null;
  const trigger: SyncTrigger = isFirst ? 'connected' : 'schedule';
  const next = plan.everyMs === null ? null : nextLook(ctx, plan.everyMs);
  const dataTypes = syncableTypes(
    getManifest(connection.providerName, ctx.catalogue),
    readDataTypes(connection.requestedDataTypes),
  );
  const starts = isWanted && isConnected && dataTypes.length > 0;
  try {
    return await transaction(ctx.database, async (tx) => {
      if (starts) await enqueue(tx, ctx, 'sync_connection', { accountId, connectionId: id }, { key: id });
      // Whoever changed it meanwhile has made this look out of date.
      const { count } = await tx.dataConnection.updateMany({
        where: { id, version, nextSyncAt },
        data: { nextSyncAt: isConnected ? next : null },
      });
      if (count === 0 || !starts) return false;
      const live = new Set((await findLiveSyncs(tx, id)).map(({ dataType }) => dataType));
      const idle = dataTypes.filter((dataType) => !live.has(dataType));
      await createSyncs(tx, ctx, connection, idle, trigger);
      return idle.length > 0;
    });
  } catch (error) {
    // A call started one of them at this very moment; the next look comes at once.
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Not exactly one interval on: what was connected together drifts apart. */
function nextLook(ctx: Context, everyMs: number): Date {
  return addMs(ctx.clock.now(), Math.round(everyMs * (0.95 + 0.1 * randomFraction(ctx.random))));
}
