import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible';
import type { ConnectAnswer } from './answer.ts';
import type { LinkedConnection } from './link.ts';
import { show } from './screens.ts';

/** Enough for every mistake of a person, too few to try keys of a provider (C-20). Counted in the database, for all processes. */
const triesPerWindow = 30;
const windowSeconds = 60;

/** Counts a form post of a link; C-20 with 429 when there were too many. */
export async function countTry(linked: LinkedConnection): Promise<ConnectAnswer | null> {
  const { ctx, row, path } = linked;
  const limiter = new RateLimiterPrisma({
    storeClient: ctx.database,
    keyPrefix: 'connect',
    points: triesPerWindow,
    duration: windowSeconds,
  });
  try {
    await limiter.consume(row.id);
    return null;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const retryAfterSeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
    return show(linked, 429, { kind: 'too_many_tries', retryAfterSeconds, action: path });
  }
}
