import { hash } from 'node:crypto';
import { z } from 'zod';
import { fromJson, marksSchema } from './checkpoint.ts';
import type { ReadRules } from './reads.ts';

/** Where a run stands: everything up to here has been yielded. Its next request follows from it and the manifest. */
const positionSchema = z.object({
  v: z.literal(1),
  /** Of the manifest's reads and the run's checkpoint: for other ones this position means nothing. */
  of: z.string(),
  /** Index of the read; as many as there are reads: all done. */
  read: z.int().min(0),
  /** Source id of the last parent record that is done. */
  afterParent: z.string().nullable(),
  /** The parent record whose list is being read. */
  parent: z.string().nullable(),
  /** When the run began, ms: the end of the last window. */
  until: z.number(),
  /** Where the window being read begins, ms; null: the first, or there are none. */
  windowFrom: z.number().nullable(),
  /** The page to be read next. */
  at: z.union([z.string(), z.number(), z.null()]),
  /** Pages and records of this list (and window) so far. */
  pages: z.int(),
  consumed: z.number(),
  /** Fingerprints of pages, to notice a list without an end. */
  seen: z.object({ last: z.string(), saved: z.string(), savedAt: z.string() }).nullable(),
  /** The mark of this list was of no use to the provider: it is read in full. */
  ignoresMark: z.boolean(),
  /** This list has begun again already: a second refusal is not about a cursor that has waited too long. */
  hasBegunAgain: z.boolean(),
  /** Some list was read without its mark: nobody knows what was deleted since, so the next run reads everything. */
  hasLostMarks: z.boolean(),
  marks: marksSchema,
  /** Some list went further than the provider reaches. */
  isCut: z.boolean(),
});

export type Position = z.infer<typeof positionSchema>;

/** At the first page of the list. */
export const listStart = { at: null, pages: 0, consumed: 0, seen: null } as const;
export const noParent = { afterParent: null, parent: null } as const;

export function startPosition(reads: readonly ReadRules[], checkpoint: string | null, now: Date): Position {
  return {
    v: 1,
    of: fingerprint(JSON.stringify([reads, checkpoint])),
    read: 0,
    ...noParent,
    until: now.getTime(),
    windowFrom: null,
    ...listStart,
    ignoresMark: false,
    hasBegunAgain: false,
    hasLostMarks: false,
    marks: reads.map(() => ({})),
    isCut: false,
  };
}

/** Null: not a position of a run like `start`, which then begins at the beginning. */
export function readPosition(text: string | null, start: Position): Position | null {
  const parsed = positionSchema.safeParse(fromJson(text));
  const isOfRun =
    parsed.success && parsed.data.of === start.of && parsed.data.marks.length === start.marks.length;
  return isOfRun ? parsed.data : null;
}

export function writePosition(position: Position): string {
  return JSON.stringify(position);
}

export function fingerprint(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
