import type { FailpointName } from '@/server/core/failpoint.ts';
import type { ChaosWorld, Connection } from './world.ts';

/** What is done to a connection so that somebody comes by a failpoint. */
interface Scenario {
  /** It has been synchronized before. `sometimes`: in every second run, so that the first and a later sync are killed. */
  isSynced: boolean | 'sometimes';
  /** At which hit at most; each run takes another. */
  mostHits: number;
  /** Nothing of an earlier run may be under way: its own refresh would be lost in the same kill, by right. */
  isAlone?: true;
  act(world: ChaosWorld, connection: Connection, run: number): Promise<void>;
}

const syncs: Omit<Scenario, 'mostHits'> = {
  isSynced: 'sometimes',
  act: (world, connection) => world.sync(connection),
};

const refreshes: Scenario = {
  isAlone: true,
  isSynced: 'sometimes',
  mostHits: 1,
  async act(world, connection) {
    await world.crew.call('age', connection);
    await world.sync(connection);
  },
};

const disconnects: Scenario = { isSynced: true, mostHits: 1, act: disconnect };
const deletes: Scenario = { isSynced: true, mostHits: 1, act: remove };
const revocations: Scenario = {
  isSynced: true,
  mostHits: 1,
  act: (...run) => (run[2] % 2 === 0 ? disconnect(...run) : remove(...run)),
};

/** Every failpoint there is. */
export const scenarios: Record<FailpointName, Scenario> = {
  'sync.claimed': { ...syncs, mostHits: 2 },
  'sync.page_fetched': { ...syncs, mostHits: 3 },
  'sync.page_saved': { ...syncs, mostHits: 3 },
  'sync.read_whole': { ...syncs, mostHits: 2 },
  'sync.ended': { ...syncs, mostHits: 2 },
  'refresh.claimed': refreshes,
  'refresh.intent_written': refreshes,
  'refresh.answered': refreshes,
  'refresh.committed': refreshes,
  'disconnect.committed': disconnects,
  'revocation.answered': revocations,
  'revocation.paid': revocations,
  'delete.committed': deletes,
  'erase.batch_gone': deletes,
  'erase.done': deletes,
};

/** In every second run while a sync is under way. */
async function startsWithSync(world: ChaosWorld, connection: Connection, run: number): Promise<void> {
  if (run % 2 === 1) await world.sync(connection);
}

async function disconnect(world: ChaosWorld, connection: Connection, run: number): Promise<void> {
  await startsWithSync(world, connection, run);
  connection.end = 'disconnected';
  await world.crew.call('disconnect', connection);
}

async function remove(world: ChaosWorld, connection: Connection, run: number): Promise<void> {
  await startsWithSync(world, connection, run);
  connection.canaries = await collectCanaries(world, connection);
  connection.end = 'deleted';
  await world.crew.call('remove', connection);
}

/** Texts that stand in this connection's rows and nowhere else: ids of its records, and its sealed tokens and link. */
async function collectCanaries({ runtime: { database } }: ChaosWorld, { connectionId }: Connection) {
  const records = await database.dataRecord.findMany({
    where: { connectionId },
    select: { id: true },
    take: 20,
  });
  const { linkToken, grant } = await database.dataConnection.findUniqueOrThrow({
    where: { id: connectionId },
    include: { grant: true },
  });
  return [...records.map(({ id }) => id), linkToken, grant?.secrets].filter(
    (text) => typeof text === 'string',
  );
}
