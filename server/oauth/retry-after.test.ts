import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

const now = new Date('2026-11-25T12:00:00Z');
const parse = (value: string | null, date?: string) =>
  parseRetryAfter(
    new Headers({ ...(value !== null && { 'retry-after': value }), ...(date !== undefined && { date }) }),
    now,
  );

describe('Retry-After', () => {
  it('is a number of seconds, a day at most', () => {
    expect(['7', ' 0 ', '1000000000'].map((value) => parse(value))).toEqual([7, 0, 86_400]);
  });

  it('is a date, measured by the clock of the provider when the answer tells it (F-13)', () => {
    const inSevenSeconds = 'Wed, 25 Nov 2026 12:00:07 GMT';
    expect(parse(inSevenSeconds)).toBe(7);
    expect(parse(inSevenSeconds, 'Wed, 25 Nov 2026 11:59:00 GMT')).toBe(67);
    const itsClockIsBehind = 'Wed, 25 Nov 2026 11:50:07 GMT';
    expect(parse(itsClockIsBehind, 'Wed, 25 Nov 2026 11:50:00 GMT')).toBe(7);
    expect(parse(itsClockIsBehind)).toBe(0);
  });

  it('is nothing when it is absent or no one can read it', () => {
    expect([null, '', 'soon', '-5', '1.5'].map((value) => parse(value))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
