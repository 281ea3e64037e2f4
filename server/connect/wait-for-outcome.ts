import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '@/server/runtime/runtime.ts';

const stepMs = 200;
/** A little more than a token endpoint may take; then the page says that the thread is lost. */
const longestMs = 25_000;

/**
 * Waits until the callback that came first has settled its attempt: a reload or a double click is answered with how it
 * ended, not with an error that is none.
 */
export async function waitForOutcome(ctx: Context, attemptId: string): Promise<void> {
  for (let waited = 0; waited < longestMs; waited += stepMs) {
    const attempt = await ctx.database.authorizationAttempt.findUnique({
      where: { id: attemptId },
      select: { outcome: true },
    });
    if (attempt === null || attempt.outcome !== null) return;
    await sleep(stepMs);
  }
}
