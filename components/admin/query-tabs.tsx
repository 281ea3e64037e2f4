import { Link } from '@/components/ui/link.tsx';

interface QueryTabsProps {
  label: string;
  tabs: readonly { href: string; label: string; isCurrent: boolean }[];
}

/** Like `Tabs`, drawn on the server by pages that know where they are. */
export function QueryTabs({ label, tabs }: QueryTabsProps) {
  return (
    <nav aria-label={label} className="mb-6 flex gap-5 overflow-x-auto border-line border-b">
      {tabs.map(({ href, label: text, isCurrent }) => (
        <Link
          aria-current={isCurrent ? 'page' : undefined}
          className="tab whitespace-nowrap"
          href={href}
          key={href}
          scroll={false}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
