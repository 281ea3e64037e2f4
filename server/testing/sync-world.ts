import type { WireDataSync } from '@/server/data-syncs/schemas.ts';
import { createJobHandlers } from '@/server/sync/index.ts';
import { type ConnectWorld, startConnectWorld } from './connect-world.ts';
import { drainJobs } from './jobs.ts';

/** Moorage and the sandbox, with everything to synchronize at hand. */
export interface SyncWorld extends ConnectWorld {
  /** `POST /users/{userId}/sync`. */
  start(input?: object): Promise<{ status: number; body: WireDataSync[] }>;
  /** Works off what is due. */
  work(): Promise<number>;
  latest(): Promise<WireDataSync[]>;
  /** The latest sync of a data type. */
  latestOf(dataType: string): Promise<WireDataSync>;
  /** All records of a path, page after page. */
  readAll(path: string, query?: string): Promise<Record<string, unknown>[]>;
  /** Ids that the sandbox says must be there now. */
  expected(sub: string, dataType: string): Promise<string[]>;
  /** Source ids of the live records of a connection. */
  stored(connectionId: string, dataType: string): Promise<string[]>;
}

export async function startSyncWorld(): Promise<SyncWorld> {
  const world = await startConnectWorld();
  const { api, userId, test, sandbox } = world;
  const handlers = createJobHandlers(test.runtime);
  const latest = async (): Promise<WireDataSync[]> => (await api('GET', `/users/${userId}/sync/latest`)).body;
  return {
    ...world,
    start: (input = {}) => api('POST', `/users/${userId}/sync`, { body: input }),
    work: () => drainJobs(test.runtime, handlers),
    latest,
    async latestOf(dataType) {
      const sync = (await latest()).find(({ data_type }) => data_type === dataType);
      if (sync === undefined) throw new Error(`${dataType} was never synchronized`);
      return sync;
    },
    async readAll(path, query = '') {
      const rows: Record<string, unknown>[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const url = `/users/${userId}/${path}?per_page=100&cursor=${cursor}${query}`;
        const { body } = await api('GET', url);
        rows.push(...body.result);
        cursor = body.next_cursor;
      }
      return rows;
    },
    async expected(sub, dataType) {
      const answer = await fetch(`${sandbox.url}/expected?${new URLSearchParams({ sub, type: dataType })}`);
      const { ids }: { ids: string[] } = JSON.parse(await answer.text());
      return ids.toSorted();
    },
    async stored(connectionId, dataType) {
      const rows = await test.runtime.database.dataRecord.findMany({
        where: { connectionId, dataType, isRemoved: false },
        select: { sourceId: true },
      });
      return rows.map(({ sourceId }) => sourceId).toSorted();
    },
  };
}
