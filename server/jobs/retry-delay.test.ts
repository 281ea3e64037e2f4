import { describe, expect, it } from 'vitest';
import { minuteMs } from '@/server/core/clock.ts';
import { defaultRetryPolicy, retryDelay } from './retry-delay.ts';

const low = (size: number) => Buffer.alloc(size, 0);
const high = (size: number) => Buffer.alloc(size, 255);
const delayAfter = (attempt: number, error: unknown = new Error('no'), random = high) =>
  retryDelay(attempt, error, defaultRetryPolicy, random);

describe('the delay before the next attempt', () => {
  it('doubles with each failure, up to a limit that holds for ever', () => {
    expect([1, 2, 3, 4].map((attempt) => delayAfter(attempt))).toEqual([10_000, 20_000, 40_000, 80_000]);
    expect([8, 100, 1_000_000].map((attempt) => delayAfter(attempt))).toEqual(Array(3).fill(15 * minuteMs));
  });

  it('is spread over the upper half, so that jobs that failed together come back apart', () => {
    expect(delayAfter(3, undefined, low)).toBe(20_000);
    expect(delayAfter(3, undefined, high)).toBe(40_000);
  });

  const asking = (retryAfterMs: number) => Object.assign(new Error('busy'), { retryAfterMs });

  it('is not shorter than the error asks for, and a little longer', () => {
    expect(delayAfter(1, asking(60_000), low)).toBe(60_000);
    expect(delayAfter(5, asking(3_600_000), high)).toBeCloseTo(3_960_000, -3);
    expect(delayAfter(1, asking(Number.NaN))).toBe(10_000);
    expect(delayAfter(1, { retryAfterMs: 60_000 })).toBe(10_000);
  });

  it('grows all the same when the error asks for next to nothing again and again', () => {
    const waits = [1, 2, 3, 4].map((attempt) => delayAfter(attempt, asking(0), low));
    expect(waits).toEqual([1_000, 10_000, 20_000, 40_000]);
  });
});
