import { describe, expect, it } from 'vitest';
import { createSemaphore, type Semaphore, semaphoreOf } from './semaphore.ts';

const never = new AbortController().signal;

describe('semaphore', () => {
  it('lets the next in line in when one leaves, in the order of asking', async () => {
    const semaphore = createSemaphore(1, () => undefined);
    const first = await semaphore.acquire(0, never);
    const order: string[] = [];
    const second = semaphore.acquire(1_000, never).then((release) => {
      order.push('second');
      return release;
    });
    const third = semaphore.acquire(1_000, never).then(() => order.push('third'));
    first?.();
    (await second)?.();
    await third;
    expect(order).toEqual(['second', 'third']);
  });

  it('gives up after its patience, and then no longer stands in line', async () => {
    const semaphore = createSemaphore(1, () => undefined);
    const first = await semaphore.acquire(0, never);
    expect(await semaphore.acquire(5, never)).toBeNull();
    expect(semaphore.waiting()).toBe(0);
    first?.();
    expect(await semaphore.acquire(0, never)).not.toBeNull();
  });

  it('throws what the signal says when it is aborted while it waits', async () => {
    const semaphore = createSemaphore(1, () => undefined);
    await semaphore.acquire(0, never);
    const stop = new AbortController();
    const waiting = semaphore.acquire(10_000, stop.signal);
    stop.abort(new Error('stopping'));
    await expect(waiting).rejects.toThrow('stopping');
    expect(semaphore.waiting()).toBe(0);
  });

  it('counts a release once, however often it is called', async () => {
    const semaphore = createSemaphore(1, () => undefined);
    const first = await semaphore.acquire(0, never);
    first?.();
    await semaphore.acquire(0, never);
    first?.();
    expect(await semaphore.acquire(0, never)).toBeNull();
  });

  it('is forgotten when nobody uses it', async () => {
    const all = new Map<string, Semaphore>();
    const release = await semaphoreOf(all, 'a', 1).acquire(0, never);
    expect(all.size).toBe(1);
    release?.();
    expect(all.size).toBe(0);
  });
});
