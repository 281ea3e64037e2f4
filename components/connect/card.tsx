import type { ReactNode } from 'react';

/** The one card of a page; on a phone the page itself. */
export function Card({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return <main className={wide ? 'card card-wide' : 'card'}>{children}</main>;
}
