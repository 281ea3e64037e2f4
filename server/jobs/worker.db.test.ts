import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { transaction } from '@/server/db/client.ts';
import { startJobProcess } from '@/server/testing/job-process.ts';
import { endLeases, leaveMark } from '@/server/testing/jobs.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import {
  countJobs,
  enqueue,
  type Handler,
  startWorker,
  type Worker,
  type WorkerOptions,
  wake,
} from './index.ts';

let test: TestRuntime;
let workers: Worker[];
beforeEach(async () => {
  workers = [];
  test = await startTestRuntime({ realTime: true });
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await test.close();
});

function add(...connectionIds: string[]): Promise<void> {
  const { accountId, runtime } = test;
  return transaction(runtime.database, async (tx) => {
    for (const connectionId of connectionIds) {
      await enqueue(tx, runtime, 'sync_connection', { accountId, connectionId }, { key: connectionId });
    }
  });
}

function start(handler: Handler<'sync_connection'>, options: WorkerOptions = {}): Worker {
  const worker = startWorker(test.runtime, { sync_connection: handler }, { pollMs: 20, ...options });
  workers.push(worker);
  return worker;
}

const counted = async () => (await countJobs(test.runtime)).get('sync_connection');
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 15_000, interval: 10 });
const untilEmpty = () =>
  until(async () => expect(await counted()).toEqual({ ready: 0, waiting: 0, running: 0, failed: 0 }));
const marks = () => test.runtime.database.account.count({ where: { name: 'mark' } });
const forever = () => new Promise<void>(() => undefined);

const markOnce: Handler<'sync_connection'> = (job) =>
  job.settle(async (tx) => {
    await leaveMark(tx, test.runtime, job.payload.connectionId);
    return { done: true };
  });

/** Ends by throwing when it is told to. */
function waitForAbort(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

describe('a worker', () => {
  it('runs what was added before it started and, once woken, what is added then at once', async () => {
    await add('c1');
    const seen: string[] = [];
    start(async ({ payload }) => void seen.push(payload.connectionId), { pollMs: 60_000 });
    await until(() => expect(seen).toEqual(['c1']));
    await untilEmpty();
    await add('c2');
    wake();
    await until(() => expect(seen).toEqual(['c1', 'c2']));
  });

  it('finds within its poll interval what another process added', async () => {
    const seen: string[] = [];
    start(async ({ payload }) => void seen.push(payload.connectionId), { pollMs: 50 });
    await add('c1');
    await until(() => expect(seen).toEqual(['c1']));
  });

  it('runs as many jobs at the same time as it may, and no more', async () => {
    let running = 0;
    let most = 0;
    await add(...Array.from({ length: 12 }, (_, index) => `c${index}`));
    start(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 20));
        running -= 1;
      },
      { concurrency: 3 },
    );
    await untilEmpty();
    expect(most).toBe(3);
  });

  it('keeps slots for urgent jobs when the others take all theirs', async () => {
    await add('c1', 'c2');
    const erased = vi.fn();
    const worker = startWorker(
      test.runtime,
      { sync_connection: ({ signal }) => waitForAbort(signal), erase_records: async () => erased() },
      { concurrency: 1, pollMs: 20 },
    );
    workers.push(worker);
    await until(async () => expect(await counted()).toMatchObject({ running: 1 }));
    const ids = { accountId: test.accountId, connectionId: 'gone' };
    await transaction(test.runtime.database, (tx) => enqueue(tx, test.runtime, 'erase_records', ids));
    await until(() => expect(erased).toHaveBeenCalledOnce());
    expect(await counted()).toMatchObject({ ready: 1, running: 1 });
  });

  it('works a run off beside a backlog of syncs, in steps, and neither waits for the other', async () => {
    const { accountId, runtime } = test;
    await add(...Array.from({ length: 100 }, (_, index) => `c${index}`));
    for (const runId of ['r1', 'r2'])
      await transaction(runtime.database, (tx) => enqueue(tx, runtime, 'bulk_run', { accountId, runId }));
    const order: string[] = [];
    const steps = new Map<string, number>();
    workers.push(
      startWorker(
        runtime,
        {
          sync_connection: async () => void order.push('sync'),
          bulk_run: async (job) => {
            const { runId } = job.payload;
            order.push(runId);
            const step = (steps.get(runId) ?? 0) + 1;
            steps.set(runId, step);
            await job.settle(async () => (step < 3 ? { runAgainAt: runtime.clock.now() } : { done: true }));
          },
        },
        { concurrency: 1, pollMs: 20 },
      ),
    );
    await untilEmpty();
    expect(order.filter((each) => each === 'sync')).toHaveLength(100);
    expect([...steps]).toEqual([
      ['r1', 3],
      ['r2', 3],
    ]);
    // The runs were over long before the backlog, which went on between their steps.
    const last = order.findLastIndex((each) => each !== 'sync');
    expect(last).toBeLessThan(60);
    expect(order.slice(0, last)).toContain('sync');
  });

  it('shares the jobs with another: each runs once', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `c${index}`);
    const begun: string[] = [];
    const handler: Handler<'sync_connection'> = (job) => {
      begun.push(job.payload.connectionId);
      return markOnce(job);
    };
    start(handler, { concurrency: 4 });
    start(handler, { concurrency: 4 });
    await add(...ids);
    await untilEmpty();
    expect(begun.sort()).toEqual(ids.sort());
    expect(await marks()).toBe(60);
  });

  it('shares them with other processes too', async () => {
    const processes = [0, 1].map(() => startJobProcess(test.runtime, 'work', 60_000));
    await add(...Array.from({ length: 60 }, (_, index) => `c${index}`));
    await untilEmpty();
    expect(await marks()).toBe(60);
    await Promise.all(processes.map((process) => process.stop()));
    expect(processes.reduce((sum, process) => sum + process.begun(), 0)).toBe(60);
  });
});

