import { createQueue } from '@/server/jobs/find-queue.ts';
import { type Check, createNotes, type Facts } from './facts.ts';

/** Jobs are taken over this long after their lease at the latest (I-08). */
const stuckMs = 30_000;

/** I-08: no job is stuck or was given up; no live sync without a job; every sync that was asked for has ended well. */
export const checkSyncs: Check = async (facts) => {
  const { broken, report } = createNotes();
  const { runtime, leaseMs, subjects } = facts;
  const queue = createQueue(runtime, leaseMs);
  for (const { id, kind } of await queue.listStuck(stuckMs))
    broken('I-08', null, `job ${kind} ${id} is past its lease + ${stuckMs / 1_000} s`);
  for (const [kind, { failed }] of await queue.counts())
    if (failed > 0) broken('I-08', null, `${failed} jobs ${kind} were given up`);

  const { database } = runtime;
  const live = await database.dataSync.findMany({ where: { activeKey: { not: null } } });
  const withJob = await connectionsWithJob(facts);
  for (const { id, connectionId, dataType, status } of live)
    if (!withJob.has(connectionId))
      broken('syncs', connectionId, `${dataType} ${id} is ${status}, and no job will go on with it`);

  for (const { connectionId, end, isCurrent } of subjects) {
    if (end !== 'connected' || !isCurrent) continue;
    const states = await database.syncState.findMany({ where: { connectionId } });
    const latest = await database.dataSync.findMany({
      where: { id: { in: states.map(({ lastSyncId }) => lastSyncId) } },
    });
    if (latest.length === 0) broken('syncs', connectionId, 'was asked for a sync, and has none');
    for (const { dataType, status, errorCode } of latest)
      if (status !== 'SUCCESS' && status !== 'AUTH_ERROR')
        broken('syncs', connectionId, `${dataType} is ${status} ${errorCode ?? ''}`);
  }
  return report;
};

async function connectionsWithJob({ runtime: { database, settings } }: Facts): Promise<Set<string>> {
  if (settings.database === 'sqlite') {
    const rows = await database.job.findMany({ where: { kind: 'sync_connection', dueAt: { not: null } } });
    return new Set(rows.map(({ key }) => key?.slice('sync_connection:'.length) ?? ''));
  }
  const rows = await database.$queryRaw<{ key: string }[]>`
    SELECT singleton_key AS key FROM pgboss.job WHERE name = 'sync_connection' AND state <= 'active'`;
  return new Set(rows.map(({ key }) => key));
}
