/**
 * Durations are counted in buckets, each a quarter wider than the one before: 0 is below 100 ms, 40 about ten minutes.
 * A quantile read from them is right within the width of a bucket, and any number of buckets can be added up.
 */
const firstMs = 100;
const growth = 1.25;
const lastBucket = 80;

export function durationBucket(ms: number): number {
  if (ms < firstMs) return 0;
  return Math.min(lastBucket, 1 + Math.floor(Math.log(ms / firstMs) / Math.log(growth)));
}

/** From where to where a bucket reaches. */
function boundsOf(bucket: number): [fromMs: number, toMs: number] {
  const upper = firstMs * growth ** bucket;
  return [bucket === 0 ? 0 : upper / growth, upper];
}

/** The duration that a share `q` of all stays below; null when there is none. `counts`: how many by bucket. */
export function quantileMs(counts: ReadonlyMap<number, number>, q: number): number | null {
  const total = [...counts.values()].reduce((sum, amount) => sum + amount, 0);
  if (total <= 0) return null;
  let below = 0;
  for (const [bucket, amount] of [...counts].toSorted(([one], [other]) => one - other)) {
    if (amount > 0 && below + amount >= q * total) {
      const [from, to] = boundsOf(bucket);
      return from + (to - from) * ((q * total - below) / amount);
    }
    below += amount;
  }
  return null;
}
