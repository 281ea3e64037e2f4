import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';

interface EntryCardProps {
  title: string;
  lead: string;
  children: ReactNode;
}

/** The page of somebody who is not signed in: one card, one thing to do. */
export function EntryCard({ title, lead, children }: EntryCardProps) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="card w-full max-w-sm p-6 sm:p-8">
        <Mark size={36} />
        <h1 className="mt-5 font-semibold text-xl tracking-tight">{title}</h1>
        <p className="mt-1 mb-6 text-muted">{lead}</p>
        {children}
      </div>
    </main>
  );
}
