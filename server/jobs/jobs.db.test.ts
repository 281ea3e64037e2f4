import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addMs, minuteMs } from '@/server/core/clock.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import { drainJobs, endLeases, leaveMark } from '@/server/testing/jobs.ts';
import { startTestRuntime, type TestRuntime } from '@/server/testing/test-runtime.ts';
import { countJobs, enqueue, type Job, listStuckJobs } from './index.ts';
import { jobKinds } from './kinds.ts';

let test: TestRuntime;
beforeEach(async () => {
  test = await startTestRuntime();
});
afterEach(() => test.close());

const database = () => test.runtime.database;

/** Enqueues in a transaction of its own. */
function add(connectionId: string, options: { key?: string; runAt?: Date } = { key: connectionId }) {
  return transaction(database(), (tx) => addIn(tx, connectionId, options));
}

function addIn(tx: Transaction, connectionId: string, options: { key?: string; runAt?: Date }) {
  return enqueue(tx, test.runtime, 'sync_connection', { accountId: test.accountId, connectionId }, options);
}

async function counted(
  kind: 'sync_connection' | 'erase_records' | 'reschedule_provider' = 'sync_connection',
) {
  return (await countJobs(test.runtime)).get(kind);
}

/** Runs what is due and gives the connections and attempts in order. */
async function drained(handle: (job: Job<'sync_connection'>) => Promise<void> = async () => undefined) {
  const seen: string[] = [];
  await drainJobs(test.runtime, {
    sync_connection: async (job) => {
      seen.push(`${job.payload.connectionId}#${job.attempt}`);
      await handle(job);
    },
  });
  return seen;
}

describe('enqueue', () => {
  it('leaves no job when its transaction rolls back', async () => {
    const attempts = Array.from({ length: 200 }, (_, index) =>
      transaction(database(), async (tx) => {
        await addIn(tx, `c${index}`, { key: `c${index}` });
        if (index % 10 === 0) throw new Error('roll back');
      }).catch(() => undefined),
    );
    await Promise.all(attempts);
    expect(await counted()).toEqual({ ready: 180, waiting: 0, running: 0, failed: 0 });
    expect(await drained()).toHaveLength(180);
    expect(await counted()).toEqual({ ready: 0, waiting: 0, running: 0, failed: 0 });
  });

  it('keeps one live job per key under 20 parallel calls, and any number without a key', async () => {
    await Promise.all(Array.from({ length: 20 }, () => add('c1')));
    expect(await counted()).toMatchObject({ ready: 1 });
    await Promise.all(Array.from({ length: 5 }, () => add('c2', {})));
    expect(await counted()).toMatchObject({ ready: 6 });
  });

  it('gives the same key to each kind once', async () => {
    const ids = { accountId: test.accountId, connectionId: 'c1' };
    await add('c1');
    await transaction(database(), (tx) => enqueue(tx, test.runtime, 'erase_records', ids, { key: 'c1' }));
    expect(await counted()).toMatchObject({ ready: 1 });
    expect(await counted('erase_records')).toMatchObject({ ready: 1 });
  });

  it('does nothing for a key whose job is running, and adds a new one after its end', async () => {
    await add('c1');
    const seen = await drained(async () => {
      await add('c1');
      expect(await counted()).toEqual({ ready: 0, waiting: 0, running: 1, failed: 0 });
    });
    expect(seen).toEqual(['c1#1']);
    await add('c1');
    expect(await counted()).toMatchObject({ ready: 1 });
  });

  it('what is written with it while the job runs is seen by the settlement, so that no wake-up is lost', async () => {
    await add('c1');
    const enqueued = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    let found: unknown;
    const seen = await drained(async (job) => {
      const other = transaction(database(), async (tx) => {
        await addIn(tx, 'c1', { key: 'c1' });
        await leaveMark(tx, test.runtime, 'work for c1');
        enqueued.resolve();
        await commit.promise;
      });
      await enqueued.promise;
      const settled = job.settle(async (tx) => {
        found = await tx.account.findUnique({ where: { id: 'work for c1' } });
        return { done: true };
      });
      setTimeout(() => commit.resolve(), 100);
      await Promise.all([other, settled]);
    });
    expect(seen).toEqual(['c1#1']);
    expect(found).not.toBeNull();
  });

  it('pulls a waiting job forward, and never pushes it back', async () => {
    const inAnHour = addMs(test.runtime.clock.now(), 60 * minuteMs);
    await add('c1', { key: 'c1', runAt: inAnHour });
    expect(await counted()).toMatchObject({ ready: 0, waiting: 1 });
    expect(await drained()).toEqual([]);
    await add('c1', { key: 'c1', runAt: addMs(inAnHour, -30 * minuteMs) });
    test.passTime(31 * minuteMs);
    expect(await drained()).toEqual(['c1#1']);

    await add('c2', { key: 'c2', runAt: addMs(inAnHour, 60 * minuteMs) });
    await add('c2');
    await add('c2', { key: 'c2', runAt: addMs(inAnHour, 90 * minuteMs) });
    expect(await drained()).toEqual(['c2#1']);
  });

  it('refuses a payload that its kind does not know', async () => {
    const wrong = { accountId: test.accountId, connectionId: 'c1', token: 'secret' };
    await expect(
      transaction(database(), (tx) => enqueue(tx, test.runtime, 'sync_connection', wrong)),
    ).rejects.toThrow();
    expect(await counted()).toMatchObject({ ready: 0 });
  });
});

