import { Prisma } from '@/generated/sqlite/client.ts';

/** How long a total counts: since ever, or a day or hour of UTC. */
export type Period = 'EVER' | 'DAY' | 'HOUR';

/** Everything that is counted, each by account and provider, with the periods that totals are kept for. */
export const metrics = {
  /** Connections by status: each change takes one from a status and gives one to another. */
  connections: ['EVER', 'DAY'],
  /** Connections by the step of the connect flow they reached, under the day they were created. Deleting one leaves it. */
  funnel: ['DAY'],
  /** What stopped a person in the connect flow, by step; each time counts. */
  connect_stops: ['DAY'],
  /** Ended syncs by status. */
  syncs: ['HOUR', 'DAY'],
  /** Failed syncs by error code. */
  sync_errors: ['HOUR', 'DAY'],
  /** Durations of successful syncs, by bucket (`durations.ts`). */
  sync_durations: ['HOUR', 'DAY'],
} as const satisfies Record<string, readonly Period[]>;

export type Metric = keyof typeof metrics;

export function isMetric(name: string): name is Metric {
  return Object.hasOwn(metrics, name);
}

/** The bucket of a period that an hour belongs to; the same in SQL, where integers are divided without a rest. */
export function bucketOf(period: Period, hour: number): number {
  if (period === 'HOUR') return hour;
  return period === 'DAY' ? Math.floor(hour / 24) : 0;
}

export const bucketSql: Record<Period, Prisma.Sql> = {
  HOUR: Prisma.sql`hour`,
  DAY: Prisma.sql`hour / 24`,
  EVER: Prisma.sql`0`,
};
