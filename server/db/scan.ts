import { Prisma } from '@/generated/sqlite/client.ts';
import type { Database } from './client.ts';

/**
 * Lists that are filtered every possible way and yet cost what they show, however many rows there are. There are two ways
 * to answer, and both are bounded:
 *
 * - `few`: one filter leaves some thousand rows. They are all looked at and sorted.
 * - `walk`: rows are looked at in the order of the list, along an index that holds what is filtered by, until the page
 *   is full. Rows that match nothing are passed over in the index; a page ends after `mostWalked` of them, with a cursor
 *   behind the last one, and can be short then.
 */

/** What "few" means, and how far people are told a number. */
export const fewRows = 10_000;

const chunk = 50_000;
const mostWalked = 10 * chunk;
/** A limit keeps the database from merging the two parts of a statement, and from choosing another index then. */
const noLimit = 10_000_000;

/** Which rows an index finds at once. */
export interface Driver {
  kind: 'few' | 'walk';
  where: Prisma.Sql;
}

export interface Scan {
  from: Prisma.Sql;
  /** Columns that `filter` needs, and the key. */
  columns: Prisma.Sql;
  driver: Driver;
  /** On a row of `columns`, which is called `c`. */
  filter: readonly Prisma.Sql[];
  /** The list is in the order of this column, which differs in every row. */
  key: Prisma.Sql;
  direction: 'asc' | 'desc';
  /** Bounds of the key: from here on, and before there. */
  range: { from?: string | undefined; before?: string | undefined };
}

export interface FoundKey {
  id: string;
  key: string;
}

/** The next `take` rows behind `after`; `next` is where to go on, null at the end of the list. */
export async function scanPage(
  database: Database,
  scan: Scan,
  { after, take }: { after: string | null; take: number },
): Promise<{ found: FoundKey[]; next: string | null }> {
  const found: FoundKey[] = [];
  let position = after;
  for (let walked = 0; walked < mostWalked; walked += chunk) {
    // One more than is shown tells whether there is a next page.
    const rows = await database.$queryRaw<FoundKey[]>(pageSql(scan, position, take + 1 - found.length));
    found.push(...inOrder(rows, scan.direction));
    if (found.length > take) return { found: found.slice(0, take), next: found[take - 1]?.key ?? null };
    const [end] =
      scan.driver.kind === 'few' ? [] : await database.$queryRaw<FoundKey[]>(endSql(scan, position));
    if (end === undefined) return { found, next: null };
    position = end.key;
  }
  return { found, next: position };
}

/** Counts matching rows, but never more than `fewRows`, which is then exceeded by one. */
export function countMatching(database: Database, scan: Scan): Promise<number> {
  return countRows(database, matchingSql(scan));
}

/** The rows that `countMatching` counts. */
export function matchingSql(scan: Scan): Prisma.Sql {
  const rows = Prisma.sql`SELECT ${scan.columns} FROM ${scan.from}
    WHERE ${scan.driver.where} ${rangeSql(scan, null)} LIMIT ${noLimit}`;
  return Prisma.sql`SELECT 1 FROM (${rows}) AS c ${whereSql(scan.filter)}`;
}

/** How many rows a condition finds, as far as `few` goes. It must be the range of an index. */
export function countUpToFew(database: Database, from: Prisma.Sql, where: Prisma.Sql): Promise<number> {
  return countRows(database, Prisma.sql`SELECT 1 FROM ${from} WHERE ${where}`);
}

/** Counts the rows of a statement, as far as `few` goes and one more. */
export async function countRows(database: Database, rows: Prisma.Sql): Promise<number> {
  const [row] = await database.$queryRaw<{ total: number | bigint }[]>`
    SELECT count(*) AS total FROM (${rows} LIMIT ${fewRows + 1}) AS counted`;
  return Number(row?.total ?? 0);
}

/** The statement of a page, as `scanPage` runs it. */
export function pageSql(scan: Scan, after: string | null, limit: number): Prisma.Sql {
  const { from, columns, driver, filter, key } = scan;
  if (driver.kind === 'few') {
    const inner = Prisma.sql`SELECT ${columns} FROM ${from} WHERE ${driver.where} LIMIT ${noLimit}`;
    const conditions = [...filter, ...boundsOf(scan, after, Prisma.sql`c.${key}`)];
    return Prisma.sql`SELECT c.id, c.${key} AS "key" FROM (${inner}) AS c
      ${whereSql(conditions)} ORDER BY c.${key} ${directionSql(scan)} LIMIT ${limit}`;
  }
  // Without an order of its own, which would make SQLite look at the whole chunk: rows come as the inner one gives them.
  return Prisma.sql`SELECT c.id, c.${key} AS "key" FROM (
    SELECT ${columns} FROM ${from} WHERE ${driver.where} ${rangeSql(scan, after)}
    ORDER BY ${key} ${directionSql(scan)} LIMIT ${chunk}) AS c ${whereSql(filter)} LIMIT ${limit}`;
}

/** The last row of a full chunk. */
function endSql(scan: Scan, after: string | null): Prisma.Sql {
  const { from, driver, key } = scan;
  return Prisma.sql`SELECT id, ${key} AS "key" FROM ${from} WHERE ${driver.where} ${rangeSql(scan, after)}
    ORDER BY ${key} ${directionSql(scan)} LIMIT 1 OFFSET ${chunk - 1}`;
}

function rangeSql(scan: Scan, after: string | null): Prisma.Sql {
  const bounds = boundsOf(scan, after, scan.key);
  return bounds.length === 0 ? Prisma.empty : Prisma.sql`AND ${Prisma.join(bounds, ' AND ')}`;
}

function boundsOf({ range, direction }: Scan, after: string | null, key: Prisma.Sql): Prisma.Sql[] {
  return [
    ...(range.from === undefined ? [] : [Prisma.sql`${key} >= ${range.from}`]),
    ...(range.before === undefined ? [] : [Prisma.sql`${key} < ${range.before}`]),
    ...(after === null
      ? []
      : [direction === 'asc' ? Prisma.sql`${key} > ${after}` : Prisma.sql`${key} < ${after}`]),
  ];
}

function directionSql({ direction }: Scan): Prisma.Sql {
  return direction === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
}

function whereSql(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join([...conditions], ' AND ')}`;
}

function inOrder(rows: readonly FoundKey[], direction: 'asc' | 'desc'): FoundKey[] {
  const sign = direction === 'asc' ? 1 : -1;
  return rows.toSorted((one, other) => sign * (one.key < other.key ? -1 : 1));
}
