import { dayMs } from '@/server/core/clock.ts';
import { readPath } from '@/server/oauth/read-path.ts';
import { readField, toCursor } from './answer-field.ts';
import type { Mark } from './checkpoint.ts';
import { parseTime } from './format-time.ts';
import type { Page } from './move-on.ts';
import type { ReadRules } from './reads.ts';

/**
 * The mark of a list after one more page: the highest time that its records name (the provider's clock, not ours), or
 * the provider's latest token. A time in the far future is left out: it would hide every change until then.
 */
export function raiseMark(
  { incremental }: ReadRules,
  before: Mark | undefined,
  { items, answer }: Page,
  now: Date,
): Mark | undefined {
  if (incremental === undefined) return undefined;
  if (incremental.by === 'token') return toCursor(readField(answer, incremental.tokenPath)) ?? before;
  const latest = now.getTime() + dayMs;
  let highest = typeof before === 'number' ? before : undefined;
  for (const item of items) {
    const time = parseTime(readPath(item, incremental.filtersOn));
    if (time !== null && time <= latest && (highest === undefined || time > highest)) highest = time;
  }
  return highest;
}
