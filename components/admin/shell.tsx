import { Menu } from 'lucide-react';
import type { ReactNode } from 'react';
import { busyPlace } from '@/components/ui/busy-place.ts';
import { Mark } from './mark.tsx';
import { type RailItem, RailLinks } from './rail-links.tsx';

interface ShellProps {
  words: { product: string; label: string; skip: string; menu: string; busy: string };
  items: readonly RailItem[];
  /** Above the pages: search. */
  top: ReactNode;
  /** Below them: account and person, once for each of the two places. */
  bottom: { rail: ReactNode; sheet: ReactNode };
  /** How fresh the page is. Once in the document, whatever the width: it holds the stream. */
  live: ReactNode;
  children: ReactNode;
}

/** Wide: a rail at the left. Narrow: a bar on top, whose button opens the same as a bottom sheet. */
export function Shell({ words, items, top, bottom, live, children }: ShellProps) {
  return (
    <>
      <a
        className="button sr-only z-50 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        href="#content"
      >
        {words.skip}
      </a>
      <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] md:grid-rows-1 md:grid-cols-[14.5rem_minmax(0,1fr)]">
        <aside className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-line border-e bg-card px-3 py-4 md:flex">
          <div className="flex items-center gap-2.5 px-2.5 font-semibold text-lg tracking-tight">
            <Mark />
            {words.product}
          </div>
          {top}
          <RailLinks items={items} label={words.label} />
          <div className="mt-auto">{bottom.rail}</div>
        </aside>
        <header className="sticky top-0 z-10 flex items-center justify-between border-line border-b bg-card px-4 py-2 md:hidden">
          <span className="flex items-center gap-2 font-semibold text-lg">
            <Mark />
            {words.product}
          </span>
          <button className="button button-quiet" popoverTarget="menu-sheet" type="button">
            <Menu aria-hidden size={18} />
            {words.menu}
          </button>
        </header>
        <div className="sheet" id="menu-sheet" popover="auto">
          <RailLinks items={items} label={words.label} />
          <div className="mt-3 border-line border-t pt-3">{bottom.sheet}</div>
        </div>
        <output className="fixed end-28 top-4 z-20 md:start-3 md:end-auto md:top-auto md:bottom-19">
          {live}
        </output>
        <div aria-live="polite" className="sr-only" data-words={words.busy} id={busyPlace} />
        <main className="mx-auto w-full max-w-7xl px-4 py-6 md:px-8 md:py-8" id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </>
  );
}
