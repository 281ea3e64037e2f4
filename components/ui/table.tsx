import type { ReactNode } from 'react';

export interface HeadCell {
  label: string;
  content: ReactNode;
  isSorted: boolean;
}

interface TableProps {
  /** What the table lists; for screen readers. */
  caption: string;
  /** Headings of the columns; an empty one for actions. With `content`: a heading that is more than words. */
  head: readonly (string | HeadCell)[];
  /** Lists of many rows: where it is narrow a row takes two lines, and each cell says its `place` in them. */
  compact?: boolean;
  children: ReactNode;
}

/** Rows are drawn on the server. Where it is narrow every row becomes a block whose lines carry the headings, or two lines. */
export function Table({ caption, head, compact = false, children }: TableProps) {
  return (
    <div className="table-frame">
      <table className={compact ? 'table table-compact' : 'table'}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {head.map((cell) =>
              typeof cell === 'string' ? (
                <th key={cell} scope="col">
                  {cell === '' ? <span className="sr-only">…</span> : cell}
                </th>
              ) : (
                <th aria-sort={cell.isSorted ? 'descending' : undefined} key={cell.label} scope="col">
                  {cell.content}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/**
 * Where a cell of a compact table stands on narrow screens: what the row is called, the end of that line, the line below
 * (joined by dots, headings only for screen readers; `named`: with its heading, a value alone would say nothing), or not
 * at all.
 */
type Place = 'title' | 'corner' | 'rest' | 'named' | 'wide-only';

interface CellProps {
  /** The heading of its column, again, for narrow screens. */
  label: string;
  end?: boolean;
  place?: Place;
  children?: ReactNode;
}

export function Cell({ label, end = false, place, children }: CellProps) {
  const className = end ? 'cell-end' : place && `cell-${place}`;
  return (
    <td className={className} data-label={label}>
      {children}
    </td>
  );
}
