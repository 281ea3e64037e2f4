import { AppError } from '@/server/core/errors.ts';
import { isId } from '@/server/core/ids.ts';

/** A list request: a page by number, or a cursor (`''` = from the start). */
export type PageRequest = { page: number; perPage: number } | { cursor: string; perPage: number };

export type Page<Row> =
  | {
      total: number;
      totalCapped: boolean;
      perPage: number;
      currentPage: number;
      lastPage: number;
      rows: Row[];
    }
  | { perPage: number; nextCursor: string | null; rows: Row[] };

/** Page mode reaches this far (CONTRACT section 1): a deeper page by number costs more with every page. */
const pageModeRows = 10_000;

interface Source<Row> {
  /** Counts matching rows but never more than `limit`. */
  count(limit: number): Promise<number>;
  /** Newest first; `afterId` is exclusive. */
  find(range: { skip: number; take: number; afterId?: string }): Promise<Row[]>;
}

/** Reads one page of a list that is ordered by id, newest first. */
export async function readPage<Row extends { id: string }>(
  request: PageRequest,
  source: Source<Row>,
): Promise<Page<Row>> {
  const { perPage } = request;
  if ('cursor' in request) {
    const afterId = parseCursor(request.cursor);
    const rows = await source.find({ skip: 0, take: perPage + 1, ...(afterId !== null && { afterId }) });
    const shown = rows.slice(0, perPage);
    const last = shown.at(-1);
    return { perPage, nextCursor: rows.length > perPage && last ? toCursor(last.id) : null, rows: shown };
  }
  const skip = (request.page - 1) * perPage;
  if (skip + perPage > pageModeRows) {
    throw new AppError(
      'VALIDATION_FAILED',
      `Pages reach the first ${pageModeRows} rows; use cursor to go on.`,
      {
        errors: [{ path: 'page', message: 'too far: send cursor= (empty to start) instead of page' }],
      },
    );
  }
  const counted = await source.count(pageModeRows + 1);
  const total = Math.min(counted, pageModeRows);
  const rows = skip < counted ? await source.find({ skip, take: perPage }) : [];
  return {
    total,
    totalCapped: counted > pageModeRows,
    perPage,
    currentPage: request.page,
    lastPage: Math.max(1, Math.ceil(total / perPage)),
    rows,
  };
}

function toCursor(id: string): string {
  return Buffer.from(id).toString('base64url');
}

function parseCursor(cursor: string): string | null {
  if (cursor === '') return null;
  const id = Buffer.from(cursor, 'base64url').toString();
  if (isId(id)) return id;
  throw new AppError('VALIDATION_FAILED', 'The cursor is not one of ours.', {
    errors: [{ path: 'cursor', message: 'must be empty, or the next_cursor of an earlier answer' }],
  });
}