describe('settle', () => {
  it('ends the job and writes its effects in one transaction', async () => {
    await add('c1');
    await drained((job) =>
      job.settle(async (tx) => {
        await leaveMark(tx, test.runtime, 'mark');
        return { done: true };
      }),
    );
    expect(await database().account.count({ where: { id: 'mark' } })).toBe(1);
    expect(await counted()).toEqual({ ready: 0, waiting: 0, running: 0, failed: 0 });
  });

  it('runs the job again at the time it says, with no attempts counted', async () => {
    await add('c1');
    const inAMinute = addMs(test.runtime.clock.now(), minuteMs);
    const again = (job: Job) => job.settle(async () => ({ runAgainAt: inAMinute }));
    expect(await drained(again)).toEqual(['c1#1']);
    expect(await counted()).toMatchObject({ waiting: 1 });
    await add('c1', { key: 'c1', runAt: addMs(inAMinute, minuteMs) });
    expect(await counted()).toMatchObject({ waiting: 1 });
    test.passTime(minuteMs);
    expect(await drained()).toEqual(['c1#1']);
  });

  it('writes nothing when its work throws, and the attempt fails', async () => {
    await add('c1');
    await drained((job) =>
      job.settle(async (tx) => {
        await leaveMark(tx, test.runtime, 'mark');
        throw new Error('no');
      }),
    );
    expect(await database().account.count({ where: { id: 'mark' } })).toBe(0);
    expect(await counted()).toMatchObject({ waiting: 1 });
  });
});

