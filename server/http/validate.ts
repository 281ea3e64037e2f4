import type { z } from 'zod';
import { AppError, type FieldError } from '@/server/core/errors.ts';

/** Enough for a person to read; looking at each of thousands would keep everybody else waiting (T-22). */
const maxErrors = 50;

/** Parses what a caller sent; throws `VALIDATION_FAILED` naming every wrong field. */
export function validate<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const known = knownFields(schema);
  const errors = parsed.error.issues.flatMap((issue) => toFieldErrors(issue, known)).slice(0, maxErrors);
  const fields = errors.map(({ path }) => path).filter((path) => path !== '');
  const detail =
    fields.length === 0 ? 'The request is not valid.' : `Not valid: ${[...new Set(fields)].join(', ')}.`;
  throw new AppError('VALIDATION_FAILED', detail.slice(0, 500), { errors });
}

function toFieldErrors(issue: z.core.$ZodIssue, known: string[]): FieldError[] {
  const path = toWirePath(issue.path);
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.slice(0, maxErrors).map((key) => {
    const near = path === '' ? findNearest(key, known) : null;
    const advice = near === null ? '' : `; did you mean ${near}?`;
    return { path: toWirePath([...issue.path, key]), message: `is not a known field${advice}` };
  });
}

/** `requested_data_types[1]` */
function toWirePath(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('')
    .slice(0, 200);
}

function knownFields(schema: z.ZodType): string[] {
  return 'shape' in schema && typeof schema.shape === 'object' && schema.shape !== null
    ? Object.keys(schema.shape)
    : [];
}

const maxEdits = 2;

/** The known field that is at most two edits away. */
function findNearest(key: string, known: string[]): string | null {
  const longest = Math.max(0, ...known.map((name) => name.length));
  if (key.length > longest + maxEdits) return null;
  const ranked = known
    .map((name) => ({ name, edits: countEdits(key.toLowerCase(), name) }))
    .sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best && best.edits <= maxEdits ? best.name : null;
}

/** Levenshtein distance. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const [diagonal = 0, above = 0] = [row[j], row[j + 1]];
      next.push(Math.min(diagonal + (letter === other ? 0 : 1), above + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
