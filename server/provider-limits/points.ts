import type { CallCost } from '@/server/providers/limit-gate.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { processState, remember } from './process-state.ts';
import type { KeyedLimit } from './scope-key.ts';

/** What the last answer said about a bucket of points. */
export interface PointsState {
  remaining: number;
  at: number;
  /** The most that was ever seen: the bucket holds at least this. */
  mostSeen: number;
  /** The most that a call asked for; 0 when no answer says. */
  mostRequested: number;
}

/**
 * How long to wait until the next call fits (0: it does now). A provider that says what a call asks for refuses one that
 * asks for more than is left, though it costs less in the end; which call comes next is not known here, so there must be
 * room for any that was made so far. With others the next call counts as what the last one cost: the difference to what
 * there should have been. Points come back at the rate that the answer names, or else `limit` per `perSeconds`.
 */
export function pointsWaitMs(runtime: Runtime, { key, limit }: KeyedLimit, cost: CallCost): number {
  if (limit.limit === undefined || limit.perSeconds === undefined) return 0;
  const { points } = processState(runtime);
  const perMs = (cost.restorePerSecond ?? limit.limit / limit.perSeconds) / 1_000;
  const now = runtime.clock.now().getTime();
  const last = points.get(key);
  const { remaining } = cost;
  const mostSeen = Math.max(remaining, last?.mostSeen ?? 0);
  const mostRequested = Math.max(cost.requested ?? 0, last?.mostRequested ?? 0);
  remember(points, key, { remaining, at: now, mostSeen, mostRequested });
  const before = last && Math.min(mostSeen, last.remaining + Math.max(0, now - last.at) * perMs);
  // Nothing to compare with: as long as something is left, the next call may try.
  const spent = before === undefined ? 1 : Math.max(0, before - remaining);
  const needed = mostRequested > 0 ? mostRequested : spent;
  return remaining >= needed ? 0 : Math.ceil((needed - remaining) / perMs);
}
