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
  children: ReactNode;
}

/** Rows are drawn on the server. Where it is narrow every row becomes a block whose lines carry the headings. */
export function Table({ caption, head, children }: TableProps) {
  return (
    <div className="table-frame">
      <table className="table">
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

/** `label`: the heading of its column, again, for narrow screens. */
export function Cell({
  label,
  end = false,
  children,
}: {
  label: string;
  end?: boolean;
  children?: ReactNode;
}) {
  return (
    <td className={end ? 'cell-end' : undefined} data-label={label}>
      {children}
    </td>
  );
}
