import type { ReactNode } from 'react';

interface LiveListProps {
  /** What its rows are about; a row says which one in `data-live-id`. */
  topic: 'connection' | 'sync';
  children: ReactNode;
}

/** A list that `Live` keeps up to date: rows that are seen change in place, others wait until somebody asks. */
export function LiveList({ topic, children }: LiveListProps) {
  return <div data-live-list={topic}>{children}</div>;
}
