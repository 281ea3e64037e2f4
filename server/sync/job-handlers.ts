import type { Handlers } from '@/server/jobs/index.ts';
import { eraseRecords } from '@/server/records/index.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { createRescheduler } from './reschedule-provider.ts';
import { createSyncHandler } from './sync-connection.ts';

/** What a worker does: a handler for each kind of job. */
export function createJobHandlers(runtime: Runtime): Handlers {
  return {
    sync_connection: createSyncHandler(runtime),
    reschedule_provider: createRescheduler(runtime),
    erase_records: async ({ payload }) => eraseRecords(runtime, payload.connectionId),
  };
}
