'use client';

import { usePathname, useRouter } from 'next/navigation';
import { lazy, Suspense, useCallback, useEffect, useRef, useState, useTransition } from 'react';
import { Pending } from '@/components/ui/pending.tsx';
import type { PaletteWords } from './palette.tsx';
import {
  findShown,
  focusFilter,
  holdsTyped,
  isCovered,
  isTyping,
  leave,
  moveRow,
  toggleRow,
} from './row-keys.ts';
import type { SheetWords } from './shortcut-sheet.tsx';
import { noteOpened, takeWayBack } from './way-back.ts';

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })));
const ShortcutSheet = lazy(() =>
  import('./shortcut-sheet.tsx').then((module) => ({ default: module.ShortcutSheet })),
);

export interface Place {
  href: string;
  label: string;
  /** After `g`. */
  letter: string;
}

interface KeyboardProps {
  places: readonly Place[];
  words: { palette: PaletteWords; sheet: SheetWords };
}

/** WCAG 2.1.4: shortcuts of one letter can be switched off, for people whose speech input types letters. */
const lettersOff = 'moorage-letters-off';
/** How long `g` waits for its second letter. */
const chordMs = 1_200;

export const paletteEvent = 'moorage-palette';

const letters: Record<string, () => void> = {
  f: focusFilter,
  j: () => moveRow(1),
  k: () => moveRow(-1),
  x: toggleRow,
};

/** `⌘K` or Ctrl+K, `?`, `g` with a letter, and the letters of rows. What they open is fetched with the first use. */
export function Keyboard({ places, words }: KeyboardProps) {
  const router = useRouter();
  const path = usePathname();
  const [open, setOpen] = useState<'palette' | 'sheet' | null>(null);
  const [isPending, startTransition] = useTransition();
  /** Of the row to stand on again, once its list is there. */
  const returning = useRef<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at when another page is there.
  useEffect(() => {
    if (returning.current === null) return;
    document.querySelector<HTMLElement>(`a.row-link[href="${returning.current}"]`)?.focus();
    returning.current = null;
  }, [path]);

  useEffect(() => {
    let chordUntil = 0;
    const goBack = () => {
      const back = takeWayBack();
      if (back === null) return;
      returning.current = back.path;
      startTransition(() => router.push(back.list));
    };
    const jumpTo = (href: string) => {
      const link = findShown(`.rail-link[href="${href}"]`);
      // Where it is narrow, the links of the rail are put away.
      if (link === undefined) startTransition(() => router.push(href));
      else link.click();
    };
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen('palette');
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing || isCovered()) return;
      if (event.key === 'Escape') {
        // A search field would lose what was typed.
        event.preventDefault();
        if (!leave() && !holdsTyped()) goBack();
        return;
      }
      if (isTyping(event.target) || localStorage.getItem(lettersOff) !== null) return;
      if (event.key === '?') setOpen('sheet');
      const place = event.timeStamp < chordUntil && places.find(({ letter }) => letter === event.key);
      chordUntil = event.key === 'g' ? event.timeStamp + chordMs : 0;
      if (place) jumpTo(place.href);
      else if (Object.hasOwn(letters, event.key)) {
        // Or the letter would stand in the field that gets the focus.
        event.preventDefault();
        letters[event.key]?.();
      }
    };
    const onPalette = () => setOpen('palette');
    // Before a dialog hears of it: one that Esc closes would be gone, and Esc lead away from the page as well.
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('click', noteOpened, true);
    window.addEventListener(paletteEvent, onPalette);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('click', noteOpened, true);
      window.removeEventListener(paletteEvent, onPalette);
    };
  }, [places, router]);

  const close = useCallback(() => setOpen(null), []);
  return (
    <>
      <div className="page-pending">
        <Pending isPending={isPending} />
      </div>
      <Suspense>
        {open === 'palette' ? <Palette onClose={close} places={places} words={words.palette} /> : null}
        {open === 'sheet' ? (
          <ShortcutSheet lettersOff={lettersOff} onClose={close} places={places} words={words.sheet} />
        ) : null}
      </Suspense>
    </>
  );
}
