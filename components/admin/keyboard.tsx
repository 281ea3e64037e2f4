'use client';

import { useRouter } from 'next/navigation';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { PaletteWords } from './palette.tsx';
import type { SheetWords } from './shortcut-sheet.tsx';

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

/** `⌘K` or Ctrl+K, `?`, and `g` with a letter. What they open is fetched with the first use. */
export function Keyboard({ places, words }: KeyboardProps) {
  const router = useRouter();
  const [open, setOpen] = useState<'palette' | 'sheet' | null>(null);

  useEffect(() => {
    let chordUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen('palette');
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('.dialog') !== null) return;
      if (localStorage.getItem(lettersOff) !== null) return;
      if (event.key === '?') setOpen('sheet');
      const place = event.timeStamp < chordUntil && places.find(({ letter }) => letter === event.key);
      chordUntil = event.key === 'g' ? event.timeStamp + chordMs : 0;
      if (place) router.push(place.href);
    };
    const onPalette = () => setOpen('palette');
    window.addEventListener('keydown', onKey);
    window.addEventListener(paletteEvent, onPalette);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener(paletteEvent, onPalette);
    };
  }, [places, router]);

  const close = () => setOpen(null);
  return (
    <Suspense>
      {open === 'palette' ? <Palette onClose={close} places={places} words={words.palette} /> : null}
      {open === 'sheet' ? (
        <ShortcutSheet lettersOff={lettersOff} onClose={close} places={places} words={words.sheet} />
      ) : null}
    </Suspense>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
