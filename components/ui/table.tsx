import type { ReactNode } from 'react';

interface TableProps {
  /** What the table lists; for screen readers. */
  caption: string;
  /** Headings of the columns; an empty one for actions. */
  head: readonly string[];
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
            {head.map((label) => (
              <th key={label} scope="col">
                {label === '' ? <span className="sr-only">…</span> : label}
              </th>
            ))}
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
