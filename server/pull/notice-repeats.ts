import type { PagePlace } from './next-page.ts';
import { fingerprint, type Position } from './position.ts';
import { PullError, unexpectedAnswer } from './pull-error.ts';

/** Of one list. A real one of a hundred million records still fits. */
const mostPages = 1_000_000;

/**
 * Notices a list without an end: the same page again, or the same cursor. Brent's way to find a cycle: the page kept for
 * comparison moves on at each power of two, so that any circle is found within a few rounds, with the memory of one page.
 *
 * @throws {PullError} `bad_answer`, code `ENDLESS_PAGES`
 */
export function noticeRepeats(
  seen: Position['seen'],
  page: { items: readonly unknown[]; at: PagePlace; next: PagePlace; pages: number },
): Position['seen'] {
  const here = fingerprint(toText(sampleOf(page.items)));
  const next = fingerprint(String(page.next));
  const isRepeated =
    page.next === page.at ||
    (seen !== null && (here === seen.last || here === seen.saved || next === seen.savedAt));
  if (isRepeated || page.pages >= mostPages) {
    throw new PullError('bad_answer', 'ENDLESS_PAGES', 'The pages of the provider do not end.');
  }
  const isPowerOfTwo = (page.pages & (page.pages - 1)) === 0;
  return seen === null || isPowerOfTwo ? { last: here, saved: here, savedAt: next } : { ...seen, last: here };
}

/** Tells pages apart as well as all of their records do, which cost more than to read them. */
function sampleOf(items: readonly unknown[]): unknown[] {
  return [items.length, items.at(0), items.at(Math.floor(items.length / 2)), items.at(-1)];
}

function toText(items: readonly unknown[]): string {
  try {
    return JSON.stringify(items);
  } catch {
    throw unexpectedAnswer('The records of the provider are nested too deeply.');
  }
}
