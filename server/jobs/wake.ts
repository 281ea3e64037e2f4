// Routes and instrumentation are bundled apart; the worker of one is woken by the other (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageJobWorkers?: Set<() => void> };

/**
 * Makes the workers of this process look for jobs now. Call it when the transaction of an `enqueue` has committed; workers
 * of other processes find the job within their poll interval.
 */
export function wake(): void {
  for (const look of shared.moorageJobWorkers ?? []) look();
}

/** Calls `look` at every `wake()` until the function that comes back is called. */
export function onWake(look: () => void): () => void {
  shared.moorageJobWorkers ??= new Set();
  const workers = shared.moorageJobWorkers;
  workers.add(look);
  return () => workers.delete(look);
}
