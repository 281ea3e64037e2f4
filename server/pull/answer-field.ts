import { readPath } from '@/server/oauth/read-path.ts';
import { unexpectedAnswer } from './pull-error.ts';
import type { PullAnswer } from './send-call.ts';

/** A field of the body, or of the headers (`header:Name`); undefined when it is not there. Null stays null. */
export function readField(
  { body, headers }: Pick<PullAnswer, 'headers' | 'body'>,
  field: string | undefined,
): unknown {
  if (field === undefined) return undefined;
  if (!field.startsWith('header:')) return readPath(body, field);
  return headers.get(field.slice('header:'.length)) ?? undefined;
}

/** It is stored with each page. */
const longestCursor = 8_192;

/** A cursor, token or link; null: there is none. @throws {PullError} `bad_answer` */
export function toCursor(value: unknown): string | null {
  if (value === undefined || value === null || value === '' || value === false) return null;
  if (typeof value === 'string' && value.length <= longestCursor) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw unexpectedAnswer('The provider names the next page in a way that is not documented.');
}

/** Null: there is none. @throws {PullError} `bad_answer` */
export function toCount(value: unknown): number | null {
  if (value === undefined || value === null || value === '' || value === false) return null;
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
  throw unexpectedAnswer('The provider counts its pages in a way that is not documented.');
}
