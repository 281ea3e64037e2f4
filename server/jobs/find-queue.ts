import { leaseLength } from '@/server/core/lease-length.ts';
import type { Database } from '@/server/db/client.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { createPostgresQueue } from './postgres-queue.ts';
import type { Queue } from './queue.ts';
import { createSqliteQueue } from './sqlite-queue.ts';

/** SECURITY 2.2. A worker that says nothing for so long has lost its job; it says something three times as often. */
export const defaultLeaseMs = leaseLength(60_000);

// One per database and process, though routes and instrumentation are bundled apart (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageQueues?: WeakMap<Database, Queue> };

/** The queue in the database of this process, for everything but working it off. */
export function findQueue(runtime: Runtime): Queue {
  shared.moorageQueues ??= new WeakMap();
  const known = shared.moorageQueues.get(runtime.database);
  if (known !== undefined) return known;
  const queue = createQueue(runtime, defaultLeaseMs);
  shared.moorageQueues.set(runtime.database, queue);
  return queue;
}

/** A queue of a worker's own: the leases of its jobs are its own. */
export function createQueue(runtime: Runtime, leaseMs: number): Queue {
  const { settings, database, clock, log } = runtime;
  const context = { database, databaseUrl: settings.databaseUrl, now: () => clock.now(), leaseMs, log };
  return settings.database === 'sqlite' ? createSqliteQueue(context) : createPostgresQueue(context);
}
