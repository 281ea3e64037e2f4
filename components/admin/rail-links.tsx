'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';

export interface RailItem {
  href: string;
  label: string;
  icon: ReactNode;
}

/** The pages, the present one marked. */
export function RailLinks({ items, label }: { items: readonly RailItem[]; label: string }) {
  const path = usePathname();
  const isCurrent = (href: string) =>
    href === '/admin' ? path === href : path === href || path.startsWith(`${href}/`);
  return (
    <nav aria-label={label}>
      <ul className="grid gap-0.5">
        {items.map(({ href, label: text, icon }) => (
          <li key={href}>
            <Link aria-current={isCurrent(href) ? 'page' : undefined} className="rail-link" href={href}>
              {icon}
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
