import type { Database, Transaction } from '@/server/db/client.ts';
import type { JobKind } from './kinds.ts';

/** One attempt at a job. What names the attempt is its fence: a later attempt at the same job has another. */
export interface Claim {
  id: string;
  kind: JobKind;
  /** As stored: not checked yet. */
  payload: unknown;
  /** 1 for the first. Grows with every attempt that did not end in `settle`, crashes included. */
  attempt: number;
  fence: number;
}

export interface NewJob {
  kind: JobKind;
  payload: Record<string, string>;
  /** Null: any number of such jobs may live. */
  key: string | null;
  /** Null: now. */
  runAt: Date | null;
}

export interface ClaimRequest {
  kinds: readonly JobKind[];
  /** Of the urgent and the usual ones, in this order. */
  limit: number;
  /** Leave the usual ones alone. */
  urgentOnly: boolean;
  /** Of the long ones, whatever else waits. Default: none. */
  longLimit?: number;
}

export interface JobCounts {
  /** Due. */
  ready: number;
  /** For a later time. */
  waiting: number;
  running: number;
  /** Given up. */
  failed: number;
}

/** What the two databases do differently. `server/jobs` builds everything else on it, once. */
export interface Queue {
  add(tx: Transaction, job: NewJob): Promise<void>;
  /** Takes due jobs, and those whose lease ended. */
  claim(request: ClaimRequest): Promise<Claim[]>;
  /** False: the lease was lost. */
  heartbeat(claim: Claim): Promise<boolean>;
  /** Holds the job for the rest of the transaction. False: the lease was lost, so the transaction must roll back. */
  hold(tx: Transaction, claim: Claim): Promise<boolean>;
  /** The three ways out of an attempt, in a transaction that holds the job. */
  finish(tx: Transaction, claim: Claim): Promise<void>;
  /** `attempts`: how many count as made. */
  putBack(tx: Transaction, claim: Claim, runAt: Date, attempts: number): Promise<void>;
  /** Kept as failed for a week, its key free again. `reason`: the name of an error, nothing that others wrote. */
  bury(tx: Transaction, claim: Claim, reason: string): Promise<void>;
  counts(): Promise<Map<JobKind, JobCounts>>;
  /** Running jobs whose lease ended more than `ms` ago: nobody took them over. */
  listStuck(ms: number): Promise<{ id: string; kind: JobKind }[]>;
  /** Before the first claim of a worker, and after its last. */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** What a queue is made of. */
export interface QueueContext {
  database: Database;
  databaseUrl: string;
  now(): Date;
  leaseMs: number;
  log: { error(fields: object, message: string): void; warn(fields: object, message: string): void };
}
