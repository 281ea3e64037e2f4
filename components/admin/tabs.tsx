'use client';

import { usePathname } from 'next/navigation';
import { Link } from '@/components/ui/link.tsx';

interface TabsProps {
  label: string;
  tabs: readonly { href: string; label: string }[];
}

/** Parts of one page, each with an address of its own: links, not the `tab` role. */
export function Tabs({ label, tabs }: TabsProps) {
  const path = usePathname();
  // The first is the page itself, whose address all others begin with.
  const isCurrent = (href: string) =>
    path === href || (href !== tabs[0]?.href && path.startsWith(`${href}/`));
  return (
    <nav aria-label={label} className="mb-6 flex gap-5 overflow-x-auto border-line border-b">
      {tabs.map(({ href, label: text }) => (
        <Link
          aria-current={isCurrent(href) ? 'page' : undefined}
          className="tab whitespace-nowrap"
          href={href}
          key={href}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
