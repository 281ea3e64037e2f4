import { z } from 'zod';
import { PROVIDER_NAMES } from './catalogue.ts';
import type { SandboxDatabase } from './database.ts';

const LEDGER_KINDS = ['authorization', 'code_exchange', 'refresh', 'revocation', 'resource'] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

export type LedgerEntry = {
  id: number;
  at: string;
  kind: LedgerKind;
  grant_id: string | null;
  provider_name: string | null;
  /** `ok`, the error code that was answered, or `fault:<name>` for an answer that a scripted fault spoiled. */
  result: string;
  /** Of token requests: SHA-256 of the code or refresh token that was sent, so that a second use can be seen. */
  spent_hash: string | null;
};

/** `since` is an entry id (exclusive) or an ISO date-time (inclusive). */
export const ledgerQuerySchema = z.strictObject({
  since: z.union([z.coerce.number().int().min(0), z.iso.datetime({ offset: true })]).optional(),
  provider_name: z.enum(PROVIDER_NAMES).optional(),
  kind: z.enum(LEDGER_KINDS).optional(),
  grant_id: z.string().optional(),
});

type LedgerQuery = z.infer<typeof ledgerQuerySchema>;

export function recordEntry(database: SandboxDatabase, entry: Omit<LedgerEntry, 'id'>): void {
  database
    .prepare(
      `INSERT INTO ledger_entry (at, kind, grant_id, provider_name, result, spent_hash)
       VALUES (:at, :kind, :grant_id, :provider_name, :result, :spent_hash)`,
    )
    .run(entry);
}

/** Entries in the order in which they were answered. */
export function listEntries(database: SandboxDatabase, query: LedgerQuery): LedgerEntry[] {
  return database
    .prepare<LedgerParameters, LedgerEntry>(
      `SELECT id, at, kind, grant_id, provider_name, result, spent_hash FROM ledger_entry ${WHERE} ORDER BY id`,
    )
    .all(parametersOf(query));
}

type LedgerCount = Omit<LedgerEntry, 'id' | 'at' | 'spent_hash'> & { count: number };

/** How many of these entries there are for each grant, kind and result. */
export function countEntries(database: SandboxDatabase, query: LedgerQuery): LedgerCount[] {
  return database
    .prepare<LedgerParameters, LedgerCount>(
      `SELECT grant_id, provider_name, kind, result, count(*) AS count FROM ledger_entry ${WHERE}
       GROUP BY grant_id, provider_name, kind, result ORDER BY min(id)`,
    )
    .all(parametersOf(query));
}

type LedgerParameters = Record<string, string | number | null>;

const WHERE = `
  WHERE (:sinceId IS NULL OR id > :sinceId) AND (:sinceTime IS NULL OR at >= :sinceTime)
    AND (:provider IS NULL OR provider_name = :provider) AND (:kind IS NULL OR kind = :kind)
    AND (:grant IS NULL OR grant_id = :grant)`;

function parametersOf(query: LedgerQuery): LedgerParameters {
  return {
    sinceId: typeof query.since === 'number' ? query.since : null,
    sinceTime: typeof query.since === 'string' ? new Date(query.since).toISOString() : null,
    provider: query.provider_name ?? null,
    kind: query.kind ?? null,
    grant: query.grant_id ?? null,
  };
}
