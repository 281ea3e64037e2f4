import { createHash } from 'node:crypto';
import type { AuditEntry } from '@/server/db/models.ts';

/** Everything that is ever recorded, for filters: object and verb. */
export const auditActions = [
  'account.update',
  'account.set_logo',
  'admin.accept_invitation',
  'admin.change_password',
  'admin.change_role',
  'admin.create',
  'admin.disable',
  'admin.enable',
  'admin.invite',
  'admin.set_up',
  'admin.sign_in',
  'admin.sign_in_failed',
  'admin.sign_out',
  'admin.withdraw_invitation',
  'api_key.create',
  'api_key.revoke',
  'bulk.cancel',
  'bulk.start',
  'connection.copy_links',
  'connection.create',
  'connection.delete',
  'connection.disconnect',
  'connection.reconnect',
  'provider.disable',
  'provider.enable',
  'provider.set_credentials',
  'provider.set_settings',
  'sync.retry',
  'sync.start',
  'user.create',
  'user.delete',
  'view.create',
  'view.delete',
  'view.update',
] as const;

export type AuditAction = (typeof auditActions)[number];

/** What happened to what. `before` and `after` are plain data for people; no secret may be in them. */
export interface AuditNote {
  action: AuditAction;
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
