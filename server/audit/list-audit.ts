import type { AuditEntry, Prisma } from '@/server/db/models.ts';
import { byCursor, eachRow, type Page, type PageRequest, readPage } from '@/server/db/pagination.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

/** Admins belong to the installation and see what happened in all of it. Every filter has an index with `sequence`. */
export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  objectId?: string | undefined;
  accountId?: string | undefined;
}

const sequenceKey = {
  of: (row: AuditEntry) => String(row.sequence),
  isKey: (text: string) => /^[1-9]\d{0,9}$/.test(text),
};

/** The log, newest first. */
export function listAudit(
  runtime: Runtime,
  filter: AuditFilter,
  request: PageRequest,
): Promise<Page<AuditEntry>> {
  return readPage(request, {
    key: sequenceKey,
    count: (limit) => runtime.database.auditEntry.count({ where: toWhere(filter), take: limit }),
    find: ({ skip, take, after }) =>
      runtime.database.auditEntry.findMany({
        where: { ...toWhere(filter), ...(after !== undefined && { sequence: { lt: Number(after) } }) },
        orderBy: { sequence: 'desc' },
        skip,
        take,
      }),
  });
}

/** Every entry that matches, newest first, for exports of any length. */
export function eachAuditEntry(runtime: Runtime, filter: AuditFilter): AsyncGenerator<AuditEntry> {
  return eachRow(byCursor((request) => listAudit(runtime, filter, request)));
}

function toWhere({ actor, action, objectId, accountId }: AuditFilter): Prisma.AuditEntryWhereInput {
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(objectId !== undefined && { objectId }),
    ...(accountId !== undefined && { accountId }),
  };
}
