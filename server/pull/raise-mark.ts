import { dayMs, minuteMs } from '@/server/core/clock.ts';
import { readPath } from '@/server/oauth/read-path.ts';
import { readField, toCursor } from './answer-field.ts';
import type { Mark } from './checkpoint.ts';
import { parseTime } from './format-time.ts';
import type { Page } from './move-on.ts';
import type { ReadRules } from './reads.ts';

/** How far the provider's clock may be behind ours (F-13). */
const skewMs = 10 * minuteMs;

/**
 * The mark of a list after one more page: the highest time that its records name (the provider's clock, not ours), or
 * the provider's latest token. A time is never taken as higher than the beginning of the run: what changes while it is
 * being read, on a page that was read before, names a later one, and the next run must still ask for it. One in the far
 * future counts for nothing: it says nothing about what was seen.
 *
 * @param began when the run began, ms
 */
export function raiseMark(
  { incremental }: ReadRules,
  before: Mark | undefined,
  { items, answer }: Page,
  began: number,
): Mark | undefined {
  if (incremental === undefined) return undefined;
  if (incremental.by === 'token') return toCursor(readField(answer, incremental.tokenPath)) ?? before;
  let highest = typeof before === 'number' ? before : undefined;
  for (const item of items) {
    const time = parseTime(readPath(item, incremental.filtersOn));
    if (time === null || time > began + dayMs) continue;
    highest = Math.max(highest ?? Number.NEGATIVE_INFINITY, Math.min(time, began - skewMs));
  }
  return highest;
}
