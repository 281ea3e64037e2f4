import { isRecord } from '@/server/oauth/read-path.ts';
import { unexpectedAnswer } from './pull-error.ts';
import type { ReadRules } from './reads.ts';

/**
 * The items of a page: an array's, an object as the only one; none where the path comes to null, or to the end of an array.
 * A field of the path that is missing is something else: the answer is not the one that was asked for (an error with
 * status 200, say), and taking it for an empty list would remove every record.
 *
 * @throws {PullError} `bad_answer`
 */
export function recordsAt(
  body: unknown,
  { recordPath: path, leavesOutEmptyList }: Pick<ReadRules, 'recordPath' | 'leavesOutEmptyList'>,
): unknown[] {
  let at = body;
  const steps = path === '$' ? [] : path.split(/[.[\]]+/).filter((part) => part !== '');
  for (const [index, step] of steps.entries()) {
    if (at === null) return [];
    const isIndex = /^\d+$/.test(step);
    if (isIndex && Array.isArray(at)) {
      at = at[Number(step)] ?? null;
    } else if (!isIndex && isRecord(at) && Object.hasOwn(at, step)) {
      at = at[step];
    } else {
      const isLast = index === steps.length - 1;
      if (leavesOutEmptyList && isLast && isRecord(at)) return [];
      throw unexpectedAnswer(`The answer has no field ${path}.`);
    }
  }
  if (Array.isArray(at)) return at;
  if (at === null) return [];
  if (isRecord(at)) return [at];
  throw unexpectedAnswer(`The field ${path} of the answer holds no records.`);
}
