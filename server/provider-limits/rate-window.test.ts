import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spread } from './rate-window.ts';

describe('spreading a rate', () => {
  it('sends 7 per second one by one, a little slower than allowed', () => {
    expect(spread(7, 1)).toEqual({ points: 1, seconds: (1 / 7) * 1.1 });
  });

  it('lets a budget of a minute be spent at once', () => {
    expect(spread(60, 60)).toEqual({ points: 60, seconds: 60 });
  });

  it('never sends more than the limit in any span of the provider, wherever its windows begin', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 10 }),
        (limit, perSeconds) => {
          const { points, seconds } = spread(limit, perSeconds);
          // The tail of one window, and every window that begins within the span.
          const mostInSpan =
            points === 1 ? Math.ceil(perSeconds / seconds - 1e-9) : points * (perSeconds / seconds + 1);
          expect(Math.floor(mostInSpan + 1e-9)).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});
