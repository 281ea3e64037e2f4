import { AppError } from '@/server/core/errors.ts';
import { isId } from '@/server/core/ids.ts';

/** `cursor`: empty or undefined at the start, then the `nextCursor` of the page before. */
export interface CursorRequest {
  cursor?: string | undefined;
  perPage: number;
}

/** A number for people: `isCapped` when there are more than `count`. */
export interface CappedCount {
  count: number;
  isCapped: boolean;
}

/** The key that a cursor stands for. Throws `VALIDATION_FAILED`. */
export function parseKeyCursor({ cursor = '' }: CursorRequest): string | null {
  if (cursor === '') return null;
  if (isId(cursor)) return cursor;
  throw new AppError('VALIDATION_FAILED', 'The cursor is not one of ours.', {
    errors: [{ path: 'cursor', message: 'must be empty, or the cursor of an earlier page' }],
  });
}
