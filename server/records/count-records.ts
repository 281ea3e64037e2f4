import { Prisma } from '@/generated/sqlite/client.ts';
import { type DataTypeName, dataTypeNames } from '@/server/data-types/index.ts';
import type { Database } from '@/server/db/client.ts';

export interface RecordCount {
  connectionId: string;
  dataType: DataTypeName;
  /** Live records. */
  count: number;
  /** There are more than `count`. */
  isCapped: boolean;
}

/** A person reads "10,000+" as well as a million, and counting a million takes a while. */
const mostCounted = 10_000;

/** How many live records each connection has, of the types that it has any of. */
export async function countRecords(
  database: Database,
  connectionIds: readonly string[],
): Promise<RecordCount[]> {
  const counts = await Promise.all(connectionIds.map((connectionId) => countOne(database, connectionId)));
  return counts.flat();
}

async function countOne(database: Database, connectionId: string): Promise<RecordCount[]> {
  const branches = dataTypeNames.map(
    (dataType) => Prisma.sql`SELECT count(*) AS total FROM (
      SELECT 1 FROM data_record WHERE connection_id = ${connectionId} AND data_type = ${dataType}
        AND is_removed = false LIMIT ${mostCounted + 1}) AS live`,
  );
  const [row = {}] = await database.$queryRaw<Record<string, number | bigint>[]>(
    Prisma.sql`SELECT ${Prisma.join(branches.map((branch, index) => Prisma.sql`(${branch}) AS ${Prisma.raw(`c${index}`)}`))}`,
  );
  return dataTypeNames.flatMap((dataType, index) => {
    const count = Number(row[`c${index}`] ?? 0);
    if (count === 0) return [];
    return [{ connectionId, dataType, count: Math.min(count, mostCounted), isCapped: count > mostCounted }];
  });
}
