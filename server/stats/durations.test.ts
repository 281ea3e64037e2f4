import fc from 'fast-check';
import { expect, it } from 'vitest';
import { durationBucket, quantileMs } from './durations.ts';

it('a quantile read from buckets is right within the width of one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 3_600_000 }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.95),
      (times, share) => {
        const counts = new Map<number, number>();
        for (const ms of times) counts.set(durationBucket(ms), (counts.get(durationBucket(ms)) ?? 0) + 1);
        const exact = times.toSorted((one, other) => one - other)[Math.ceil(share * times.length) - 1] ?? 0;
        const read = quantileMs(counts, share) ?? 0;
        expect(read).toBeLessThanOrEqual(Math.max(100, exact * 1.26));
        expect(read).toBeGreaterThanOrEqual(exact < 100 ? 0 : exact / 1.26);
      },
    ),
  );
});

it('nothing has no quantile', () => {
  expect(quantileMs(new Map(), 0.5)).toBeNull();
});
