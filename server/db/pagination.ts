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

/** What a list is ordered by: different in every row, and never another row's later on. */
interface Key<Row> {
  of(row: Row): string;
  /** Whether a text from outside can be one. */
  isKey(text: string): boolean;
}

interface Source<Row> {
  /** Counts matching rows but never more than `limit`. */
  count(limit: number): Promise<number>;
  /** In the order of the list; `after` is the key of a row and exclusive. */
  find(range: { skip: number; take: number; after?: string }): Promise<Row[]>;
  /** Default: the id, for lists that show the newest first. */
  key?: Key<Row>;
}

const idKey: Key<{ id: string }> = { of: (row) => row.id, isKey: isId };

/** Reads one page of a list. */
export async function readPage<Row extends { id: string }>(
  request: PageRequest,
  source: Source<Row>,
): Promise<Page<Row>> {
  const { perPage } = request;
  const key: Key<Row> = source.key ?? idKey;
  if ('cursor' in request) {
    const after = parseCursor(request.cursor, key);
    const rows = await source.find({ skip: 0, take: perPage + 1, ...(after !== null && { after }) });
    const shown = rows.slice(0, perPage);
    const last = shown.at(-1);
    return {
      perPage,
      nextCursor: rows.length > perPage && last ? toCursor(key.of(last)) : null,
      rows: shown,
    };
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

function toCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function parseCursor<Row>(cursor: string, { isKey }: Key<Row>): string | null {
  if (cursor === '') return null;
  const key = Buffer.from(cursor, 'base64url').toString();
  if (isKey(key)) return key;
  throw new AppError('VALIDATION_FAILED', 'The cursor is not one of ours.', {
    errors: [{ path: 'cursor', message: 'must be empty, or the next_cursor of an earlier answer' }],
  });
}

/** A page can be short, or even empty, although there is a next one: much was looked at and little matched. */
export interface CursorPage<Row> {
  rows: Row[];
  nextCursor: string | null;
}

type ListByCursor<Row> = (request: { cursor: string; perPage: number }) => Promise<CursorPage<Row>>;

/**
 * One page by cursor, for callers who never ask for a page by number. `cursor` as it stands in an address: undefined on
 * the first page.
 */
export async function readCursorPage<Row>(
  cursor: string | undefined,
  perPage: number,
  list: (request: { cursor: string; perPage: number }) => Promise<Page<Row>>,
): Promise<CursorPage<Row>> {
  const page = await list({ cursor: cursor ?? '', perPage });
  return { rows: page.rows, nextCursor: 'nextCursor' in page ? page.nextCursor : null };
}

/** The list of pages as `eachBatch` and `eachRow` read it. */
export function byCursor<Row>(list: (request: PageRequest) => Promise<Page<Row>>): ListByCursor<Row> {
  return ({ cursor, perPage }) => readCursorPage(cursor, perPage, list);
}

const exportBatch = 500;

/** The batches of a list, each a keyset page behind the one before: a batch at a time is held, however long the list. */
export async function* eachBatch<Row>(
  list: ListByCursor<Row>,
  perPage: number = exportBatch,
): AsyncGenerator<Row[]> {
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: CursorPage<Row> = await list({ cursor, perPage });
    yield page.rows;
    cursor = page.nextCursor;
  }
}

/** Every row of a list, for exports of any length. */
export async function* eachRow<Row>(list: ListByCursor<Row>, perPage?: number): AsyncGenerator<Row> {
  for await (const rows of eachBatch(list, perPage)) yield* rows;
}
