import type { ReactNode } from 'react';

interface EmptyStateProps {
  title: string;
  /** Says what to do first. */
  text: string;
  /** `h1` where it stands for the whole page. */
  heading?: 'h1' | 'h2';
  children?: ReactNode;
}

export function EmptyState({ title, text, heading: Heading = 'h2', children }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-12 text-center">
      <Heading className="font-semibold text-lg">{title}</Heading>
      <p className="max-w-md text-muted">{text}</p>
      {children === undefined ? null : <div className="mt-3">{children}</div>}
    </div>
  );
}
