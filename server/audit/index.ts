export type { AuditEntry } from '@/server/db/models.ts';
export { checkAuditChain } from './check-chain.ts';
export { type AuditAction, type AuditActor, type AuditNote, auditActions } from './entry.ts';
export { type AuditFilter, eachAuditEntry, listAudit } from './list-audit.ts';
export { recordAudit, takeAuditTurn } from './record-audit.ts';
