'use client';

import { CopyButton, type CopyWords } from '@/components/ui/copy-button.tsx';
import { useForm } from '@/components/ui/form.tsx';

interface ShownLinksProps {
  label: string;
  copyLabel: string;
  words: CopyWords;
}

/** What the form it stands in answered: texts `links`, `count` and `more`. */
export function ShownLinks({ label, copyLabel, words }: ShownLinksProps) {
  const { state } = useForm();
  if (state.outcome !== 'done') return null;
  const [links, count, more] = ['links', 'count', 'more'].map((name) =>
    String(Reflect.get(Object(state.result), name) ?? ''),
  );
  return (
    <div className="grid min-w-0 gap-2" role="status">
      <div className="flex items-center justify-between gap-3">
        <span className="font-medium">{count}</span>
        {links ? <CopyButton label={copyLabel} text={links} words={words} /> : null}
      </div>
      {links ? (
        <textarea
          aria-label={label}
          className="field-input font-mono text-xs"
          readOnly
          rows={8}
          value={links}
          wrap="off"
        />
      ) : null}
      {more ? <p className="text-muted text-sm">{more}</p> : null}
    </div>
  );
}
