import type { Runtime } from '@/server/runtime/runtime.ts';
import { processState, remember } from './process-state.ts';
import type { KeyedLimit } from './scope-key.ts';

/** What the last answer said about a bucket of points. */
export interface PointsState {
  remaining: number;
  at: number;
  /** The most that was ever seen: the bucket holds at least this. */
  mostSeen: number;
}

/**
 * How long to wait until the next call that costs as much as the last one fits (0: it does now). `limit` points per
 * `perSeconds` come back; what the last call cost is the difference to what there should have been.
 */
export function pointsWaitMs(runtime: Runtime, { key, limit }: KeyedLimit, remaining: number): number {
  if (limit.limit === undefined || limit.perSeconds === undefined) return 0;
  const { points } = processState(runtime);
  const perMs = limit.limit / (limit.perSeconds * 1_000);
  const now = runtime.clock.now().getTime();
  const last = points.get(key);
  const mostSeen = Math.max(remaining, last?.mostSeen ?? 0);
  remember(points, key, { remaining, at: now, mostSeen });
  const before = last && Math.min(mostSeen, last.remaining + Math.max(0, now - last.at) * perMs);
  // Nothing to compare with: as long as something is left, the next call may try.
  const cost = before === undefined ? 1 : Math.max(0, before - remaining);
  return remaining >= cost ? 0 : Math.ceil((cost - remaining) / perMs);
}
