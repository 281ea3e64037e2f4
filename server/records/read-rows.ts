import { Prisma } from '@/generated/sqlite/client.ts';
import type { Database } from '@/server/db/client.ts';

/** Which records a read is about. */
export interface Scope {
  connectionIds: readonly string[];
  dataType: string;
  /** Inclusive. */
  from: bigint;
  withRemoved: boolean;
}

export interface RecordRow {
  id: string;
  connectionId: string;
  providerName: string;
  /** JSON; empty when removed. */
  payload: string;
  position: bigint;
  isRemoved: boolean;
}

interface Range {
  skip: number;
  take: number;
  newestFirst?: boolean;
}

/** SQLite allows 500 parts of a compound SELECT. A user with so many connections is read in several statements. */
const mostBranches = 100;

/** Rows in the order of their positions. */
export async function selectRows(database: Database, scope: Scope, range: Range): Promise<RecordRow[]> {
  const found = await Promise.all(
    selectRowsSql(scope, range).map((statement) => database.$queryRaw<WireRow[]>(statement)),
  );
  const rows = found.flat().map(toRow);
  if (found.length <= 1) return rows;
  const sign = range.newestFirst ? -1 : 1;
  return rows
    .sort((a, b) => sign * Number(a.position - b.position))
    .slice(range.skip, range.skip + range.take);
}

/**
 * One statement, unless there are very many connections. Each branch of its UNION is a range of the one index, which is
 * in this order already, and ends where the page can at most end: it costs the same however many rows come behind it, by
 * whatever plan (`read-plan.db.test.ts`).
 */
export function selectRowsSql(scope: Scope, { skip, take, newestFirst = false }: Range): Prisma.Sql[] {
  const columns = Prisma.sql`id, connection_id, provider_name, payload, position, is_removed`;
  const order = newestFirst ? Prisma.sql`ORDER BY position DESC` : Prisma.sql`ORDER BY position ASC`;
  const bounded = (branch: Prisma.Sql) =>
    Prisma.sql`SELECT * FROM (${branch} ${order} LIMIT ${skip + take}) AS branch`;
  const chunks = branchesOf(scope, columns, bounded);
  // Of several statements, each could hold all of the rows in question.
  const [limit, offset] = chunks.length === 1 ? [take, skip] : [skip + take, 0];
  return chunks.map((branches) => Prisma.sql`${branches} ${order} LIMIT ${limit} OFFSET ${offset}`);
}

/** Counts the rows, but never more than `limit`. */
export async function countRows(database: Database, scope: Scope, limit: number): Promise<number> {
  let total = 0;
  for (const branches of branchesOf(scope, Prisma.sql`1`)) {
    const [row] = await database.$queryRaw<{ total: bigint | number }[]>(
      Prisma.sql`SELECT count(*) AS total FROM (${branches} LIMIT ${limit - total}) AS matching`,
    );
    total += Number(row?.total ?? 0);
    if (total >= limit) break;
  }
  return total;
}

/** One SELECT per connection, and one more for its removed records; in chunks that a statement can hold. */
function branchesOf(
  { connectionIds, dataType, from, withRemoved }: Scope,
  columns: Prisma.Sql,
  wrap: (branch: Prisma.Sql) => Prisma.Sql = (branch) => branch,
): Prisma.Sql[] {
  const branches = connectionIds.flatMap((connectionId) =>
    (withRemoved ? [false, true] : [false]).map((isRemoved) =>
      wrap(Prisma.sql`SELECT ${columns} FROM data_record
        WHERE connection_id = ${connectionId} AND data_type = ${dataType}
          AND is_removed = ${isRemoved ? Prisma.sql`true` : Prisma.sql`false`} AND position >= ${from}`),
    ),
  );
  const chunks: Prisma.Sql[] = [];
  for (let start = 0; start < branches.length; start += mostBranches) {
    chunks.push(Prisma.join(branches.slice(start, start + mostBranches), ' UNION ALL '));
  }
  return chunks;
}

interface WireRow {
  id: string;
  connection_id: string;
  provider_name: string;
  payload: string;
  position: bigint | number;
  /** SQLite has no booleans. */
  is_removed: boolean | number | bigint;
}

function toRow(row: WireRow): RecordRow {
  return {
    id: row.id,
    connectionId: row.connection_id,
    providerName: row.provider_name,
    payload: row.payload,
    position: BigInt(row.position),
    isRemoved: Boolean(row.is_removed),
  };
}
