import { isRecord, readPath } from '@/server/oauth/read-path.ts';
import { unexpectedAnswer } from './pull-error.ts';

/**
 * The items of a page: an array's, an object as the only one, none where the path ends early or at null. The first
 * field of the path must be there all the same: an answer without it is not the one that was asked for (an error with
 * status 200, say), and taking it for an empty list would remove every record.
 *
 * @throws {PullError} `bad_answer`
 */
export function recordsAt(body: unknown, path: string): unknown[] {
  if (body === null) return [];
  const [first = ''] = path.split(/[.[]/);
  if (path !== '$' && !(isRecord(body) && Object.hasOwn(body, first))) {
    throw unexpectedAnswer(`The answer has no field ${first}.`);
  }
  const found = readPath(body, path);
  if (Array.isArray(found)) return found;
  if (found === undefined || found === null) return [];
  if (isRecord(found)) return [found];
  throw unexpectedAnswer(`The field ${path} of the answer holds no records.`);
}
