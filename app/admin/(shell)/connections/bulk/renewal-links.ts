import type { BulkWish } from './bulk-wish.ts';

/** As many as somebody copies; the file has all. */
export const mostShown = 500;

/** What the audit log says of links that somebody took. */
export function noteOfLinks({ shownFilter }: BulkWish, after: object) {
  return {
    object: { type: 'connection', id: 'filter', label: 'filter' },
    before: shownFilter,
    after,
  };
}
