import { addMs, dayMs, minuteMs } from '@/server/core/clock.ts';
import { transaction } from '@/server/db/client.ts';
import { closeAttempt } from '@/server/grants/index.ts';
import { wakeRevoker } from '@/server/revocations/index.ts';
import { type Runtime, withAccount } from '@/server/runtime/runtime.ts';

const batch = 100;
/** A late callback still learns that it is late, for a day. */
const keepMs = dayMs;
/** A callback in its last second may still be at the token endpoint. */
const graceMs = 2 * minuteMs;

/**
 * Ends attempts nobody came back for: tokens that wait for a decision are owed back to the provider, rows older than a
 * day are removed. Returns how many were ended.
 */
export async function endExpiredAttempts(runtime: Runtime): Promise<number> {
  const now = runtime.clock.now();
  const expired = await runtime.database.authorizationAttempt.findMany({
    where: { expiresAt: { lt: addMs(now, -graceMs) }, tokens: { not: null } },
    take: batch,
  });
  for (const attempt of expired) {
    const ctx = withAccount(runtime, attempt.accountId, 'system', null);
    await transaction(runtime.database, (tx) => closeAttempt(tx, ctx, attempt, 'SUPERSEDED'));
  }
  await runtime.database.authorizationAttempt.deleteMany({
    where: { expiresAt: { lt: addMs(now, -keepMs) }, tokens: null },
  });
  // The limiter keeps real time, whatever our clock says.
  await runtime.database.rateLimiterFlexible.deleteMany({ where: { expire: { lt: new Date() } } });
  if (expired.length > 0) wakeRevoker(runtime);
  return expired.length;
}