describe('a handler that throws', () => {
  it('is tried again after a delay that grows, and the attempts are counted', async () => {
    await add('c1');
    const fail = async () => {
      throw new Error('no');
    };
    expect(await drained(fail)).toEqual(['c1#1']);
    test.passTime(4_000);
    expect(await drained(fail)).toEqual([]);
    test.passTime(7_000);
    expect(await drained(fail)).toEqual(['c1#2']);
    test.passTime(9_000);
    expect(await drained(fail)).toEqual([]);
    test.passTime(12_000);
    expect(await drained()).toEqual(['c1#3']);
    expect(await counted()).toEqual({ ready: 0, waiting: 0, running: 0, failed: 0 });
  });

  it('is left alone as long as its error says', async () => {
    await add('c1');
    await drained(async () => {
      throw Object.assign(new Error('busy'), { retryAfterMs: 60 * minuteMs });
    });
    test.passTime(59 * minuteMs);
    expect(await drained()).toEqual([]);
    test.passTime(8 * minuteMs);
    expect(await drained()).toEqual(['c1#2']);
  });

  it('gives its job up when the attempts of the kind are used up: kept as failed, with an alarm, its key free', async () => {
    const payload = { accountId: test.accountId, providerName: 'p' };
    const addOne = () =>
      transaction(database(), (tx) =>
        enqueue(tx, test.runtime, 'reschedule_provider', payload, { key: 'p' }),
      );
    await addOne();
    let attempts = 0;
    for (let round = 0; round < jobKinds.reschedule_provider.maxAttempts + 2; round++) {
      await drainJobs(test.runtime, {
        reschedule_provider: async () => {
          attempts += 1;
          throw new TypeError('private text');
        },
      });
      test.passTime(16 * minuteMs);
    }
    expect(attempts).toBe(jobKinds.reschedule_provider.maxAttempts);
    expect(await counted('reschedule_provider')).toEqual({ ready: 0, waiting: 0, running: 0, failed: 1 });
    expect(test.logged()).toContain('"alarm":"job_given_up"');
    await addOne();
    expect(await counted('reschedule_provider')).toMatchObject({ ready: 1, failed: 1 });
  });
});

describe('urgent jobs', () => {
  it('go ahead of a backlog', async () => {
    for (let index = 0; index < 5; index++) await add(`c${index}`);
    const ids = { accountId: test.accountId, connectionId: 'gone' };
    await transaction(database(), (tx) => enqueue(tx, test.runtime, 'erase_records', ids));
    const seen: string[] = [];
    await drainJobs(test.runtime, {
      sync_connection: async ({ payload }) => void seen.push(payload.connectionId),
      erase_records: async ({ payload }) => void seen.push(payload.connectionId),
    });
    expect(seen).toEqual(['gone', 'c0', 'c1', 'c2', 'c3', 'c4']);
  });
});

describe('a lost lease', () => {
  it('lets nothing be written: the other attempt is the only one with an effect', async () => {
    await add('c1');
    const late = vi.fn();
    const mark = (job: Job) =>
      job.settle(async (tx) => {
        await leaveMark(tx, test.runtime, `attempt ${job.attempt}`);
        return { done: true };
      });
    const first = await drained(async (job) => {
      if (job.attempt > 1) return mark(job);
      await endLeases(test.runtime);
      expect(await drained(mark)).toEqual(['c1#2']);
      await mark(job).catch((error: Error) => {
        late(error.name);
        throw error;
      });
    });
    expect(first).toEqual(['c1#1']);
    expect(late).toHaveBeenCalledWith('LeaseLostError');
    expect(await database().account.findMany({ where: { name: 'mark' }, select: { id: true } })).toEqual([
      { id: 'attempt 2' },
    ]);
    expect(await counted()).toEqual({ ready: 0, waiting: 0, running: 0, failed: 0 });
  });

  it('lets a failure of the first attempt leave the second alone', async () => {
    await add('c1');
    const began = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    let second: Promise<string[]> | undefined;
    await drained(async () => {
      await endLeases(test.runtime);
      second = drained(async () => {
        began.resolve();
        await goOn.promise;
      });
      await began.promise;
      throw new Error('late');
    });
    expect(await counted()).toEqual({ ready: 0, waiting: 0, running: 1, failed: 0 });
    goOn.resolve();
    expect(await second).toEqual(['c1#2']);
    expect(await counted()).toEqual({ ready: 0, waiting: 0, running: 0, failed: 0 });
  });

  it('shows as stuck when nobody takes the job over', async () => {
    await add('c1');
    await drained(async () => {
      expect(await listStuckJobs(test.runtime)).toEqual([]);
      await endLeases(test.runtime);
      expect(await listStuckJobs(test.runtime)).toMatchObject([{ kind: 'sync_connection' }]);
    });
  });
});
