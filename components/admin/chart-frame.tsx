import type { ReactNode } from 'react';

interface ChartFrameProps {
  title: string;
  /** What the picture shows, in a sentence. */
  finding: string;
  /** Above the picture: what to look at. */
  choices?: ReactNode;
  chart: ReactNode;
  /** Of the table that says the same. */
  words: { asTable: string };
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** Every picture says what it shows, and can be read as a table (UX.md 2.4). */
export function ChartFrame({ title, finding, choices, chart, words, head, rows }: ChartFrameProps) {
  return (
    <section className="card grid content-start gap-3 p-5">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div>
          <h2 className="font-semibold text-lg leading-snug">{finding}</h2>
          <p className="text-muted text-sm">{title}</p>
        </div>
        {choices}
      </div>
      {chart}
      <details>
        <summary className="link w-fit text-sm">{words.asTable}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard (WCAG 2.1.1). */}
        <div className="mt-2 max-h-72 overflow-auto" tabIndex={0}>
          <table className="chart-table">
            <caption className="sr-only">{title}</caption>
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
    </section>
  );
}

/** What the colours and patterns mean, in the order of the stack. */
export function Legend({ items }: { items: readonly { key: string; label: string; fill: string }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {items.map(({ key, label, fill }) => (
        <li className="flex items-center gap-1.5" key={key}>
          <svg aria-hidden="true" className="shrink-0" height="12" width="12">
            <rect className="chart-line" fill={fill} height="12" rx="3" width="12" />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
