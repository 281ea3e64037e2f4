import { type ErrorText, errorsPageEn } from '@/texts/errors.en.ts';
import { Card } from './card.tsx';
import { Document } from './document.tsx';

/** One error code, with an answer that carries it. */
export interface ErrorEntry {
  code: string;
  /** Where the `type` of a problem points to: `unsupported-data-type`. */
  anchor: string;
  status: number;
  title: string;
  text: ErrorText;
  /** A whole problem document. */
  example: unknown;
}

export interface ErrorsPageProps {
  entries: readonly ErrorEntry[];
  cssText: string;
}

/** `/docs/errors`: what each error code means and what to do, for developers. */
export function ErrorsPage({ entries, cssText }: ErrorsPageProps) {
  return (
    <Document cssText={cssText} language="en" title={errorsPageEn.title}>
      <Card wide>
        <div className="grid gap-2">
          <h1 className="text-2xl font-bold">{errorsPageEn.title}</h1>
          <p>{errorsPageEn.intro}</p>
          <p className="text-muted">{errorsPageEn.support}</p>
        </div>
        {entries.map((entry) => (
          <Entry entry={entry} key={entry.code} />
        ))}
      </Card>
    </Document>
  );
}

function Entry({ entry: { code, anchor, status, title, text, example } }: { entry: ErrorEntry }) {
  return (
    <section className="grid gap-2" id={anchor}>
      <h2 className="text-lg font-semibold">
        <a className="link" href={`#${anchor}`}>
          {code}
        </a>
      </h2>
      <p className="text-muted">
        {errorsPageEn.status} {status}: {title}
      </p>
      <p>
        <strong className="font-semibold">{errorsPageEn.cause}:</strong> {text.cause}
      </p>
      <p>
        <strong className="font-semibold">{errorsPageEn.cure}:</strong> {text.cure}
      </p>
      <pre className="code">{JSON.stringify(example, null, 2)}</pre>
    </section>
  );
}
