import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/server/core/errors.ts';

const windowSeconds = 60;

// One per process, though routes are bundled apart (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageRateLimiter?: RateLimiterMemory };

/**
 * Counts a request of an API key in this process and returns the headers that say what is left (R-21, RateLimit
 * draft -10). Throws `RATE_LIMITED`, which carries `Retry-After`.
 */
export async function countRequest(keyId: string, perMinute: number): Promise<Record<string, string>> {
  if (shared.moorageRateLimiter?.points !== perMinute) {
    shared.moorageRateLimiter = new RateLimiterMemory({ points: perMinute, duration: windowSeconds });
  }
  try {
    return rateLimitHeaders(await shared.moorageRateLimiter.consume(keyId), perMinute);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const retryAfter = Math.ceil(refused.msBeforeNext / 1_000);
    throw new RateLimitedError(retryAfter, rateLimitHeaders(refused, perMinute));
  }
}

export class RateLimitedError extends AppError {
  readonly headers: Record<string, string>;

  constructor(retryAfter: number, headers: Record<string, string>) {
    super('RATE_LIMITED', `Too many requests with this key; try again in ${retryAfter} s.`, { retryAfter });
    this.headers = headers;
  }
}

function rateLimitHeaders(state: RateLimiterRes, perMinute: number): Record<string, string> {
  return {
    'ratelimit-policy': `"default";q=${perMinute};w=${windowSeconds}`,
    ratelimit: `"default";r=${state.remainingPoints};t=${Math.ceil(state.msBeforeNext / 1_000)}`,
  };
}
