import { Prisma } from '@/generated/sqlite/client.ts';
import type { Transaction } from '@/server/db/client.ts';
import { dialectOf } from '@/server/db/dialect.ts';

/**
 * Statements about many records at once. A page is one parameter (an array per column on Postgres, one JSON text on
 * SQLite): no limit on parameters, one prepared statement for pages of all sizes, and half again as fast as a VALUES list.
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

/** Inserts, or overwrites what a record says, where it stands and which full read saw it. */
export async function upsertRows(
  tx: Transaction,
  owner: RecordOwner,
  rows: readonly RowWrite[],
  seenIn: number,
): Promise<void> {
  const { accountId, userId, connectionId, providerName, dataType } = owner;
  const constants = Prisma.sql`${accountId}, ${userId}, ${connectionId}, ${providerName}, ${dataType}`;
  const source =
    dialectOf(tx) === 'postgres'
      ? Prisma.sql`SELECT id, ${constants}, source_id, payload, hash, position, is_removed, ${seenIn}::int FROM unnest(
          ${rows.map((row) => row.id)}::text[], ${rows.map((row) => row.sourceId)}::text[],
          ${rows.map((row) => row.payload)}::text[], ${rows.map((row) => row.hash)}::text[],
          ${rows.map((row) => BigInt(row.position))}::bigint[], ${rows.map((row) => row.isRemoved)}::boolean[]
        ) AS page (id, source_id, payload, hash, position, is_removed)`
      : Prisma.sql`SELECT value ->> 0, ${constants}, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, ${seenIn}
          FROM json_each(${JSON.stringify(rows.map(toTuple))}) WHERE true`;
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO data_record (id, account_id, user_id, connection_id, provider_name, data_type,
      source_id, payload, hash, position, is_removed, seen_in) ${source}
    ON CONFLICT (id) DO UPDATE SET payload = excluded.payload, hash = excluded.hash,
      position = excluded.position, is_removed = excluded.is_removed, seen_in = excluded.seen_in`);
}

function toTuple({ id, sourceId, payload, hash, position, isRemoved }: RowWrite) {
  return [id, sourceId, payload, hash, position, isRemoved ? 1 : 0];
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
