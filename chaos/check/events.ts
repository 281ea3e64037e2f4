import type { ConnectionEvent, DataConnection } from '@/server/db/models.ts';
import { type Check, createNotes, type Facts } from './facts.ts';

/** I-05: each change of a status, each deletion and each end of a sync has exactly one event, in an unbroken chain. */
export const checkEvents: Check = async (facts) => {
  const { broken, report } = createNotes();
  const { database } = facts.runtime;
  for (const { connectionId, end } of facts.subjects) {
    const events = await database.connectionEvent.findMany({
      where: { connectionId },
      orderBy: { id: 'asc' },
    });
    const row = await database.dataConnection.findUnique({ where: { id: connectionId } });
    const problem = findGap(events, row);
    if (problem !== null) broken('I-05', connectionId, problem);
    const deletions = events.filter(({ type }) => type === 'DATA_CONNECTION_DELETED').length;
    if (deletions !== (end === 'deleted' ? 1 : 0))
      broken('I-05', connectionId, `${deletions} events tell of its deletion`);
    for (const what of await findSyncGaps(facts, connectionId, events)) broken('I-05', connectionId, what);
  }
  return report;
};

function findGap(events: readonly ConnectionEvent[], row: DataConnection | null): string | null {
  const changes = events
    .flatMap((event) =>
      event.connectionVersion === null ? [] : [{ ...event, version: event.connectionVersion }],
    )
    .toSorted((one, other) => one.version - other.version);
  let status: string | null = null;
  for (const [index, { version, fromStatus, toStatus }] of changes.entries()) {
    if (version !== index + 1) return `version ${index + 1} has no event, version ${version} has`;
    if (toStatus === null) continue;
    if (fromStatus !== status) return `version ${version} comes from ${fromStatus}, before it was ${status}`;
    status = toStatus;
  }
  if (row === null) return null;
  if (changes.length !== row.version) return `version ${row.version} with ${changes.length} events`;
  return row.status === status ? null : `is ${row.status}, the last event says ${status}`;
}

async function findSyncGaps(
  { runtime: { database } }: Facts,
  connectionId: string,
  events: readonly ConnectionEvent[],
): Promise<string[]> {
  const ended = await database.dataSync.findMany({ where: { connectionId, activeKey: null } });
  return ended.flatMap(({ id, dataType, status }) => {
    const types = events.flatMap(({ dataSyncId, type }) => (dataSyncId === id ? [type] : []));
    return types.length === 1 && types[0] === `DATA_SYNC_${status}`
      ? []
      : [`${dataType} ended as ${status}, its events: ${types.join(', ') || 'none'}`];
  });
}
