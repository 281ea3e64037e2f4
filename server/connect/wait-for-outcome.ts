import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthorizationAttempt } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';

const stepMs = 200;
/** A little more than a token endpoint may take, from the first callback on; then the page says that the thread is lost. */
const longestMs = 25_000;

/**
 * Waits until the callback that came first has settled its attempt: a reload or a double click is answered with how it
 * ended, not with an error that is none.
 */
export async function waitForOutcome(ctx: Context, { id, consumedAt }: AuthorizationAttempt): Promise<void> {
  const already = consumedAt === null ? 0 : ctx.clock.now().getTime() - consumedAt.getTime();
  for (let waited = already; waited < longestMs; waited += stepMs) {
    const attempt = await ctx.database.authorizationAttempt.findUnique({
      where: { id },
      select: { outcome: true },
    });
    if (attempt === null || attempt.outcome !== null) return;
    await sleep(stepMs);
  }
}
