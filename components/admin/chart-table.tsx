interface ChartTableProps {
  /** Of what opens it. */
  summary: string;
  caption: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** What a picture says, to be read. */
export function ChartTable({ summary, caption, head, rows }: ChartTableProps) {
  return (
    <details>
      <summary className="link w-fit text-sm">{summary}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (WCAG 2.1.1). */}
      <div className="mt-2 max-h-72 overflow-auto" tabIndex={0}>
        <table className="chart-table">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {head.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...cells]) => (
              <tr key={first}>
                <th scope="row">{first}</th>
                {cells.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells stand in the order of the columns.
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
