/**
 * Renews a lease three times in its length until stopped. `onLost` is called once: when `renew` says so, or when it could
 * not be asked for a whole lease; not after `stop`. What `renew` throws goes to `onError`; it is asked again.
 */
export function keepLease(
  leaseMs: number,
  renew: () => Promise<boolean>,
  { onLost, onError }: { onLost(): void; onError(error: unknown): void },
): { stop(): void } {
  let renewedAt = performance.now();
  let asking = false;
  let stopped = false;
  const stop = () => {
    stopped = true;
    clearInterval(timer);
  };
  const lose = () => {
    if (stopped) return;
    stop();
    onLost();
  };
  const loseIfOver = () => {
    if (performance.now() - renewedAt >= leaseMs) lose();
  };
  const timer = setInterval(() => {
    if (asking) return loseIfOver();
    const askedAt = performance.now();
    asking = true;
    renew()
      .then(
        (held) => {
          if (held) renewedAt = askedAt;
          else lose();
        },
        (error: unknown) => {
          onError(error);
          loseIfOver();
        },
      )
      .finally(() => {
        asking = false;
      });
  }, leaseMs / 3);
  timer.unref();
  return { stop };
}
