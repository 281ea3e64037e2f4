import type { ReactNode } from 'react';

interface PageHeaderProps {
  title: string;
  lead?: string;
  /** Before the title: a logo. */
  icon?: ReactNode;
  /** Buttons at the end of the line. */
  children?: ReactNode;
}

export function PageHeader({ title, lead, icon, children }: PageHeaderProps) {
  return (
    <header className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="flex min-w-0 items-center gap-3">
        {icon}
        <div className="grid min-w-0 gap-1">
          <h1 className="font-semibold text-xl leading-tight tracking-tight">{title}</h1>
          {lead === undefined ? null : <p className="max-w-2xl text-muted">{lead}</p>}
        </div>
      </div>
      {children === undefined ? null : <div className="flex flex-wrap gap-2">{children}</div>}
    </header>
  );
}

interface SectionProps {
  title?: string;
  lead?: string | undefined;
  /** For a link to this place. */
  id?: string;
  /** At the end of the heading's line. */
  aside?: ReactNode;
  /** Without padding: a table goes to the edge. */
  flush?: boolean;
  children: ReactNode;
}

/** A card with a heading. */
export function Section({ title, lead, id, aside, flush = false, children }: SectionProps) {
  return (
    <section className="card" id={id}>
      {title === undefined ? null : (
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 pt-4 pb-1">
          <div className="grid gap-0.5">
            <h2 className="font-semibold text-lg leading-snug">{title}</h2>
            {lead === undefined ? null : <p className="text-muted">{lead}</p>}
          </div>
          {aside}
        </div>
      )}
      <div className={flush ? 'pt-1' : title === undefined ? 'p-5' : 'px-5 pt-2 pb-5'}>{children}</div>
    </section>
  );
}

/** A sentence that everybody should see before the rest. */
export function Note({
  tone = 'accent',
  children,
}: {
  tone?: 'accent' | 'bad' | 'warn';
  children: ReactNode;
}) {
  const look = { accent: 'bg-accent-soft', bad: 'bg-bad-soft', warn: 'bg-warn-soft' }[tone];
  return <p className={`rounded-lg px-4 py-2.5 ${look}`}>{children}</p>;
}
