import type { z } from 'zod';
import { readPath } from '@/server/oauth/read-path.ts';
import type { paginationSchema } from '@/server/providers/manifest-data.ts';
import { readField, toCount } from './answer-field.ts';
import { parseTime } from './format-time.ts';
import type { PagePlace, ReadPage } from './next-page.ts';
import { unexpectedAnswer } from './pull-error.ts';

export type KeyPagination = Extract<z.infer<typeof paginationSchema>, { style: 'key' }>;

/** Where a page of a list sorted by a key is: the page of this number among the records from this key on. */
export interface KeyPlace {
  /** As the provider wrote it; null: from the beginning of the list. */
  from: string | null;
  page: number;
}

/** The number stands first: a key can hold any character. */
export function readKeyPlace({ first }: KeyPagination, at: PagePlace): KeyPlace {
  const [, page, from] = /^(\d+) (.+)$/s.exec(String(at ?? '')) ?? [];
  return page === undefined || from === undefined
    ? { from: null, page: first }
    : { from, page: Number(page) };
}

function writeKeyPlace({ from, page }: { from: string; page: number }): string {
  return `${page} ${from}`;
}

/**
 * Where the next page is, null at the end: the first page of the records from the last key on. A record that moves to the
 * end of the list while it is read takes no other with it, and is met again there. Records of that last key come twice.
 * Where a whole page has one key, its next page: else the same page would come for ever.
 *
 * @throws {PullError} `bad_answer` for a key that is no time, or lies behind the one that was asked for
 */
export function nextByKey(pagination: KeyPagination, { at, answer, items }: ReadPage): string | null {
  if (!hasMore(pagination, { answer, items })) return null;
  const { from, page } = readKeyPlace(pagination, at);
  const first = keyOf(pagination, items[0]);
  const last = keyOf(pagination, items.at(-1));
  if (last.time < first.time || (from !== null && last.time < (parseTime(from) ?? last.time))) {
    throw unexpectedAnswer('The records of the provider are not in the order that was asked for.');
  }
  if (last.text === from) return writeKeyPlace({ from, page: page + 1 });
  // From this key on the list begins with these very records.
  const isWhole = last.text === first.text;
  return writeKeyPlace({ from: last.text, page: pagination.first + (isWhole ? 1 : 0) });
}

function hasMore(
  { size, nextPath }: KeyPagination,
  { answer, items }: Pick<ReadPage, 'answer' | 'items'>,
): boolean {
  if (items.length === 0) return false;
  if (nextPath === undefined) return items.length >= size.value;
  return toCount(readField(answer, nextPath)) !== null;
}

function keyOf({ keyPath }: KeyPagination, item: unknown): { text: string; time: number } {
  const text = readPath(item, keyPath);
  const time = parseTime(text);
  if (typeof text !== 'string' || time === null) {
    throw unexpectedAnswer('A record of the provider does not say where it stands in the list.');
  }
  return { text, time };
}
