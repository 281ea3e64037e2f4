export { enqueue } from './enqueue.ts';
export { countJobs, listStuckJobs } from './inspect.ts';
export { installPgBoss } from './install-pg-boss.ts';
export type { Handler, Handlers, Job } from './job.ts';
export { type Recurring, startRecurring } from './recurring.ts';
export { backoff } from './retry-delay.ts';
export { wake } from './wake.ts';
export { startWorker, type Worker, type WorkerOptions } from './worker.ts';
