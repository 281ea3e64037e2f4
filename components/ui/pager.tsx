import { LinkButton } from './button.tsx';

interface PagerProps {
  words: { label: string; first: string; next: string; end: string };
  /** Path and query of this list without a cursor: `/admin/audit?action=…`. */
  href: string;
  /** Of this page; undefined on the first. */
  cursor: string | undefined;
  nextCursor: string | null;
}

/** Keyset pages: back is the browser's own. */
export function Pager({ words, href, cursor, nextCursor }: PagerProps) {
  if (cursor === undefined && nextCursor === null) return null;
  const next = `${href}${href.includes('?') ? '&' : '?'}cursor=${nextCursor}`;
  return (
    <nav
      aria-label={words.label}
      className="flex items-center justify-between gap-3 border-line border-t px-4 py-3"
    >
      {cursor === undefined ? <span /> : <LinkButton href={href}>{words.first}</LinkButton>}
      {nextCursor === null ? (
        <span className="text-muted">{words.end}</span>
      ) : (
        <LinkButton href={next}>{words.next}</LinkButton>
      )}
    </nav>
  );
}
