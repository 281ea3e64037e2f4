import { Prisma } from '@/generated/sqlite/client.ts';
import { type Transaction, transaction } from '@/server/db/client.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { bucketOf, isMetric, metrics, type Period } from './metrics.ts';
import { dayOf, hourOf, hoursPerDay } from './periods.ts';

const perFold = 2_000;

/**
 * Moves what was counted into the totals: taken and added in one transaction, so every change counts once, whatever the
 * order in which transactions commit and however many processes fold. Returns how many changes were moved.
 */
export async function foldCounts({ database }: Runtime, signal: AbortSignal): Promise<number> {
  let moved = 0;
  while (!signal.aborted) {
    const count = await transaction(database, foldSome);
    moved += count;
    if (count < perFold) return moved;
  }
  return moved;
}

interface DeltaRow {
  account_id: string;
  metric: string;
  hour: number | bigint;
  provider_name: string;
  label: string;
  amount: number | bigint;
}

async function foldSome(tx: Transaction): Promise<number> {
  const deltas = await tx.$queryRaw<DeltaRow[]>`
    DELETE FROM stat_delta WHERE id IN (SELECT id FROM stat_delta ORDER BY id LIMIT ${perFold})
    RETURNING account_id, metric, hour, provider_name, label, amount`;
  const sums = new Map<string, Total>();
  for (const delta of deltas) {
    for (const total of totalsOf(delta)) {
      const key = keyOf(total);
      const known = sums.get(key);
      if (known === undefined) sums.set(key, total);
      else known.amount += total.amount;
    }
  }
  await addToTotals(tx, sums);
  return deltas.length;
}

interface Total {
  accountId: string;
  metric: string;
  period: Period;
  bucket: number;
  providerName: string;
  label: string;
  amount: number;
}

function totalsOf(row: DeltaRow): Total[] {
  if (!isMetric(row.metric)) throw new Error(`nothing counts "${row.metric}"`);
  const { account_id: accountId, metric, provider_name: providerName, label } = row;
  return metrics[metric].map((period) => ({
    ...{ accountId, metric, period, providerName, label },
    bucket: bucketOf(period, Number(row.hour)),
    amount: Number(row.amount),
  }));
}

function keyOf({ accountId, metric, period, bucket, providerName, label }: Total): string {
  return JSON.stringify([accountId, metric, period, bucket, providerName, label]);
}

/** Rows of one statement; SQLite allows 32,766 values. */
const perStatement = 500;

/** In one order for everybody, so that two processes cannot wait for each other. */
async function addToTotals(tx: Transaction, sums: ReadonlyMap<string, Total>): Promise<void> {
  const rows = [...sums]
    .filter(([, { amount }]) => amount !== 0)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { accountId, metric, period, bucket, providerName, label, amount }]) =>
      Prisma.join([accountId, metric, period, bucket, providerName, label, amount], ', ', '(', ')'),
    );
  for (let start = 0; start < rows.length; start += perStatement) {
    await tx.$executeRaw`
      INSERT INTO stat_total (account_id, metric, period, bucket, provider_name, label, amount)
      VALUES ${Prisma.join(rows.slice(start, start + perStatement))}
      ON CONFLICT (account_id, metric, period, bucket, provider_name, label)
      DO UPDATE SET amount = stat_total.amount + excluded.amount`;
  }
}

/** Hours are read for a week back, days for a year. */
const keepDays = { HOUR: 9, DAY: 400 };

/** Housekeeping: forgets the totals of hours and days that nobody reads any more. */
export async function deleteOldTotals({ database, clock }: Runtime): Promise<void> {
  const now = clock.now();
  await database.statTotal.deleteMany({
    where: { period: 'HOUR', bucket: { lt: hourOf(now) - keepDays.HOUR * hoursPerDay } },
  });
  await database.statTotal.deleteMany({
    where: { period: 'DAY', bucket: { lt: dayOf(now) - keepDays.DAY } },
  });
}
