'use client';

import { paletteEvent } from './keyboard.tsx';

/** Opens the palette for those who do not know its key. */
export function PaletteButton({ label }: { label: string }) {
  return (
    <button
      className="flex w-full items-center justify-between rounded-lg border border-line bg-card px-2.5 py-1.5 text-muted hover:border-control"
      onClick={() => window.dispatchEvent(new Event(paletteEvent))}
      type="button"
    >
      {label}
      <span aria-hidden="true">
        <kbd>Ctrl</kbd> <kbd>K</kbd>
      </span>
    </button>
  );
}
