import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endLeases } from '@/server/testing/jobs.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { type Recurring, startRecurring } from './index.ts';

let test: TestRuntime;
let tasks: Recurring[];
beforeEach(async () => {
  tasks = [];
  test = await startTestRuntime({ realTime: true });
});
afterEach(async () => {
  await Promise.all(tasks.map((task) => task.stop()));
  await test.close();
});

function start(tick: (signal: AbortSignal) => Promise<void>, leaseMs = 30_000): Recurring {
  const task = startRecurring(test.runtime, 'schedule', tick, { everyMs: 10, leaseMs });
  tasks.push(task);
  return task;
}

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

describe('a recurring task', () => {
  it('runs again and again, in one of its instances at a time, and moves on when that one stops', async () => {
    let running = 0;
    let most = 0;
    const runs = [0, 0, 0];
    const tick = (index: number) => async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      runs[index] = (runs[index] ?? 0) + 1;
      running -= 1;
    };
    const instances = [0, 1, 2].map((index) => start(tick(index), 300));
    await until(() => expect(Math.max(...runs)).toBeGreaterThan(3));
    expect(runs.filter((count) => count > 0)).toHaveLength(1);
    await instances[runs.findIndex((count) => count > 0)]?.stop();
    await until(() => expect(runs.filter((count) => count > 0)).toHaveLength(2));
    expect(most).toBe(1);
  });

  it('is taken over when the lease of a silent process has ended', async () => {
    const silent = vi.fn();
    start(async (signal) => {
      // As a process that hangs: it does not even renew its lease.
      silent();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
    await until(() => expect(silent).toHaveBeenCalledOnce());
    const other = vi.fn(async () => undefined);
    start(other, 300);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(other).not.toHaveBeenCalled();
    await endLeases(test.runtime);
    await until(() => expect(other).toHaveBeenCalled());
  });

  it('comes again after a failure', async () => {
    const tick = vi.fn(async () => {
      throw new Error('no');
    });
    start(tick);
    await until(() => expect(tick.mock.calls.length).toBeGreaterThan(2));
    expect(test.logged()).toContain('it comes again');
  });

  it('aborts the run of an instance that lost its lease', async () => {
    const aborted = vi.fn();
    start(async (signal) => {
      await endLeases(test.runtime);
      await test.runtime.database.job.updateMany({ data: { owner: 'another' } });
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      aborted();
    }, 300);
    await until(() => expect(aborted).toHaveBeenCalled());
  });
});