describe('a lease', () => {
  it('is kept as long as the job runs', async () => {
    const attempts = vi.fn();
    const slow: Handler<'sync_connection'> = async (job) => {
      attempts(job.attempt);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await markOnce(job);
    };
    start(slow, { leaseMs: 1_200 });
    start(slow, { leaseMs: 1_200 });
    await add('c1');
    await untilEmpty();
    expect(attempts.mock.calls).toEqual([[1]]);
  });

  it('that was lost aborts the signal of the job and refuses its settlement', async () => {
    const end = vi.fn();
    start(
      async (job) => {
        if (job.attempt > 1) return markOnce(job);
        await endLeases(test.runtime);
        await waitForAbort(job.signal).catch((reason: Error) => end(reason.name));
        await job.settle(async () => ({ done: true })).catch((error: Error) => end(error.name));
      },
      { leaseMs: 600 },
    );
    await add('c1');
    await until(() => expect(end.mock.calls).toEqual([['LeaseLostError'], ['LeaseLostError']]));
    await untilEmpty();
    expect(await marks()).toBe(1);
  });

  it('ends with a killed process: another worker finishes the job, once', async () => {
    const leaseMs = 1_000;
    const child = startJobProcess(test.runtime, 'hang', leaseMs);
    await add('c1');
    await child.running;
    await child.kill();
    const attempts = vi.fn();
    start(
      (job) => {
        attempts(job.attempt);
        return markOnce(job);
      },
      { leaseMs },
    );
    await untilEmpty();
    expect(attempts.mock.calls).toEqual([[2]]);
    expect(await marks()).toBe(1);
  });

  it('of a job that kills every worker is given out as often as its attempts', async () => {
    await add('c1');
    const handler = vi.fn(async () => {
      await endLeases(test.runtime);
      await forever();
    });
    start(handler, { leaseMs: 300, maxAttempts: 2, graceMs: 0 });
    await until(async () => expect(await counted()).toMatchObject({ failed: 1 }));
    expect(handler).toHaveBeenCalledTimes(2);
    expect(test.logged()).toContain('"alarm":"job_given_up"');
  });
});

describe('a worker that stops', () => {
  it('tells its jobs, and gives back what they did not finish: ready at once, the attempt not counted', async () => {
    await add('c1');
    const began = Promise.withResolvers<void>();
    const worker = start(async ({ signal }) => {
      began.resolve();
      await waitForAbort(signal);
    });
    await began.promise;
    await worker.stop();
    expect(await counted()).toEqual({ ready: 1, waiting: 0, running: 0, failed: 0 });
    const attempts = vi.fn();
    start(async ({ attempt }) => attempts(attempt));
    await untilEmpty();
    expect(attempts.mock.calls).toEqual([[1]]);
  });

  it('gives back what does not listen, which can write nothing any more', async () => {
    await add('c1');
    const began = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const late = vi.fn();
    const worker = start(
      async (job) => {
        began.resolve();
        await goOn.promise;
        await markOnce(job).catch((error: Error) => late(error.name));
      },
      { graceMs: 50 },
    );
    await began.promise;
    await worker.stop();
    expect(await counted()).toMatchObject({ ready: 1, running: 0 });
    goOn.resolve();
    await until(() => expect(late).toHaveBeenCalledWith('LeaseLostError'));
    expect(await marks()).toBe(0);
  });

  it('lets a job end that is nearly done', async () => {
    await add('c1');
    const began = Promise.withResolvers<void>();
    const worker = start(async (job) => {
      began.resolve();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await markOnce(job);
    });
    await began.promise;
    await worker.stop();
    expect(await marks()).toBe(1);
    expect(await counted()).toMatchObject({ ready: 0, running: 0 });
  });

  it('claims nothing more', async () => {
    const handler = vi.fn(async () => undefined);
    const worker = start(handler);
    await worker.stop();
    await add('c1');
    wake();
    expect(await counted()).toMatchObject({ ready: 1 });
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('workers that start on an empty database', () => {
  it('make what they need, several at once, and so does an enqueue without any', async () => {
    const { database, settings } = test.runtime;
    if (settings.database === 'postgres') await database.$executeRaw`DROP SCHEMA pgboss CASCADE`;
    const seen: string[] = [];
    for (let index = 0; index < 4; index++)
      start(async ({ payload }) => void seen.push(payload.connectionId));
    await add('c1');
    await until(() => expect(seen).toEqual(['c1']));
    expect(test.logged()).not.toContain('"level":"error"');
  });
});
