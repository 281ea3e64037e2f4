'use client';

import { useState } from 'react';
import type { CopyWords } from './copy-button.tsx';

/** An id in monospace: a click copies it, whole. `short`: what stands there instead of all of it. */
export function Copyable({ text, short, words }: { text: string; short?: string; words: CopyWords }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <button
      className="-ms-1 min-h-6 rounded px-1 font-mono text-muted text-xs hover:bg-soft hover:text-ink"
      onClick={copy}
      title={text}
      type="button"
    >
      <span className="sr-only">{words.copy} </span>
      <span aria-live="polite">{copied ? words.copied : (short ?? text)}</span>
    </button>
  );
}
