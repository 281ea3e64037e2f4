import { z } from 'zod';

interface KindDefinition<P extends z.ZodType = z.ZodType> {
  /** Ids only: a job outlives what it is about, and nothing personal may stay behind in it (SECURITY 2.2). */
  payload: P;
  /** Failed attempts in a row until the job is given up. Attempts that `settle` ended do not count. */
  maxAttempts: number;
  /**
   * `urgent`: goes ahead of the backlog and has slots of its own: erasing has 5 minutes (CONTRACT section 4). `long`: one
   * at a time in a slot of its own, so that neither it nor the backlog waits for the other.
   */
  lane: 'urgent' | 'usual' | 'long';
}

const ofConnection = z.strictObject({ accountId: z.string(), connectionId: z.string() });
const ofRun = z.strictObject({ accountId: z.string(), runId: z.string() });
const ofProvider = z.strictObject({ accountId: z.string(), providerName: z.string() });

/** Every kind of job there is. A kind is also the name of its pg-boss queue. */
export const jobKinds = {
  /** The sync module ends a hopeless sync itself; giving up here is for what breaks every attempt, such as a bug. */
  sync_connection: define({ payload: ofConnection, maxAttempts: 1_000_000, lane: 'usual' }),
  /** At the longest delay between attempts, 15 minutes, a month. */
  erase_records: define({ payload: ofConnection, maxAttempts: 3_000, lane: 'urgent' }),
  /** The same: what one connection refuses does not end it, so that this is for a fault of ours. */
  bulk_run: define({ payload: ofRun, maxAttempts: 3_000, lane: 'long' }),
  reschedule_provider: define({ payload: ofProvider, maxAttempts: 100, lane: 'urgent' }),
};

function define<P extends z.ZodType>(definition: KindDefinition<P>): KindDefinition<P> {
  return definition;
}

export type JobKind = keyof typeof jobKinds;
export type JobPayload<K extends JobKind> = z.infer<(typeof jobKinds)[K]['payload']>;

export function isJobKind(name: string): name is JobKind {
  return Object.hasOwn(jobKinds, name);
}

export function isLong(kind: JobKind): boolean {
  return jobKinds[kind].lane === 'long';
}

export const jobKindNames: readonly JobKind[] = Object.keys(jobKinds).filter(isJobKind);
