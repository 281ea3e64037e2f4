// One per process, though routes and instrumentation are bundled apart (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageRefreshes?: Map<string, Promise<unknown>> };

/** Runs `work` once for all who ask for the same key while it runs; all of them get its result or its error. */
export function singleFlight<T>(key: string, work: () => Promise<T>): Promise<T> {
  shared.moorageRefreshes ??= new Map();
  const flights = shared.moorageRefreshes as Map<string, Promise<T>>;
  const running = flights.get(key);
  if (running !== undefined) return running;
  const flight = work().finally(() => flights.delete(key));
  flights.set(key, flight);
  return flight;
}
