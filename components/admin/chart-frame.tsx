import type { ReactNode } from 'react';
import { ChartTable } from './chart-table.tsx';

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
      <ChartTable caption={title} head={head} rows={rows} summary={words.asTable} />
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
