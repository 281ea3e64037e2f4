import type { DataTypeName } from '@/server/data-types/index.ts';
import type { Transaction } from '@/server/db/client.ts';
import type { NormalizedRecord } from '@/server/providers/normalizer.ts';
import { takePositions } from './positions.ts';
import { toContent } from './record-content.ts';
import { recordId } from './record-id.ts';
import {
  insertNewRows,
  type KnownRow,
  markSeen,
  type RowWrite,
  readKnownRows,
  upsertRows,
  type WriteRows,
} from './write-rows.ts';

/** The connection that records come from. */
export interface RecordSource {
  id: string;
  accountId: string;
  userId: string;
  providerName: string;
}

export interface PageToSave {
  connection: RecordSource;
  dataType: DataTypeName;
  /** `fields` as the record schema of the data type gave them back. */
  records: readonly NormalizedRecord[];
  /** Which full read this page belongs to, or came last. */
  generation: number;
  /** True: what this read has seen is marked, so that `sweep` finds the rest. */
  isFullRead: boolean;
  now: Date;
}

/** What a page came to: a record that was removed and is back counts as added. */
export interface RecordCounts {
  added: number;
  updated: number;
  removed: number;
}

/**
 * Writes one page. Of a record that is there several times, the last one counts. What did not change keeps its position;
 * the same page again changes nothing and counts 0. Run it in the transaction that holds the sync's fence: two writers of
 * one connection and data type would count double. Throws a foreign key violation when the user is gone
 * (`isForeignKeyViolation`).
 */
export async function savePage(tx: Transaction, page: PageToSave): Promise<RecordCounts> {
  const counts: RecordCounts = { added: 0, updated: 0, removed: 0 };
  const { connection, dataType, generation } = page;
  const records = new Map(
    page.records.map((record) => [recordId(connection.id, dataType, record.sourceId), record]),
  );
  if (records.size === 0) return counts;
  // Nothing was there before: what is there is looked up only when a record came twice.
  if (page.isFullRead && generation <= 1) {
    const rows = [...records].flatMap(([id, record]) => changeOf(id, record, undefined)?.row ?? []);
    counts.added = await writeRows(tx, page, rows, insertNewRows);
    if (counts.added === records.size) return counts;
    // What was written just now is found unchanged below.
  }
  const known = await readKnownRows(tx, [...records.keys()]);
  const changes: Change[] = [];
  const unseen: string[] = [];
  for (const [id, record] of records) {
    const before = known.get(id);
    const change = changeOf(id, record, before);
    if (change !== null) {
      changes.push(change.row);
      counts[change.counter] += 1;
    } else if (page.isFullRead && before !== undefined && !before.isRemoved && before.seenIn !== generation) {
      unseen.push(id);
    }
  }
  if (unseen.length > 0) await markSeen(tx, unseen, generation);
  await writeRows(tx, page, changes, upsertRows);
  return counts;
}

/** Writes `changes` at positions of their own; returns how many rows that changed. */
async function writeRows(
  tx: Transaction,
  { connection, dataType, generation, now }: PageToSave,
  changes: readonly Change[],
  write: WriteRows,
): Promise<number> {
  if (changes.length === 0) return 0;
  const first = await takePositions(tx, connection.userId, changes.length, now);
  const rows = changes.map((change, index): RowWrite => ({ ...change, position: first + index }));
  return write(tx, { ...connection, connectionId: connection.id, dataType }, rows, generation);
}

type Change = Omit<RowWrite, 'position'>;

/** Null when the record is as it was, or gone and unknown. */
function changeOf(
  id: string,
  record: NormalizedRecord,
  before: KnownRow | undefined,
): { row: Change; counter: keyof RecordCounts } | null {
  const { sourceId } = record;
  if ('removed' in record) {
    if (before === undefined || before.isRemoved) return null;
    return { row: { id, sourceId, payload: '', hash: '', isRemoved: true }, counter: 'removed' };
  }
  const content = toContent(record.fields);
  if (before !== undefined && !before.isRemoved && before.hash === content.hash) return null;
  const isNew = before === undefined || before.isRemoved;
  return { row: { id, sourceId, ...content, isRemoved: false }, counter: isNew ? 'added' : 'updated' };
}
