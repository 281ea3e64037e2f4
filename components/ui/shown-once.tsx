'use client';

import type { ReactNode } from 'react';
import { LinkButton } from './button.tsx';
import { CopyButton, type CopyWords } from './copy-button.tsx';
import { useForm } from './form.tsx';

interface ShownOnceProps {
  /** Above the values: that this is the only time. */
  note: string;
  /** Names in the action's result, with what each is. */
  values: readonly { name: string; label: string }[];
  words: CopyWords;
  /** Where it goes on. */
  done: { href: string; label: string };
  /** What stands there before, and again for the next one. */
  children: ReactNode;
}

/** After the form it stands in is done: what the action gave back and nobody can ask for again. */
export function ShownOnce({ note, values, words, done, children }: ShownOnceProps) {
  const { state } = useForm();
  if (state.outcome !== 'done') return children;
  return (
    <div className="grid min-w-0 gap-4">
      <p className="rounded-lg bg-good-soft px-3 py-2 text-good" role="status">
        {note}
      </p>
      {values.map(({ name, label }) => {
        const value = String(Reflect.get(Object(state.result), name) ?? '');
        return (
          <div className="grid min-w-0 gap-1" key={name}>
            <span className="font-medium">{label}</span>
            <div className="flex min-w-0 items-center gap-2">
              <code className="code grow">{value}</code>
              <CopyButton label={label} text={value} words={words} />
            </div>
          </div>
        );
      })}
      <div>
        <LinkButton href={done.href} look="main">
          {done.label}
        </LinkButton>
      </div>
    </div>
  );
}
