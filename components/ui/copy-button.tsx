'use client';

import { useState } from 'react';
import { type ButtonLook, buttonClass } from './button.tsx';

export interface CopyWords {
  copy: string;
  copied: string;
}

interface CopyButtonProps {
  text: string;
  words: CopyWords;
  /** What is copied, for screen readers. */
  label: string;
  look?: ButtonLook;
  small?: boolean;
}

const shownMs = 2_000;

export function CopyButton({ text, words, label, look = 'plain', small = true }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), shownMs);
  };
  return (
    <button
      aria-label={`${words.copy}: ${label}`}
      className={buttonClass(look, small)}
      onClick={copy}
      type="button"
    >
      <span aria-live="polite">{copied ? words.copied : words.copy}</span>
    </button>
  );
}
