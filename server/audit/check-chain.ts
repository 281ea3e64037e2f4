import type { AuditEntry } from '@/server/db/models.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { hashEntry } from './entry.ts';

const batchSize = 500;

/** What a look at the chain found: its entries `from` to `through` were compared with each other. */
interface ChainCheck {
  from: number;
  through: number;
  /** The first entry that was changed, or is missing; null when all fit together. */
  broken: number | null;
}

/**
 * Goes over the chain, oldest first: over all of it, or over its `latest` so many entries for a look that costs the same
 * however long the log is. Entries that are written meanwhile are left to the next look.
 */
export async function checkAuditChain(
  { database }: Pick<Runtime, 'database'>,
  latest = Number.POSITIVE_INFINITY,
): Promise<ChainCheck> {
  const head = await database.auditHead.findUniqueOrThrow({ where: { id: 1 } });
  const before = Math.max(0, head.sequence - latest);
  const found = (broken: number | null) => ({ from: before + 1, through: head.sequence, broken });
  let previous: { sequence: number; hash: string } | null = { sequence: 0, hash: '' };
  if (before > 0) previous = await database.auditEntry.findUnique({ where: { sequence: before } });
  if (previous === null) return found(before);
  while (previous.sequence < head.sequence) {
    const rows: AuditEntry[] = await database.auditEntry.findMany({
      where: { sequence: { gt: previous.sequence, lte: head.sequence } },
      orderBy: { sequence: 'asc' },
      take: batchSize,
    });
    if (rows.length === 0) return found(previous.sequence + 1);
    for (const { hash, ...row } of rows) {
      const fits = row.sequence === previous.sequence + 1 && row.previousHash === previous.hash;
      if (!fits || hashEntry(row) !== hash) return found(previous.sequence + 1);
      previous = { sequence: row.sequence, hash };
    }
  }
  return found(previous.hash === head.hash ? null : head.sequence);
}
