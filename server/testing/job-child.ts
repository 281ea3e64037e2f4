/** A worker in a process of its own, as `job-process.ts` asks for it. */
import { createBulkHandler } from '@/server/bulk/index.ts';
import { type Handlers, startWorker } from '@/server/jobs/index.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';
import { leaveMark } from './jobs.ts';

const runtime = getRuntime();

const marking: Handlers = {
  sync_connection: async (job) => {
    process.send?.({ running: job.payload.connectionId });
    if (process.env.JOB_CHILD === 'hang') await new Promise(() => undefined);
    await job.settle(async (tx) => {
      await leaveMark(tx, runtime, job.payload.connectionId);
      return { done: true };
    });
  },
};

const worker = startWorker(
  runtime,
  process.env.JOB_CHILD === 'bulk' ? { bulk_run: createBulkHandler(runtime) } : marking,
  { leaseMs: Number(process.env.JOB_LEASE_MS), pollMs: 20, concurrency: 3 },
);

process.on('disconnect', () => {
  worker.stop().finally(() => process.exit(0));
});
