import { DataConnectionStatus } from '@/server/db/models.ts';
import type { Context } from '@/server/runtime/runtime.ts';
import {
  type CountRow,
  dayOf,
  type FunnelStep,
  funnelSteps,
  readCounts,
  startOfDay,
} from '@/server/stats/index.ts';

export type StatusCounts = Record<DataConnectionStatus, number>;

export interface ConnectionCounts {
  total: number;
  byStatus: StatusCounts;
  /** Most connections first. */
  byProvider: { providerName: string; total: number; byStatus: StatusCounts }[];
}

const statuses = Object.values(DataConnectionStatus);

/** How many connections there are in each status, now. */
export async function countConnectionsByStatus(ctx: Context): Promise<ConnectionCounts> {
  const rows = await readCounts(ctx, 'connections', { period: 'EVER', from: 0 });
  const byStatus = toStatusCounts(rows);
  return {
    total: sum(rows),
    byStatus,
    byProvider: groupByProvider(rows)
      .map(([providerName, own]) => ({ providerName, total: sum(own), byStatus: toStatusCounts(own) }))
      .toSorted((one, other) => other.total - one.total),
  };
}

export interface DayOfConnections {
  /** Its beginning, UTC. */
  day: Date;
  /** At its end; of today: now. */
  byStatus: StatusCounts;
}

/** Connections by status at the end of each of the last days, the oldest first; of one provider, or of all. */
export async function countConnectionsByDay(
  ctx: Context,
  { days = 30, providerName }: { days?: number; providerName?: string | undefined } = {},
): Promise<DayOfConnections[]> {
  const today = dayOf(ctx.clock.now());
  const first = today - days + 1;
  const [now, changes] = await Promise.all([
    readCounts(ctx, 'connections', { period: 'EVER', from: 0 }),
    readCounts(ctx, 'connections', { period: 'DAY', from: first, each: true }),
  ]);
  const isWanted = (row: CountRow) => providerName === undefined || row.providerName === providerName;
  const counts = toStatusCounts(now.filter(isWanted));
  const result: DayOfConnections[] = [];
  // From now back: what changed on a day was not there the evening before.
  for (let day = today; day >= first; day -= 1) {
    result.unshift({ day: startOfDay(day), byStatus: { ...counts } });
    for (const { label, amount } of changes.filter((row) => isWanted(row) && row.bucket === day))
      if (isStatus(label)) counts[label] -= amount;
  }
  return result;
}

export interface Funnel {
  providerName: string;
  /** Of the connections created in these days, how many came this far, ever; in order. */
  steps: { step: FunnelStep; count: number }[];
  /** What stopped people in these days, the most frequent first: CANCELLED_HERE, DENIED_AT_PROVIDER, … */
  stops: { step: string; count: number }[];
}

/** The connect flow of each provider, over the last `days`; providers without authorization have none. */
export async function readFunnels(ctx: Context, { days = 30 } = {}): Promise<Funnel[]> {
  const from = dayOf(ctx.clock.now()) - days + 1;
  const [reached, stopped] = await Promise.all([
    readCounts(ctx, 'funnel', { period: 'DAY', from }),
    readCounts(ctx, 'connect_stops', { period: 'DAY', from }),
  ]);
  return groupByProvider(reached)
    .map(([providerName, rows]) => ({
      providerName,
      steps: funnelSteps.map((step) => ({ step, count: sum(rows.filter(({ label }) => label === step)) })),
      stops: stopped
        .filter((row) => row.providerName === providerName)
        .map(({ label, amount }) => ({ step: label, count: amount }))
        .toSorted((one, other) => other.count - one.count),
    }))
    .toSorted((one, other) => (other.steps[0]?.count ?? 0) - (one.steps[0]?.count ?? 0));
}

function toStatusCounts(rows: readonly CountRow[]): StatusCounts {
  const counts = { AUTH_REQUIRED: 0, CONNECTING: 0, CONNECTED: 0, AUTH_ERROR: 0, DISCONNECTED: 0 };
  for (const { label, amount } of rows) if (isStatus(label)) counts[label] += amount;
  return counts;
}

function isStatus(label: string): label is DataConnectionStatus {
  return statuses.some((status) => status === label);
}

export function sum(rows: readonly { amount: number }[]): number {
  return rows.reduce((total, { amount }) => total + amount, 0);
}

export function groupByProvider(rows: readonly CountRow[]): [providerName: string, rows: CountRow[]][] {
  return [...Map.groupBy(rows, ({ providerName }) => providerName)];
}
