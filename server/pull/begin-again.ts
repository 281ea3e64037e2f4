import type { List } from './move-on.ts';
import { listStart, type Position } from './position.ts';
import { PullError } from './pull-error.ts';

/** Statuses of a provider that does not know the cursor or token any more. */
const unknownStatuses: readonly (number | null)[] = [400, 404, 410, 422];

/**
 * A list whose cursor or token the provider has forgotten begins again, without it: else the run could never end. Once:
 * else a provider that refuses one page for good would be asked for ever. Null: the error is about something else.
 *
 * @param mayBeStale the position has waited in the database
 */
export function beginAgain(
  error: unknown,
  { read, mark }: List,
  position: Position,
  mayBeStale: boolean,
): Position | null {
  if (position.hasBegunAgain) return null;
  if (!(error instanceof PullError) || !unknownStatuses.includes(error.status)) return null;
  const isStaleCursor = mayBeStale && position.at !== null;
  const isStaleToken = position.at === null && read.incremental?.by === 'token' && mark !== undefined;
  if (!isStaleCursor && !isStaleToken) return null;
  return {
    ...position,
    ...listStart,
    hasBegunAgain: true,
    ignoresMark: position.ignoresMark || isStaleToken,
    hasLostMarks: position.hasLostMarks || isStaleToken,
  };
}
