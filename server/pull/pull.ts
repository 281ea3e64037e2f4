import type { DataTypeName } from '@/server/data-types/index.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import type { NormalizedRecord, Normalizer } from '@/server/providers/normalizer.ts';
import { beginAgain } from './begin-again.ts';
import { listKey, type Mark, type Marks, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { toNextRead } from './move-on.ts';
import { createParentQueue, type FindParents } from './parent-queue.ts';
import { type Position, readPosition, startPosition, writePosition } from './position.ts';
import type { ProviderCaller } from './provider-caller.ts';
import { readPage } from './read-page.ts';
import { findReads, readsOf } from './reads.ts';

export interface PullInput {
  manifest: ProviderManifest;
  dataType: DataTypeName;
  /** A list: one per read, in their order. */
  normalizers: Normalizer | readonly Normalizer[];
  /** Of the last page that was saved; null: from the beginning. One that does not fit any more counts as null. */
  position: string | null;
  /** Of the last successful run; null: read everything. */
  checkpoint: string | null;
  idOf(dataType: DataTypeName, sourceId: string): string;
  userSiren: string | null;
  parents: FindParents;
  call: ProviderCaller;
  now: () => Date;
  signal: AbortSignal;
}

export interface PullPage {
  /** None, sometimes: the page moved the position on all the same. */
  records: NormalizedRecord[];
  /** To resume after this page. */
  position: string;
}

export interface PullEnd {
  /** For the next run; null: it has to read everything. */
  checkpoint: string | null;
  /** Everything that is there was seen in this run, from its first page on: what was not seen is gone. */
  complete: boolean;
}

/**
 * Whether `pull` would go on from this position. Otherwise it would begin at the beginning, or throw because a deploy took
 * this type from the manifest.
 */
export function canGoOn(
  manifest: ProviderManifest,
  dataType: DataTypeName,
  checkpoint: string | null,
  position: string,
): boolean {
  const reads = findReads(manifest, dataType);
  return reads.length > 0 && readPosition(position, startPosition(reads, checkpoint, new Date(0))) !== null;
}

/**
 * Reads one data type as the manifest says, page by page: all of its reads, for each parent record, window and page.
 * A page is fetched when the one before has been taken.
 *
 * @throws {PullError} and what `call` and `parents` throw; the run can go on from the last position
 */
export async function* pull(input: PullInput): AsyncGenerator<PullPage, PullEnd> {
  const { checkpoint } = input;
  const reads = readsOf(input.manifest, input.dataType);
  const earlier = readCheckpoint(reads, checkpoint);
  const start = startPosition(reads, checkpoint, input.now());
  const resumed = readPosition(input.position, start);
  const parentQueue = createParentQueue(input.parents);
  let position = resumed ?? start;
  // A cursor that has waited in the database may mean nothing any more.
  let mayBeStale = resumed !== null;
  for (let read = reads[position.read]; read !== undefined; read = reads[position.read]) {
    input.signal.throwIfAborted();
    if (read.forEach !== undefined && position.parent === null) {
      const parent = await parentQueue.next(read.forEach.type, position.afterParent);
      position = parent === null ? toNextRead(position) : { ...position, parent };
      continue;
    }
    const list = { read, mark: markOf(earlier, position) };
    try {
      const page = await readPage(input, list, position);
      position = page.position;
      yield { records: page.records, position: writePosition(position) };
    } catch (error) {
      const again = beginAgain(error, list, position, mayBeStale);
      if (again === null) throw error;
      position = again;
    }
    mayBeStale = false;
  }
  const isWindowed = reads.some(({ window }) => window !== undefined);
  // A run that could not use what earlier ones knew has seen everything, but not what is gone: the next one is full.
  const hasLostMarks = position.hasLostMarks || (checkpoint !== null && earlier === null);
  return {
    checkpoint: hasLostMarks ? null : writeCheckpoint(reads, position.marks),
    // Behind a window there may be more than the provider shows.
    complete: checkpoint === null && !position.isCut && !isWindowed,
  };
}

function markOf(earlier: Marks | null, { read, parent, ignoresMark }: Position): Mark | undefined {
  return ignoresMark ? undefined : earlier?.[read]?.[listKey(parent)];
}
