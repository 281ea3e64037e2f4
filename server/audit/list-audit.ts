import type { AuditEntry, Prisma } from '@/server/db/models.ts';
import { eachRow, type Page, type PageRequest, readCursorPage, readPage } from '@/server/db/pagination.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { hashEntry } from './entry.ts';

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
  return eachRow(({ cursor, perPage }) =>
    readCursorPage(cursor, perPage, (request) => listAudit(runtime, filter, request)),
  );
}

const batchSize = 500;

function toWhere({ actor, action, objectId, accountId }: AuditFilter): Prisma.AuditEntryWhereInput {
  return {
    ...(actor !== undefined && { actor }),
    ...(action !== undefined && { action }),
    ...(objectId !== undefined && { objectId }),
    ...(accountId !== undefined && { accountId }),
  };
}

/**
 * Goes over the whole chain, oldest first. Null when it is whole, else the number of the first entry that was changed,
 * or before which one is missing.
 */
export async function findBrokenAuditEntry(runtime: Runtime): Promise<number | null> {
  const { auditEntry, auditHead } = runtime.database;
  const head = await auditHead.findUniqueOrThrow({ where: { id: 1 } });
  let previous = { sequence: 0, hash: '' };
  while (previous.sequence < head.sequence) {
    const rows = await auditEntry.findMany({
      where: { sequence: { gt: previous.sequence, lte: head.sequence } },
      orderBy: { sequence: 'asc' },
      take: batchSize,
    });
    if (rows.length === 0) return previous.sequence + 1;
    for (const { hash, ...row } of rows) {
      const fits = row.sequence === previous.sequence + 1 && row.previousHash === previous.hash;
      if (!fits || hashEntry(row) !== hash) return previous.sequence + 1;
      previous = { sequence: row.sequence, hash };
    }
  }
  return previous.hash === head.hash ? null : head.sequence;
}
