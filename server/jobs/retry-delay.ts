import { minuteMs } from '@/server/core/clock.ts';
import type { RandomBytes } from '@/server/core/random.ts';

export interface RetryPolicy {
  /** The longest wait after the first failure; doubles with each further one. */
  firstMs: number;
  longestMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { firstMs: 10_000, longestMs: 15 * minuteMs };

/**
 * How long to wait after the failure of `attempt`, in ms: exponential, with jitter over the upper half, so that jobs that
 * failed together come back apart. An error may know better (`retryAfterMs`, as of a `Retry-After`): then not before.
 */
export function retryDelay(
  attempt: number,
  error: unknown,
  { firstMs, longestMs }: RetryPolicy,
  random: RandomBytes,
): number {
  const longest = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  const backoff = longest * (0.5 + 0.5 * fraction(random));
  const asked = readRetryAfter(error);
  return Math.round(asked === null ? backoff : asked + Math.min(backoff, asked * 0.1));
}

/** From 0 to 1, without 1. */
function fraction(random: RandomBytes): number {
  return random(4).readUInt32BE() / 2 ** 32;
}

function readRetryAfter(error: unknown): number | null {
  if (!(error instanceof Error) || !('retryAfterMs' in error)) return null;
  const { retryAfterMs } = error;
  return typeof retryAfterMs === 'number' && Number.isFinite(retryAfterMs) && retryAfterMs >= 0
    ? retryAfterMs
    : null;
}
