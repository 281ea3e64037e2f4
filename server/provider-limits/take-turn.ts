import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPrisma,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { ProviderLimitError } from '@/server/providers/limit-gate.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import type { Patience } from './patience.ts';
import { processState } from './process-state.ts';
import { type RateWindow, spread } from './rate-window.ts';
import type { KeyedLimit } from './scope-key.ts';
import { semaphoreOf } from './semaphore.ts';

/**
 * Waits until a call fits into the limit and counts it, for all workers. Callers of one process take their turns one
 * after the other, so that only the first of them asks the database.
 */
export async function takeTurn(
  runtime: Runtime,
  { key, limit }: KeyedLimit,
  patience: Patience,
): Promise<void> {
  if (limit.limit === undefined || limit.perSeconds === undefined) return;
  const window = spread(limit.limit, limit.perSeconds);
  const limiter = limiterOf(runtime, window);
  const turns = semaphoreOf(processState(runtime).semaphores, `turn ${key}`, 1);
  const queueMs = (turns.waiting() * window.seconds * 1_000) / window.points;
  if (queueMs > patience.leftMs()) throw new ProviderLimitError('rate', queueMs);
  const release = await turns.acquire(patience.leftMs(), patience.signal);
  if (release === null) throw new ProviderLimitError('rate', Math.max(queueMs, window.seconds * 1_000));
  try {
    for (;;) {
      const msBeforeNext = await consume(limiter, key);
      if (msBeforeNext === 0) return;
      await patience.wait(msBeforeNext, 'rate');
    }
  } finally {
    release();
  }
}

/** Counts one call; 0, or the ms until there is room again. */
async function consume(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext));
  }
}

/** Counts an answer, not a call. The ms until there is room again when this was the last one allowed; 0 otherwise. */
export async function countAnswer(runtime: Runtime, { key, limit }: KeyedLimit): Promise<number> {
  if (limit.limit === undefined || limit.perSeconds === undefined) return 0;
  const limiter = limiterOf(runtime, { points: limit.limit, seconds: limit.perSeconds });
  const { consumedPoints, msBeforeNext } = await limiter.penalty(key);
  return consumedPoints >= limit.limit ? msBeforeNext : 0;
}

/**
 * On Postgres counted in the database, and in memory when that fails, so that a failure never opens the gate; on SQLite,
 * which has one process, in memory. Its own clean-up would arm a timer that never ends; the housekeeping removes
 * expired rows.
 */
function limiterOf(runtime: Runtime, { points, seconds }: RateWindow): RateLimiterAbstract {
  const { limiters } = processState(runtime);
  const name = `${points}/${seconds}`;
  const known = limiters.get(name);
  if (known !== undefined) return known;
  const options = { keyPrefix: 'provider', points, duration: seconds };
  const memory = new RateLimiterMemory(options);
  const limiter =
    runtime.settings.database === 'sqlite'
      ? memory
      : new RateLimiterPrisma({
          ...options,
          storeClient: runtime.database,
          insuranceLimiter: memory,
          inMemoryBlockOnConsumed: points,
          clearExpiredByTimeout: false,
        });
  limiters.set(name, limiter);
  return limiter;
}
