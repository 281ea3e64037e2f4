/** A worker in a process of its own, as `job-process.ts` asks for it. */
import { startWorker } from '@/server/jobs/index.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';
import { leaveMark } from './jobs.ts';

const runtime = getRuntime();

const worker = startWorker(
  runtime,
  {
    sync_connection: async (job) => {
      process.send?.({ running: job.payload.connectionId });
      if (process.env.JOB_CHILD === 'hang') await new Promise(() => undefined);
      await job.settle(async (tx) => {
        await leaveMark(tx, runtime, job.payload.connectionId);
        return { done: true };
      });
    },
  },
  { leaseMs: Number(process.env.JOB_LEASE_MS), pollMs: 20, concurrency: 3 },
);

process.on('disconnect', () => {
  worker.stop().finally(() => process.exit(0));
});
