import { Prisma } from '@/generated/sqlite/client.ts';
import type { DataTypeName } from '@/server/data-types/index.ts';
import type { Transaction } from '@/server/db/client.ts';
import { takePositions } from './positions.ts';
import type { RecordSource } from './save-page.ts';
import { upsertRows } from './write-rows.ts';

export interface Sweep {
  connection: RecordSource;
  dataType: DataTypeName;
  /** The oldest full read that saw everything which is still there: the present one, or the last before it that came to its end. */
  seenSince: number;
  /** The full read that has just ended. */
  generation: number;
  /** `next` of the call before; null to begin. */
  after: bigint | null;
  /** How many live records to look at. */
  limit: number;
  now: Date;
}

/**
 * Removes what no full read saw since `seenSince`. Looks at `limit` live records behind `after`, so that each call is short however
 * many there are; `next` is null when all have been looked at. Starting over after a crash does no harm.
 */
export async function sweep(
  tx: Transaction,
  { connection, dataType, seenSince, generation, after, limit, now }: Sweep,
): Promise<{ removed: number; next: bigint | null }> {
  const live = await tx.$queryRaw<
    { id: string; source_id: string; seen_in: number; position: bigint | number }[]
  >(Prisma.sql`
    SELECT id, source_id, seen_in, position FROM data_record
    WHERE connection_id = ${connection.id} AND data_type = ${dataType} AND is_removed = false
      AND position > ${after ?? 0n}
    ORDER BY position LIMIT ${limit}`);
  const gone = live.filter(({ seen_in }) => Number(seen_in) < seenSince);
  if (gone.length > 0) {
    const first = await takePositions(tx, connection.userId, gone.length, now);
    const rows = gone.map(({ id, source_id }, index) => ({
      id,
      sourceId: source_id,
      payload: '',
      hash: '',
      isRemoved: true,
      position: first + index,
    }));
    const owner = { ...connection, connectionId: connection.id, dataType };
    await upsertRows(tx, owner, rows, generation);
  }
  const last = live.length < limit ? undefined : live.at(-1);
  return { removed: gone.length, next: last === undefined ? null : BigInt(last.position) };
}
