import { BadQueryError, type Query, readCount, readPageSize } from './bad-query.ts';

/**
 * Pages of a list that is in memory, in the styles real APIs have. With `isEndless` (a scripted fault) the list starts
 * again where it ends, and says that there is more.
 */
type Listed = { query: Query; isEndless: boolean };

/** `?page=&per_page=`. `page` counts from `first`; `pages` is how many there are. */
export function numberedPage<T>(
  all: readonly T[],
  { query, isEndless }: Listed,
  { sizeName = 'per_page', first = 1 } = {},
) {
  const size = readPageSize(query, sizeName);
  const page = readCount(query, 'page', first);
  const { items, total } = slice(all, (page - first) * size, size, isEndless);
  const pages = Math.ceil(total / size);
  return { items, total, pages, next: page - first + 1 < pages ? page + 1 : null };
}

/** `?offset=&limit=`. */
export function offsetPage<T>(all: readonly T[], { query, isEndless }: Listed) {
  const size = readPageSize(query, 'limit');
  const offset = readCount(query, 'offset', 0);
  return slice(all, offset, size, isEndless);
}

/** An endless list is full everywhere and always twice as long as has been seen of it. */
function slice<T>(all: readonly T[], start: number, size: number, isEndless: boolean) {
  if (!isEndless || all.length === 0) return { items: all.slice(start, start + size), total: all.length };
  const from = start % all.length;
  const items = all.slice(from, from + size);
  while (items.length < size) items.push(...all.slice(0, size - items.length));
  return { items, total: (start + size) * 2 };
}

/** `?starting_after={id of the last record of the page before}&limit=`. */
export function pageAfter<T extends { id: string }>(all: readonly T[], { query, isEndless }: Listed) {
  const size = readPageSize(query, 'limit');
  const after = query.starting_after;
  const last = after === undefined ? -1 : all.findIndex(({ id }) => id === after);
  if (after !== undefined && last === -1) throw new BadQueryError('starting_after');
  const start = isEndless && last + 1 === all.length ? 0 : last + 1;
  return { items: all.slice(start, start + size), hasMore: isEndless || start + size < all.length };
}
