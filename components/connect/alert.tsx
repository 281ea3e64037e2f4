import type { ReactNode } from 'react';

interface AlertProps {
  /** False when a field of the page takes the focus instead. */
  focused: boolean;
  children: ReactNode;
}

/** Says what happened after a post. It is read out and reached first without any script (UX.md 1.6). */
export function Alert({ focused, children }: AlertProps) {
  return (
    // biome-ignore lint/a11y/noAutofocus: the message of a failed post is the reason the page is shown again.
    <div autoFocus={focused} className="note note-bad" role="alert" tabIndex={-1}>
      {children}
    </div>
  );
}
