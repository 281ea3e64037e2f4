import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/server/core/errors.ts';

const windowSeconds = 60;

// One per process, though routes are bundled apart (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageRateLimiter?: RateLimiterMemory };

/**
 * Counts a request of an API key in this process and writes into `headers` what is left (R-21, RateLimit draft -10).
 * Throws `RATE_LIMITED`, which carries `Retry-After`.
 */
export async function countRequest(keyId: string, perMinute: number, headers: Headers): Promise<void> {
  if (shared.moorageRateLimiter?.points !== perMinute) {
    shared.moorageRateLimiter = new RateLimiterMemory({ points: perMinute, duration: windowSeconds });
  }
  try {
    writeHeaders(headers, await shared.moorageRateLimiter.consume(keyId), perMinute);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    writeHeaders(headers, refused, perMinute);
    const retryAfter = Math.ceil(refused.msBeforeNext / 1_000);
    throw new AppError('RATE_LIMITED', `Too many requests with this key; try again in ${retryAfter} s.`, {
      retryAfter,
    });
  }
}

function writeHeaders(headers: Headers, state: RateLimiterRes, perMinute: number): void {
  headers.set('ratelimit-policy', `"default";q=${perMinute};w=${windowSeconds}`);
  headers.set('ratelimit', `"default";r=${state.remainingPoints};t=${Math.ceil(state.msBeforeNext / 1_000)}`);
}
