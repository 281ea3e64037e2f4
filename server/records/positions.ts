import { Prisma } from '@/generated/sqlite/client.ts';
import type { Transaction } from '@/server/db/client.ts';

/**
 * Takes `count` positions for a user's records and gives the first. Microseconds since 1970, but always behind the last
 * one taken. The row stays locked until this transaction ends, so positions grow in the order of commit and a reader who
 * has seen one can never be overtaken by a smaller one. Throws a foreign key violation when the user is gone.
 */
export async function takePositions(
  tx: Transaction,
  userId: string,
  count: number,
  now: Date,
): Promise<number> {
  const last = toPosition(now) + count - 1;
  const [row] = await tx.$queryRaw<{ position: bigint | number }[]>(Prisma.sql`
    INSERT INTO record_clock (user_id, position) VALUES (${userId}, ${BigInt(last)})
    ON CONFLICT (user_id) DO UPDATE SET position =
      CASE WHEN record_clock.position + ${BigInt(count)} > excluded.position
      THEN record_clock.position + ${BigInt(count)} ELSE excluded.position END
    RETURNING position`);
  if (row === undefined) throw new Error('the clock gave no position');
  return Number(row.position) - count + 1;
}

/** The first position of a moment. Exact as a number until the year 2255. */
export function toPosition(moment: Date): number {
  return moment.getTime() * 1_000;
}

/** When a record got its position. */
export function fromPosition(position: number): Date {
  return new Date(Math.floor(position / 1_000));
}
