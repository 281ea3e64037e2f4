import { Prisma } from '@/generated/sqlite/client.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import { bucketSql, type Metric, type Period } from './metrics.ts';
import { hoursPerDay } from './periods.ts';

export interface CountRow {
  /** Hour or day since 1970; 0 when they were added up. */
  bucket: number;
  providerName: string;
  label: string;
  amount: number;
}

interface Window {
  period: Period;
  /** First hour or day. */
  from: number;
  /** One row per hour or day, instead of one for all of them. */
  each?: boolean;
}

interface RawRow {
  bucket: number | bigint;
  provider_name: string;
  label: string;
  amount: number | bigint;
}

/**
 * Counters of an account as they are now: totals and what was not folded yet, in one statement and so in one picture.
 * It reads as many rows as there are providers, labels and periods, however many connections or syncs were counted.
 */
export async function readCounts(
  ctx: Context,
  metric: Metric,
  { period, from, each = false }: Window,
): Promise<CountRow[]> {
  const fromHour = period === 'DAY' ? from * hoursPerDay : from;
  const bucket = (sql: Prisma.Sql) => (each ? sql : Prisma.sql`0`);
  const rows = await ctx.database.$queryRaw<RawRow[]>`
    SELECT bucket, provider_name, label, SUM(amount) AS amount FROM (
      SELECT ${bucket(Prisma.sql`bucket`)} AS bucket, provider_name, label, amount FROM stat_total
      WHERE account_id = ${ctx.accountId} AND metric = ${metric} AND period = ${period} AND bucket >= ${from}
      UNION ALL
      SELECT ${bucket(bucketSql[period])} AS bucket, provider_name, label, amount FROM stat_delta
      WHERE account_id = ${ctx.accountId} AND metric = ${metric} AND hour >= ${fromHour}
    ) AS counted GROUP BY bucket, provider_name, label`;
  return rows
    .map((row) => ({
      bucket: Number(row.bucket),
      providerName: row.provider_name,
      label: row.label,
      amount: Number(row.amount),
    }))
    .filter(({ amount }) => amount !== 0);
}
