import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '@/server/db/client.ts';
import type { ConnectAnswer } from './answer.ts';
import type { LinkedConnection } from './link.ts';
import { show } from './screens.ts';

/** Enough for every mistake of a person, too few to try keys of a provider (C-20). Counted in the database, for all processes. */
const triesPerWindow = 30;
const windowSeconds = 60;

/** Counts a form post of a link; C-20 with 429 when there were too many. */
export async function countTry(linked: LinkedConnection): Promise<ConnectAnswer | null> {
  const { ctx, row, path } = linked;
  try {
    await limiterOf(ctx.database).consume(row.id);
    return null;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
    return show(linked, 429, { kind: 'too_many_tries', retryAfterSeconds, action: path });
  }
}

// One per database and process, though routes are bundled apart (DESIGN trap 2).
const shared = globalThis as typeof globalThis & {
  moorageTryLimiters?: WeakMap<Database, RateLimiterPrisma>;
};

/** Its own clean-up would arm a timer that never ends; expired rows are removed by `housekeeping.ts`. */
function limiterOf(database: Database): RateLimiterPrisma {
  shared.moorageTryLimiters ??= new WeakMap();
  const known = shared.moorageTryLimiters.get(database);
  if (known !== undefined) return known;
  const limiter = new RateLimiterPrisma({
    storeClient: database,
    keyPrefix: 'connect',
    points: triesPerWindow,
    duration: windowSeconds,
    clearExpiredByTimeout: false,
  });
  shared.moorageTryLimiters.set(database, limiter);
  return limiter;
}
