import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'neutral';

const looks: Record<Tone, string> = {
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  accent: 'bg-accent-soft text-accent',
  neutral: 'bg-soft text-muted',
};

/** A state in a word; the colour only underlines it. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center justify-self-start gap-1 whitespace-nowrap rounded-full px-2 py-0.5 font-semibold text-xs ${looks[tone]}`}
    >
      {children}
    </span>
  );
}
