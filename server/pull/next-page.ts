import LinkHeader from 'http-link-header';
import type { z } from 'zod';
import { readPath } from '@/server/oauth/read-path.ts';
import type { paginationSchema } from '@/server/providers/manifest-data.ts';
import { readField, toCount, toCursor } from './answer-field.ts';
import { nextByKey } from './next-by-key.ts';
import { unexpectedAnswer } from './pull-error.ts';
import type { PullAnswer } from './send-call.ts';

export type Pagination = z.infer<typeof paginationSchema>;

/** Where a page is: its number or offset, its cursor, its key, or the link to it. Null: the first. */
export type PagePlace = string | number | null;

export interface ReadPage {
  at: PagePlace;
  answer: Pick<PullAnswer, 'headers' | 'body'>;
  items: readonly unknown[];
  /** Pages of this list so far, this one included. */
  pages: number;
  /** Records of this list so far, this page's included. */
  consumed: number;
}

/**
 * - `next`: there is another page.
 * - `end`: that was all.
 * - `cut`: there may be more, but the provider reaches no further, or contradicts itself.
 */
export type NextPage = { kind: 'next'; at: string | number } | { kind: 'end' } | { kind: 'cut' };

const end: NextPage = { kind: 'end' };
const cut: NextPage = { kind: 'cut' };

/**
 * How many records a page stands for. Providers that send some of them twice must not make us skip others.
 */
export function countConsumed(pagination: Pagination, items: readonly unknown[]): number {
  const size = sizeOf(pagination);
  return size === null ? items.length : Math.min(items.length, size);
}

/**
 * Where the next page is, as the pagination of the manifest says. The first rule that applies ends the list; a field
 * that is not in the answer does not apply. An empty page always ends it.
 *
 * @throws {PullError} `bad_answer` for a field that cannot be what the manifest says, or a next page that lies behind
 */
export function nextPage(pagination: Pagination, page: ReadPage): NextPage {
  if (pagination.style === 'none') return end;
  if (pagination.style === 'link_header' || pagination.style === 'link_body') {
    const link = linkOf(pagination, page);
    if (link === null) return end;
    return page.items.length === 0 ? cut : { kind: 'next', at: link };
  }
  if (pagination.style === 'key') {
    const at = nextByKey(pagination, page);
    return at === null ? end : { kind: 'next', at };
  }
  const { maxRecords = Number.POSITIVE_INFINITY, maxPages = Number.POSITIVE_INFINITY } = pagination;
  const isAtLimit = page.consumed >= maxRecords || page.pages >= maxPages;
  const says = [...whatItSays(pagination, page)];
  // A total that ends where the provider's reach ends may be cut off itself.
  if (says.includes(false)) return isAtLimit ? cut : end;
  if (page.items.length === 0) return says.includes(true) ? cut : end;
  const at = placeOfNext(pagination, page);
  if (at === null) return says.includes(true) ? cut : end;
  const isBeyond = isAtLimit || page.consumed + (sizeOf(pagination) ?? 1) > maxRecords;
  return isBeyond ? cut : { kind: 'next', at };
}

type Counted = Extract<Pagination, { shortPage: boolean }>;

/** Whether there is more, in as many ways as the answer says it. */
function* whatItSays(pagination: Counted, page: ReadPage): Generator<boolean> {
  const { answer, items, consumed } = page;
  const more = readField(answer, pagination.hasMorePath);
  if (more !== undefined) yield more === true || more === 'true' || more === 1;
  const totalPages = toCount(readField(answer, pagination.totalPagesPath));
  if (totalPages !== null) yield pagesUpTo(pagination, page) < totalPages;
  const totalRecords = toCount(readField(answer, pagination.totalRecordsPath));
  if (totalRecords !== null) yield consumed < totalRecords;
  const size = sizeOf(pagination);
  if (pagination.shortPage && size !== null && items.length < size) yield false;
}

function pagesUpTo(pagination: Counted, { at, pages }: ReadPage): number {
  if (pagination.style !== 'page') return pages;
  return (typeof at === 'number' ? at : pagination.first) - pagination.first + 1;
}

function placeOfNext(pagination: Counted, page: ReadPage): string | number | null {
  const { answer, items } = page;
  if (pagination.style === 'cursor' || pagination.style === 'next_token') {
    if (pagination.nextFromLastRecord === undefined) return toCursor(readField(answer, pagination.nextPath));
    const cursor = toCursor(readPath(items.at(-1), pagination.nextFromLastRecord));
    if (cursor === null)
      throw unexpectedAnswer('The last record of a page does not say where the next begins.');
    return cursor;
  }
  const here = typeof page.at === 'number' ? page.at : pagination.first;
  if (pagination.nextPath === undefined) {
    return pagination.style === 'page' ? here + 1 : here + countConsumed(pagination, items);
  }
  const next = toCount(readField(answer, pagination.nextPath));
  if (next !== null && next <= here) throw unexpectedAnswer('The next page lies behind this one.');
  return next;
}

function linkOf(
  pagination: Extract<Pagination, { style: 'link_header' | 'link_body' }>,
  { answer }: ReadPage,
): string | null {
  if (pagination.style === 'link_body') return toCursor(readPath(answer.body, pagination.nextLinkPath));
  const header = answer.headers.get('link');
  if (header === null) return null;
  try {
    return LinkHeader.parse(header).rel(pagination.rel)[0]?.uri ?? null;
  } catch {
    throw unexpectedAnswer('The Link header of the provider cannot be read.');
  }
}

function sizeOf(pagination: Pagination): number | null {
  return 'size' in pagination && pagination.size !== undefined ? pagination.size.value : null;
}
