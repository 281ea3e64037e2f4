import type { Runtime } from '@/server/runtime/runtime.ts';
import { findQueue } from './find-queue.ts';
import type { JobKind } from './kinds.ts';
import type { JobCounts } from './queue.ts';

const stuckMs = 30_000;

/** How many jobs of each kind there are; reads every job, so for people and health, not for a request. */
export function countJobs(runtime: Runtime): Promise<Map<JobKind, JobCounts>> {
  return findQueue(runtime).counts();
}

/** Jobs that run for 30 s past their lease: the worker died, and no other took them over. None, while a worker runs. */
export function listStuckJobs(runtime: Runtime): Promise<{ id: string; kind: JobKind }[]> {
  return findQueue(runtime).listStuck(stuckMs);
}
