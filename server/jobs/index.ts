export { enqueue } from './enqueue.ts';
export { countJobs, listStuckJobs } from './inspect.ts';
export { installPgBoss } from './install-pg-boss.ts';
export { type Handler, type Handlers, type Job, LeaseLostError, type Settlement } from './job.ts';
export type { JobKind, JobPayload } from './kinds.ts';
export type { JobCounts } from './queue.ts';
export { type Recurring, startRecurring } from './recurring.ts';
export { wake } from './wake.ts';
export { startWorker, type Worker, type WorkerOptions } from './worker.ts';
