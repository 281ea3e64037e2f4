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

  it('is not shorter than the error asks for, and a little longer', () => {
    const asked = Object.assign(new Error('busy'), { retryAfterMs: 60_000 });
    expect(delayAfter(1, asked, low)).toBe(65_000);
    expect(delayAfter(5, asked, high)).toBe(66_000);
    expect(delayAfter(1, Object.assign(new Error('busy'), { retryAfterMs: Number.NaN }))).toBe(10_000);
    expect(delayAfter(1, { retryAfterMs: 60_000 })).toBe(10_000);
  });
});
