import type { Hint } from './live-source.ts';

/**
 * What a hint means to the page that is shown. Pages say what they are about: `data-live-page` holds ids, or `*`;
 * `data-live-list` a topic, with `data-live-id` on each row.
 */
export function judgeHint({ connections, syncs }: Hint): { isShown: boolean; isNew: boolean } {
  const ids = [...connections, ...syncs];
  const page = document.querySelector<HTMLElement>('[data-live-page]')?.dataset.livePage ?? '';
  if (page === '*' || ids.some((id) => page.split(' ').includes(id))) return { isShown: true, isNew: false };
  const list = document.querySelector<HTMLElement>('[data-live-list]');
  if (list === null) return { isShown: false, isNew: false };
  const own = list.dataset.liveList === 'connection' ? connections : syncs;
  const shown = [...list.querySelectorAll<HTMLElement>('[data-live-id]')].map((row) => row.dataset.liveId);
  const isKnown = own.some((id) => shown.includes(id));
  // In this order every change moves a row: all of it waits.
  if (isOrderedByChange()) return { isShown: false, isNew: own.length > 0 && isFirstPage() };
  // Ids are in the order of time: what is younger than the first row would push it down.
  const [first = ''] = shown;
  const isNew = isFirstPage() && own.some((id) => id > first);
  // What is new elsewhere is seldom what somebody searched for, and must not hold back a change of it.
  if (isSearch() && isKnown) return { isShown: true, isNew: false };
  return { isShown: isKnown && !isNew, isNew };
}

/** Every change is a change of this page. */
export function isAboutAll(): boolean {
  return document.querySelector('[data-live-page="*"]') !== null;
}

/** A page about something that goes on by itself, of which no hint tells: `data-live-page="moving"`. */
export function isMoving(): boolean {
  return document.querySelector('[data-live-page="moving"]') !== null;
}

/** Without hints nobody knows what changed: a list is left alone while somebody reads it. */
export function isSafeToRefresh(hasHints: boolean): boolean {
  if (document.querySelector('.dialog') !== null) return false;
  if (hasHints) return true;
  if (document.querySelector('[data-live-list]') === null)
    return document.querySelector('[data-live-page]') !== null;
  return window.scrollY < 80 && document.querySelector('[data-live-list]:hover') === null;
}

function isFirstPage(): boolean {
  return !new URLSearchParams(location.search).has('cursor');
}

function isSearch(): boolean {
  return new URLSearchParams(location.search).has('q');
}

function isOrderedByChange(): boolean {
  return new URLSearchParams(location.search).get('sort') === 'changed';
}
