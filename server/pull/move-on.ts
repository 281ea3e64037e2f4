import type { Mark } from './checkpoint.ts';
import { sinceOf } from './compose-read.ts';
import { countConsumed, nextPage } from './next-page.ts';
import { noticeRepeats } from './notice-repeats.ts';
import { listStart, noParent, type Position } from './position.ts';
import type { ReadRules } from './reads.ts';
import type { PullAnswer } from './send-call.ts';

/** A read, or a read for one parent record. */
export interface List {
  read: ReadRules;
  /** How far earlier runs have read it. */
  mark: Mark | undefined;
}

export interface Page {
  items: readonly unknown[];
  answer: PullAnswer;
}

export interface Window {
  from: number;
  to: number;
}

/** Where the run goes on after a page: next page, next window, next parent record, next read. */
export function moveOn(
  list: List,
  window: Window | null,
  position: Position,
  { items, answer }: Page,
): Position {
  const { pagination } = list.read;
  const pages = position.pages + 1;
  const consumed = position.consumed + countConsumed(pagination, items);
  const next = nextPage(pagination, { at: position.at, answer, items, pages, consumed });
  if (next.kind === 'next') {
    const seen = noticeRepeats(position.seen, { items, at: position.at, next: next.at, pages });
    return { ...position, at: next.at, pages, consumed, seen };
  }
  const after = {
    ...position,
    ...listStart,
    hasBegunAgain: false,
    isCut: position.isCut || next.kind === 'cut',
  };
  if (window !== null && window.to < position.until) return { ...after, windowFrom: window.to };
  return toNextParent(after);
}

export function toNextParent(position: Position): Position {
  const done = {
    ...position,
    ...listStart,
    windowFrom: null,
    ignoresMark: false,
    hasBegunAgain: false,
  };
  if (position.parent === null) return toNextRead(done);
  return { ...done, afterParent: position.parent, parent: null };
}

export function toNextRead(position: Position): Position {
  return { ...position, ...noParent, read: position.read + 1 };
}

/** The span of time that is read now; null where the provider has no such limit. */
export function windowOf({ read, mark }: List, { windowFrom, until }: Position): Window | null {
  if (read.window === undefined) return null;
  const { maxSeconds, reachesBackSeconds = 0 } = read.window;
  const oldest = until - reachesBackSeconds * 1000;
  const from = Math.min(windowFrom ?? Math.max(sinceOf(read, mark) ?? oldest, oldest), until);
  return { from, to: Math.min(from + maxSeconds * 1000, until) };
}
