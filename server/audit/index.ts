export type { AuditActor, AuditNote } from './entry.ts';
export { type AuditFilter, eachAuditEntry, findBrokenAuditEntry, listAudit } from './list-audit.ts';
export { recordAudit, takeAuditTurn } from './record-audit.ts';
