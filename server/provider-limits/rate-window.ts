/** At most `points` calls in each window, which begins with its first call. */
export interface RateWindow {
  points: number;
  seconds: number;
}

/** A limit over a longer time is a budget that may be spent at once: a small sync must not be stretched over it. */
const longestSpreadSeconds = 10;
/**
 * The provider counts what arrives: of calls that left in a steady beat, one arrives sooner than the one before, and then
 * one too many is in its second. Measured: 7 per second, sent every 1/7 s, were refused now and then.
 */
const arrivalMargin = 1.1;
/** Shorter windows cost more than they smooth. */
const shortestGapSeconds = 0.02;
const sliceSeconds = 0.1;

/**
 * Spreads `limit` calls per `perSeconds` into small windows, so that not even two windows that meet in the middle of the
 * provider's own exceed it: one call per gap, or, where gaps would be tiny, a few per tenth of a second.
 */
export function spread(limit: number, perSeconds: number): RateWindow {
  const gap = perSeconds / limit;
  if (perSeconds > longestSpreadSeconds) return { points: limit, seconds: perSeconds };
  if (gap >= shortestGapSeconds) return { points: 1, seconds: gap * arrivalMargin };
  // A span of the provider's can touch one slice more than fit into it.
  const slices = Math.ceil(perSeconds / sliceSeconds);
  return { points: Math.max(1, Math.floor(limit / (slices + 1))), seconds: sliceSeconds };
}
