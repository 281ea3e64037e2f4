/** Gives back what was acquired; once. */
export type Release = () => void;

export interface Semaphore {
  /** In the order of asking. Null when it took longer than `patienceMs`; throws the signal's reason when aborted. */
  acquire(patienceMs: number, signal: AbortSignal): Promise<Release | null>;
  /** How many wait. */
  waiting(): number;
  /** Whether all places are taken, each for longer than `ms`. */
  isStuck(ms: number): boolean;
}

/** `capacity` holders at a time within this process. `onIdle` is called when nobody holds or waits. */
export function createSemaphore(capacity: number, onIdle: () => void): Semaphore {
  /** When each holder began. */
  const holders = new Map<symbol, number>();
  const waiters = new Set<(release: Release) => void>();

  function hold(): Release {
    const holder = Symbol();
    holders.set(holder, performance.now());
    return () => {
      if (!holders.delete(holder)) return;
      const [next] = waiters;
      if (next !== undefined) {
        waiters.delete(next);
        next(hold());
      } else if (holders.size === 0) onIdle();
    };
  }

  return {
    async acquire(patienceMs, signal) {
      signal.throwIfAborted();
      if (holders.size < capacity) return hold();
      if (patienceMs <= 0) return null;
      const { promise, resolve, reject } = Promise.withResolvers<Release | null>();
      const stop = () => {
        waiters.delete(resolve);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        waiters.delete(resolve);
        resolve(null);
      }, patienceMs);
      waiters.add(resolve);
      signal.addEventListener('abort', stop, { once: true });
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
      }
    },
    waiting: () => waiters.size,
    isStuck(ms) {
      const before = performance.now() - ms;
      return holders.size >= capacity && [...holders.values()].every((since) => since < before);
    },
  };
}

/** The semaphore of this name; there is one as long as it is in use. */
export function semaphoreOf(all: Map<string, Semaphore>, name: string, capacity: number): Semaphore {
  const known = all.get(name);
  if (known !== undefined) return known;
  const semaphore = createSemaphore(capacity, () => all.delete(name));
  all.set(name, semaphore);
  return semaphore;
}
