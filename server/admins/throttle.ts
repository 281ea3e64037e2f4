import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/server/core/errors.ts';

/** T-16: 20 tries from one address, and so many from all addresses together that guessing stays hopeless. */
const limits = {
  perAddress: { points: 20, duration: 15 * 60 },
  perAccount: { points: 200, duration: 60 * 60 },
};

type Limiters = Record<keyof typeof limits, RateLimiterMemory>;

// One per process, though actions are bundled apart (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageSignInLimiters?: Limiters };

function limiters(): Limiters {
  shared.moorageSignInLimiters ??= {
    perAddress: new RateLimiterMemory(limits.perAddress),
    perAccount: new RateLimiterMemory(limits.perAccount),
  };
  return shared.moorageSignInLimiters;
}

/** Counts a try before the password is looked at, so that many at once do not slip through. Throws `RATE_LIMITED`. */
export async function countSignInTry(email: string, address: string | null): Promise<void> {
  try {
    await limiters().perAddress.consume(pairKey(email, address));
    await limiters().perAccount.consume(email);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const minutes = Math.ceil(refused.msBeforeNext / 60_000);
    throw new AppError('RATE_LIMITED', `Too many tries. Try again in ${minutes} min.`, {
      retryAfter: Math.ceil(refused.msBeforeNext / 1_000),
    });
  }
}

/** Only wrong tries count. */
export async function forgetSignInTries(email: string, address: string | null): Promise<void> {
  await limiters().perAddress.delete(pairKey(email, address));
  await limiters().perAccount.reward(email);
}

function pairKey(email: string, address: string | null): string {
  return `${address ?? 'unknown'} ${email}`;
}
