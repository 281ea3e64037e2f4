import { z } from 'zod';
import type { ReadRules } from './reads.ts';

/**
 * How far one list has been read: the highest time seen (ms since 1970), or the provider's own token. A list is a read,
 * or a read for one parent record.
 */
export type Mark = number | string;

/** Per read, by list. */
export type Marks = Record<string, Mark>[];

export const marksSchema = z.array(z.record(z.string(), z.union([z.number(), z.string()])));
const checkpointSchema = z.object({ v: z.literal(1), by: z.array(z.string()), marks: marksSchema });

/** The key of a list among the marks. The prefix keeps ids away from names that objects have anyway. */
export function listKey(parent: string | null): string {
  return parent === null ? 'all' : `id:${parent}`;
}

/** Lists beyond these have no mark and are read in full each time: a checkpoint is a small thing. */
export const mostMarks = 1000;

/** Null: nothing was learned, the next run reads everything. */
export function writeCheckpoint(reads: readonly ReadRules[], marks: Marks): string | null {
  if (marks.every((ofRead) => Object.keys(ofRead).length === 0)) return null;
  return JSON.stringify({ v: 1, by: meaningsOf(reads), marks });
}

/** Null: there is no checkpoint, or one that another version of the manifest wrote. */
export function readCheckpoint(reads: readonly ReadRules[], checkpoint: string | null): Marks | null {
  const parsed = checkpointSchema.safeParse(fromJson(checkpoint));
  const isOurs = parsed.success && JSON.stringify(parsed.data.by) === JSON.stringify(meaningsOf(reads));
  return isOurs ? parsed.data.marks : null;
}

/** What the marks of each read stand for. */
function meaningsOf(reads: readonly ReadRules[]): string[] {
  return reads.map(({ request, incremental }) => {
    if (incremental === undefined) return '';
    return `${incremental.by} ${incremental.by === 'time' ? incremental.filtersOn : ''} ${request.url}`;
  });
}

export function fromJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
