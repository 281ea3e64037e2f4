import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Database } from '@/server/db/client.ts';
import type { CircuitRow } from './circuit-rows.ts';
import type { PointsState } from './points.ts';
import type { Semaphore } from './semaphore.ts';

/** What this process alone knows about its calls to providers. Times are those of the runtime's clock, in ms. */
export interface ProcessState {
  limiters: Map<string, RateLimiterAbstract>;
  /** Those in use. */
  semaphores: Map<string, Semaphore>;
  /** Rows of all circuits, read together. */
  snapshot: { at: number; rows: Promise<ReadonlyMap<string, CircuitRow>> } | null;
  /** When a circuit last saw a success here. */
  successes: Map<string, number>;
  /** Connections that failed on a circuit since its last success here. */
  failing: Map<string, Set<string>>;
  /** When the last call of a connection failed; a success removes it. */
  suspects: Map<string, number>;
  points: Map<string, PointsState>;
}

// One per database and process, though routes and instrumentation are bundled apart (DESIGN trap 2).
const shared = globalThis as typeof globalThis & { moorageLimits?: WeakMap<Database, ProcessState> };

export function processState({ database }: { database: Database }): ProcessState {
  shared.moorageLimits ??= new WeakMap();
  const known = shared.moorageLimits.get(database);
  if (known !== undefined) return known;
  const state: ProcessState = {
    limiters: new Map(),
    semaphores: new Map(),
    snapshot: null,
    successes: new Map(),
    failing: new Map(),
    suspects: new Map(),
    points: new Map(),
  };
  shared.moorageLimits.set(database, state);
  return state;
}

/** Keeps a map of small facts from growing with every connection there ever was: the oldest go. */
export function remember<T>(facts: Map<string, T>, key: string, fact: T): void {
  facts.delete(key);
  facts.set(key, fact);
  if (facts.size <= mostFacts) return;
  const [oldest] = facts.keys();
  if (oldest !== undefined) facts.delete(oldest);
}

const mostFacts = 10_000;
