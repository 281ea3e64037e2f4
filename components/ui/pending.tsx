'use client';

import { useLinkStatus } from 'next/link';
import { useEffect } from 'react';
import { busyPlace } from './busy-place.ts';

/** What is quick is not worth a word; the mark itself comes a little sooner, by its style. */
const saidAfterMs = 500;

interface PendingProps {
  isPending: boolean;
  /** To another page: a menu that the mark stands in stays open as long, and no longer. */
  leads?: boolean;
}

/** A bar at the lower edge of the link or button it stands in. Out of the flow: nothing moves. */
export function Pending({ isPending, leads = false }: PendingProps) {
  useEffect(() => (isPending ? sayBusy() : undefined), [isPending]);
  return isPending ? (
    <span aria-hidden="true" className="pending" ref={leads ? keepMenu : undefined} />
  ) : null;
}

/** In a link of Next: shown while the page it leads to is on its way. */
export function LinkPending() {
  const { pending } = useLinkStatus();
  return <Pending isPending={pending} leads />;
}

function keepMenu(mark: HTMLElement | null): () => void {
  const menu = mark?.closest<HTMLElement>('[popover]');
  return () => menu?.hidePopover();
}

function sayBusy(): () => void {
  const place = document.getElementById(busyPlace);
  if (place === null) return () => undefined;
  const timer = setTimeout(() => {
    place.textContent = place.dataset.words ?? '';
  }, saidAfterMs);
  return () => {
    clearTimeout(timer);
    place.textContent = '';
  };
}
