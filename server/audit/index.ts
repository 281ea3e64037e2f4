export type { AuditEntry } from '@/server/db/models.ts';
export { type AuditAction, type AuditActor, type AuditNote, auditActions } from './entry.ts';
export { type AuditFilter, eachAuditEntry, findBrokenAuditEntry, listAudit } from './list-audit.ts';
export { recordAudit, takeAuditTurn } from './record-audit.ts';
