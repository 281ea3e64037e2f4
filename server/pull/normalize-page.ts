import { z } from 'zod';
import type { NormalizedRecord, Normalizer, NormalizerContext } from '@/server/providers/normalizer.ts';
import { unexpectedAnswer } from './pull-error.ts';

/**
 * The records of a page in the words of their data type.
 *
 * @throws {PullError} `bad_answer` that names the fields which are not as documented, never what they hold
 */
export function normalizePage(
  items: readonly unknown[],
  normalizer: Normalizer,
  context: NormalizerContext,
  dataType: string,
): NormalizedRecord[] {
  const records = items.flatMap((item) => {
    try {
      return normalizer(item, context);
    } catch (error) {
      throw unexpectedAnswer(`${dataType}: ${whatIsWrong(error)}`);
    }
  });
  if (records.some(({ sourceId }) => !isId(sourceId)))
    throw unexpectedAnswer(`${dataType}: a record has no id, or one that is no text`);
  return records;
}

/** No database stores NUL everywhere, and half a character has no encoding. */
function isId(sourceId: string): boolean {
  return sourceId !== '' && !sourceId.includes('\u0000') && sourceId.isWellFormed();
}

const mostPaths = 5;

function whatIsWrong(error: unknown): string {
  if (!(error instanceof z.ZodError)) return 'a record is not as documented';
  const paths = error.issues.map(({ path }) => path.map(toStep).join('.'));
  const different = [...new Set(paths)].filter((path) => path !== '').slice(0, mostPaths);
  return different.length === 0
    ? 'a record is not as documented'
    : `a record is not as documented at ${different.join(', ')}`;
}

/** A step can be a key that the provider made up (of a record by name, say): only what looks like a field is shown. */
function toStep(step: PropertyKey): string {
  return typeof step === 'number' || /^[A-Za-z_]{1,40}$/.test(String(step)) ? String(step) : '…';
}
