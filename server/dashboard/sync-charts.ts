import type { Context } from '@/server/runtime/runtime.ts';
import {
  type CountRow,
  dayOf,
  hourOf,
  quantileMs,
  readCounts,
  startOfDay,
  startOfHour,
} from '@/server/stats/index.ts';
import { groupByProvider, sum } from './connection-charts.ts';

/** The last 24 or 48 hours by the hour; the last 7 or 30 days by days of UTC, today included. */
export type SyncRange = '24h' | '48h' | '7d' | '30d';

export interface SyncHealth {
  providerName: string;
  runs: number;
  succeeded: number;
  /** From 0 to 1; null without runs. */
  successRate: number | null;
  /** Of successful runs; null when there is none. */
  p50Ms: number | null;
  p95Ms: number | null;
}

export interface SyncStats {
  all: Omit<SyncHealth, 'providerName'>;
  /** Most runs first. */
  byProvider: SyncHealth[];
}

function windowOf(ctx: Context, range: SyncRange) {
  const now = ctx.clock.now();
  if (range === '24h' || range === '48h')
    return { period: 'HOUR' as const, from: hourOf(now) - (range === '24h' ? 23 : 47) };
  return { period: 'DAY' as const, from: dayOf(now) - (range === '7d' ? 6 : 29) };
}

/** Ended syncs: how many succeeded, and how long those took. */
export async function readSyncStats(ctx: Context, range: SyncRange): Promise<SyncStats> {
  const window = windowOf(ctx, range);
  const [runs, durations] = await Promise.all([
    readCounts(ctx, 'syncs', window),
    readCounts(ctx, 'sync_durations', window),
  ]);
  return {
    all: toHealth(runs, durations),
    byProvider: groupByProvider(runs)
      .map(([providerName, own]) => ({
        providerName,
        ...toHealth(
          own,
          durations.filter((row) => row.providerName === providerName),
        ),
      }))
      .toSorted((one, other) => other.runs - one.runs),
  };
}

export interface SyncBar {
  /** Beginning of the hour or day. */
  at: Date;
  runs: number;
  failed: number;
  p95Ms: number | null;
}

/** The same over time, per provider: a bar per hour or day, those without runs included. */
export async function readSyncBars(
  ctx: Context,
  range: SyncRange,
): Promise<{ providerName: string; bars: SyncBar[] }[]> {
  const window = windowOf(ctx, range);
  const [runs, durations] = await Promise.all([
    readCounts(ctx, 'syncs', { ...window, each: true }),
    readCounts(ctx, 'sync_durations', { ...window, each: true }),
  ]);
  const startOf = window.period === 'HOUR' ? startOfHour : startOfDay;
  const now = ctx.clock.now();
  const last = window.period === 'HOUR' ? hourOf(now) : dayOf(now);
  const buckets = Array.from({ length: last - window.from + 1 }, (_, index) => window.from + index);
  return groupByProvider(runs).map(([providerName, own]) => {
    const ownDurations = durations.filter((row) => row.providerName === providerName);
    const byBucket = Map.groupBy(own, ({ bucket }) => bucket);
    const durationsByBucket = Map.groupBy(ownDurations, ({ bucket }) => bucket);
    const bars = buckets.map((bucket) => {
      const health = toHealth(byBucket.get(bucket) ?? [], durationsByBucket.get(bucket) ?? []);
      return {
        at: startOf(bucket),
        ...{ runs: health.runs, failed: health.runs - health.succeeded, p95Ms: health.p95Ms },
      };
    });
    return { providerName, bars };
  });
}

export interface ErrorGroup {
  providerName: string;
  errorCode: string;
  count: number;
  /** Beginning of the first hour (24h, 48h) or day in the range that has one. */
  firstSeen: Date;
  /** Beginning of the last. */
  lastSeen: Date;
}

/** Failed syncs by provider and cause, the most frequent first. */
export async function listErrorGroups(ctx: Context, range: SyncRange): Promise<ErrorGroup[]> {
  const window = windowOf(ctx, range);
  const rows = await readCounts(ctx, 'sync_errors', { ...window, each: true });
  const startOf = window.period === 'HOUR' ? startOfHour : startOfDay;
  return groupByProvider(rows)
    .flatMap(([providerName, own]) =>
      [...Map.groupBy(own, ({ label }) => label)].map(([errorCode, group]) => {
        const seen = group.map(({ bucket }) => bucket);
        return {
          ...{ providerName, errorCode, count: sum(group) },
          firstSeen: startOf(Math.min(...seen)),
          lastSeen: startOf(Math.max(...seen)),
        };
      }),
    )
    .toSorted((one, other) => other.count - one.count);
}

function toHealth(
  runs: readonly CountRow[],
  durations: readonly CountRow[],
): Omit<SyncHealth, 'providerName'> {
  const total = sum(runs);
  const succeeded = sum(runs.filter(({ label }) => label === 'SUCCESS'));
  const buckets = new Map<number, number>();
  for (const { label, amount } of durations)
    buckets.set(Number(label), (buckets.get(Number(label)) ?? 0) + amount);
  return {
    ...{ runs: total, succeeded, successRate: total === 0 ? null : succeeded / total },
    ...{ p50Ms: quantileMs(buckets, 0.5), p95Ms: quantileMs(buckets, 0.95) },
  };
}
