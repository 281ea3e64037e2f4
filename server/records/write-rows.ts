import { Prisma } from '@/generated/sqlite/client.ts';
import type { Transaction } from '@/server/db/client.ts';
import { dialectOf } from '@/server/db/dialect.ts';
import { executeEach, executeWith } from '@/server/db/hand-over.ts';

/**
 * Statements about many records at once. A page is one parameter (per column on Postgres; one JSON text of ids or a batch
 * of rows on SQLite): no limit on parameters, and one prepared statement for pages of all sizes.
 */

/** Whose record it is; the same for all records of a page. */
export interface RecordOwner {
  accountId: string;
  userId: string;
  connectionId: string;
  providerName: string;
  dataType: string;
}

export interface RowWrite {
  id: string;
  sourceId: string;
  payload: string;
  hash: string;
  isRemoved: boolean;
  position: number;
}

export interface KnownRow {
  id: string;
  hash: string;
  isRemoved: boolean;
  seenIn: number;
}

/** The rows that are there, by id. */
export async function readKnownRows(tx: Transaction, ids: readonly string[]): Promise<Map<string, KnownRow>> {
  const rows = await tx.$queryRaw<{ id: string; hash: string; is_removed: unknown; seen_in: number }[]>(
    Prisma.sql`SELECT id, hash, is_removed, seen_in FROM data_record WHERE id IN (${listed(tx, ids)})`,
  );
  return new Map(
    rows.map(({ id, hash, is_removed, seen_in }) => [
      id,
      { id, hash, isRemoved: Boolean(is_removed), seenIn: Number(seen_in) },
    ]),
  );
}

const columns = `id, account_id, user_id, connection_id, provider_name, data_type, source_id, payload, hash, position,
  is_removed, seen_in`;
const overwrite = `ON CONFLICT (id) DO UPDATE SET payload = excluded.payload, hash = excluded.hash,
  position = excluded.position, is_removed = excluded.is_removed, seen_in = excluded.seen_in`;

const keep = 'ON CONFLICT (id) DO NOTHING';

/** Returns how many rows it wrote. */
export type WriteRows = (
  tx: Transaction,
  owner: RecordOwner,
  rows: readonly RowWrite[],
  seenIn: number,
) => Promise<number>;

/** Inserts, or overwrites what a record says, where it stands and which full read saw it. */
export const upsertRows: WriteRows = (tx, ...page) => writerOf(tx)(tx, overwrite, ...page);

/** Inserts what is not there. */
export const insertNewRows: WriteRows = (tx, ...page) => writerOf(tx)(tx, keep, ...page);

function writerOf(tx: Transaction) {
  return dialectOf(tx) === 'postgres' ? writeIntoPostgres : writeIntoSqlite;
}

function writeIntoSqlite(
  tx: Transaction,
  onConflict: string,
  { accountId, userId, connectionId, providerName, dataType }: RecordOwner,
  rows: readonly RowWrite[],
  seenIn: number,
): Promise<number> {
  // biome-ignore format: in the order of the columns, and not put together from parts: it is done for every record.
  const values = rows.map(({ id, sourceId, payload, hash, position, isRemoved }) => [
    id, accountId, userId, connectionId, providerName, dataType, sourceId, payload, hash, position, isRemoved ? 1 : 0, seenIn,
  ]);
  const row = `INSERT INTO data_record (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  return executeEach(tx, `${row} ${onConflict}`, values);
}

/**
 * Between texts that have no control characters, as JSON has none: they go over as one and are cut up there. In an array `pg`
 * would escape every quote, which took longer than all else it does with a page.
 */
const separator = '\u001e';
const joined = (texts: readonly string[]) => texts.join(separator);

// Nothing but one empty text is cut into no text at all.
const page = `
  INSERT INTO data_record (${columns})
  SELECT id, $1, $2, $3, $4, $5, source_id, coalesce(payload, ''), coalesce(hash, ''), position, is_removed, $6
  FROM unnest(string_to_array($7, $13), $8::text[], string_to_array($9, $13), string_to_array($10, $13), $11::bigint[],
      $12::boolean[])
    AS page (id, source_id, payload, hash, position, is_removed)`;

function writeIntoPostgres(
  tx: Transaction,
  onConflict: string,
  { accountId, userId, connectionId, providerName, dataType }: RecordOwner,
  rows: readonly RowWrite[],
  seenIn: number,
): Promise<number> {
  return executeWith(tx, `${page} ${onConflict}`, [
    ...[accountId, userId, connectionId, providerName, dataType, seenIn],
    ...[joined(rows.map(({ id }) => id)), rows.map(({ sourceId }) => sourceId)],
    ...[joined(rows.map(({ payload }) => payload)), joined(rows.map(({ hash }) => hash))],
    ...[rows.map(({ position }) => position), rows.map(({ isRemoved }) => isRemoved), separator],
  ]);
}

/** Notes that a full read saw these records, which did not change. */
export async function markSeen(tx: Transaction, ids: readonly string[], seenIn: number): Promise<void> {
  await tx.$executeRaw(
    Prisma.sql`UPDATE data_record SET seen_in = ${seenIn} WHERE id IN (${listed(tx, ids)})`,
  );
}

/** Ids as what `IN (…)` takes. */
function listed(tx: Transaction, ids: readonly string[]): Prisma.Sql {
  return dialectOf(tx) === 'postgres'
    ? Prisma.sql`SELECT unnest(${[...ids]}::text[])`
    : Prisma.sql`SELECT value FROM json_each(${JSON.stringify(ids)})`;
}
