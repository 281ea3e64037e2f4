import type { Transaction } from '@/server/db/client.ts';
import type { JobKind, JobPayload } from './kinds.ts';

/**
 * How an attempt ends: the job is over, or runs again at a time, with as many attempts before it as a new one. Both are
 * successes; a failure is an error that the handler throws.
 */
export type Settlement = { done: true } | { runAgainAt: Date };

export interface Job<K extends JobKind = JobKind> {
  kind: K;
  payload: JobPayload<K>;
  /** 1 for the first; grows with failed attempts and crashed workers, not with attempts that were settled. */
  attempt: number;
  /** Aborted when the lease was lost or the worker stops: end soon, by throwing. */
  signal: AbortSignal;
  /** Makes sure that this attempt still has the job until `tx` is over. Throws `LeaseLostError` when it has not. */
  hold(tx: Transaction): Promise<void>;
  /**
   * Ends the job together with its effects: `work` runs in one transaction and says how it ends. Throws `LeaseLostError`
   * when another worker has the job by now; nothing is written then. May be called once.
   */
  settle(work: (tx: Transaction) => Promise<Settlement>): Promise<void>;
}

/**
 * A handler that returns without having settled is done. One that throws is tried again later (`retryDelay`), until its
 * kind's attempts are used up.
 */
export type Handler<K extends JobKind> = (job: Job<K>) => Promise<void>;

/** A worker leaves the kinds alone that it has no handler for. */
export type Handlers = { readonly [K in JobKind]?: Handler<K> };

/** Another worker may have the job: whatever this attempt still wants to write must not be written. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';

  constructor() {
    super('the lease of the job was lost');
  }
}

/** Why a running job's signal is aborted when the worker stops. */
export class WorkerStoppingError extends Error {
  override name = 'WorkerStoppingError';

  constructor() {
    super('the worker stops');
  }
}
