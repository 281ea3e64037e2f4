import { createHash } from 'node:crypto';
import type { AuditEntry } from '@/server/db/models.ts';

/** What happened to what. `before` and `after` are plain data for people; no secret may be in them. */
export interface AuditNote {
  /** `api_key.create`: object and verb. */
  action: string;
  object: { type: string; id: string; label: string };
  before?: object | undefined;
  after?: object | undefined;
  /** Null: it concerns the installation. */
  accountId?: string | null;
}

/** Who did it, and from where. */
export interface AuditActor {
  /** `admin:<id>` or `system`. */
  actor: string;
  /** How people know the actor: an e-mail address. */
  actorLabel: string;
  address: string | null;
  requestId: string | null;
}

export type Unhashed = Omit<AuditEntry, 'hash'>;

/** Every field in a fixed order, chained to the entry before. */
export function hashEntry(entry: Unhashed): string {
  const fields = [
    entry.previousHash,
    entry.sequence,
    entry.id,
    entry.accountId,
    entry.actor,
    entry.actorLabel,
    entry.action,
    entry.objectType,
    entry.objectId,
    entry.objectLabel,
    entry.before,
    entry.after,
    entry.address,
    entry.requestId,
    entry.createdAt.toISOString(),
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url');
}
