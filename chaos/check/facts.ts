import { createSandboxClient, type SandboxClient } from '@/chaos/sandbox-client.ts';
import type { LedgerEntry } from '@/sandbox/ledger.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

/** A connection whose fate the checker compares with the provider's. */
export interface Subject {
  userId: string;
  connectionId: string;
  /** The identity and the grant at the provider. */
  sub: string;
  grantId: string;
  /** What was done to it last. */
  end: 'connected' | 'disconnected' | 'deleted';
  /** A sync was asked for since the provider's data last moved: all that the provider has must be in the store. */
  isCurrent: boolean;
  /** Texts that only this connection's rows hold, collected before it was deleted. */
  canaries: readonly string[];
}

export type Invariant =
  | 'I-01'
  | 'I-02'
  | 'I-03'
  | 'I-04'
  | 'I-05'
  | 'I-06'
  | 'I-08'
  | 'I-11'
  | 'I-12'
  | 'syncs';

export interface Finding {
  invariant: Invariant;
  connectionId: string | null;
  what: string;
}

/** `exceptions`: what SECURITY 5.5 lets happen, to be counted and printed. */
export interface Report {
  broken: Finding[];
  exceptions: Finding[];
}

/** Everything the checks look at. */
export interface Facts {
  runtime: Runtime;
  sandbox: SandboxClient;
  /** Of the jobs. */
  leaseMs: number;
  logFile: string | null;
  subjects: readonly Subject[];
  /** Requests that spend a code or a refresh token. */
  exchanges: LedgerEntry[];
  refreshes: LedgerEntry[];
  liveGrants: Set<string>;
}

export interface CheckInput {
  runtime: Runtime;
  sandboxUrl: string;
  leaseMs: number;
  subjects: readonly Subject[];
  /** Log lines of all processes. */
  logFile: string | null;
}

export async function gatherFacts({ sandboxUrl, ...input }: CheckInput): Promise<Facts> {
  const sandbox = createSandboxClient(sandboxUrl);
  return {
    ...input,
    sandbox,
    exchanges: await sandbox.ledger('code_exchange'),
    refreshes: await sandbox.ledger('refresh'),
    liveGrants: await sandbox.liveGrants(),
  };
}

/** One check: gives what it finds. */
export type Check = (facts: Facts) => Promise<Report>;

/** Collects the findings of one check. */
export function createNotes() {
  const report: Report = { broken: [], exceptions: [] };
  return {
    report,
    broken: (invariant: Invariant, connectionId: string | null, what: string) =>
      report.broken.push({ invariant, connectionId, what }),
    exception: (invariant: Invariant, connectionId: string | null, what: string) =>
      report.exceptions.push({ invariant, connectionId, what }),
  };
}

/** Values that occur more than once. */
export function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const value of values) (seen.has(value) ? twice : seen).add(value);
  return [...twice];
}

/** For a message: some of them, and how many there are. */
export function some(values: readonly string[]): string {
  const shown = values.slice(0, 3).join(', ');
  return values.length > 3 ? `${shown} … (${values.length})` : shown;
}
