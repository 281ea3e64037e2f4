import type { Transaction } from '@/server/db/client.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { findQueue } from './find-queue.ts';
import { type JobKind, type JobPayload, jobKinds } from './kinds.ts';

interface EnqueueOptions {
  /** At most one live job (waiting or running) per kind and key. */
  key?: string;
  /** By the clock of the runtime. Default: now. */
  runAt?: Date;
}

/**
 * Adds a job in the caller's transaction: rolled back, there is no job. Call `wake()` after the commit.
 *
 * With a key whose job lives, nothing is added. A job that waits for later is pulled forward to `runAt`. A job that is
 * running stays as it is, and its end comes after this transaction: what its handler reads in `settle` includes what
 * is written here, so a handler that decides there whether it is done misses nothing.
 *
 * Postgres: from here to the commit the live job of the key is locked. Call it before other locks that a handler's
 * `settle` takes as well; otherwise the database may end one of the two transactions as a deadlock (P2034).
 */
export async function enqueue<K extends JobKind>(
  tx: Transaction,
  runtime: Runtime,
  kind: K,
  payload: JobPayload<K>,
  { key, runAt }: EnqueueOptions = {},
): Promise<void> {
  const checked = jobKinds[kind].payload.parse(payload);
  await findQueue(runtime).add(tx, { kind, payload: checked, key: key ?? null, runAt: runAt ?? null });
}
