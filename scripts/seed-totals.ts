import { type Count, hourOf } from '@/server/stats/index.ts';
import { bucketOf, metrics } from '@/server/stats/metrics.ts';
import type { BulkWriter } from './seed-rows.ts';

const hoursKept = 9 * 24;

/** Adds up what the rows count, as the server would have. */
export class SeedTotals {
  readonly #firstHour: number;
  readonly #sums = new Map<string, { row: Record<string, string | number>; amount: number }>();

  /** Nobody reads the hours of long ago. */
  constructor(now: number) {
    this.#firstHour = hourOf(new Date(now)) - hoursKept;
  }

  add(accountId: string, at: number, counts: readonly Count[]): void {
    for (const { metric, providerName, label, amount, hour = hourOf(new Date(at)) } of counts) {
      for (const period of metrics[metric]) {
        if (period === 'HOUR' && hour < this.#firstHour) continue;
        const bucket = bucketOf(period, hour);
        const key = `${metric} ${period} ${bucket} ${providerName} ${label}`;
        const known = this.#sums.get(key);
        if (known !== undefined) {
          known.amount += amount;
          continue;
        }
        const row = { account_id: accountId, metric, period, bucket, provider_name: providerName, label };
        this.#sums.set(key, { row, amount });
      }
    }
  }

  write(writer: BulkWriter): void {
    for (const { row, amount } of this.#sums.values()) if (amount !== 0) writer.add({ ...row, amount });
  }
}
