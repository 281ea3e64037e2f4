import { minuteMs } from '@/server/core/clock.ts';
import { type RandomBytes, randomFraction } from '@/server/core/random.ts';

export interface RetryPolicy {
  /** The longest wait after the first failure; grows by `factor` (2) with each further one. */
  firstMs: number;
  longestMs: number;
  factor?: number;
}

export const defaultRetryPolicy: RetryPolicy = { firstMs: 10_000, longestMs: 15 * minuteMs };

/** How long to wait after an error, in ms: it may know better by itself (`retryAfterMs`, as of a `Retry-After`). */
export function retryDelay(
  attempt: number,
  error: unknown,
  policy: RetryPolicy,
  random: RandomBytes,
): number {
  return backoff(attempt, readRetryAfter(error), policy, random);
}

/**
 * How long to wait after the failure of `attempt`, in ms: exponential, with jitter over the upper half, so that what
 * failed together comes back apart. Who was asked to wait (`askedMs`) waits as long as that, and a little more.
 */
export function backoff(
  attempt: number,
  askedMs: number | null,
  { firstMs, longestMs, factor = 2 }: RetryPolicy,
  random: RandomBytes,
): number {
  const longest = Math.min(longestMs, firstMs * factor ** Math.min(attempt - 1, 30));
  const delay = longest * (0.5 + 0.5 * randomFraction(random));
  return Math.round(askedMs === null ? delay : askedMs + Math.min(delay, askedMs * 0.1));
}

function readRetryAfter(error: unknown): number | null {
  if (!(error instanceof Error) || !('retryAfterMs' in error)) return null;
  const { retryAfterMs } = error;
  return typeof retryAfterMs === 'number' && Number.isFinite(retryAfterMs) && retryAfterMs >= 0
    ? retryAfterMs
    : null;
}
