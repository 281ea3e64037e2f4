import { AppError } from '@/server/core/errors.ts';
import type { Page, PageRequest } from './pagination.ts';

/** The list request of a parsed query (CONTRACT section 1). */
export function toPageRequest(query: {
  page?: number | undefined;
  per_page: number;
  cursor?: string | undefined;
}): PageRequest {
  if (query.cursor === undefined) return { page: query.page ?? 1, perPage: query.per_page };
  if (query.page !== undefined) {
    throw new AppError('VALIDATION_FAILED', 'A list is read by page or by cursor, not both.', {
      errors: [{ path: 'page', message: 'leave it out when cursor is given' }],
    });
  }
  return { cursor: query.cursor, perPage: query.per_page };
}

/** The list envelope around serialized rows (CONTRACT section 1). */
export function toWirePage<Row, Item>(page: Page<Row>, serialize: (row: Row) => Item) {
  const result = page.rows.map(serialize);
  if ('nextCursor' in page) return { per_page: page.perPage, next_cursor: page.nextCursor, result };
  return {
    total: page.total,
    ...(page.totalCapped && { total_capped: true as const }),
    per_page: page.perPage,
    current_page: page.currentPage,
    last_page: page.lastPage,
    result,
  };
}
