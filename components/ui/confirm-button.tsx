'use client';

import { lazy, type ReactNode, Suspense, useState } from 'react';
import { type ButtonLook, buttonClass } from './button.tsx';
import type { FormAction } from './form-state.ts';

const ConfirmDialog = lazy(() =>
  import('./confirm-dialog.tsx').then((module) => ({ default: module.ConfirmDialog })),
);

export interface ConfirmProps {
  action: FormAction;
  accountId?: string | undefined;
  /** Sent with the form. */
  fields: Record<string, string>;
  /** The question. */
  title: string;
  /** What will happen, in numbers where there are some. */
  children: ReactNode;
  confirm: string;
  cancel: string;
  /** What has to be typed before it may be done, and the words above that field. */
  typed?: { text: string; label: string };
}

type Props = ConfirmProps & { label: string; look?: ButtonLook; small?: boolean };

/** A button that asks before it does something. The dialog is fetched when it is pressed. */
export function ConfirmButton({ label, look = 'danger', small = true, ...dialog }: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button className={buttonClass(look, small)} onClick={() => setOpen(true)} type="button">
        {label}
      </button>
      {isOpen ? (
        <Suspense>
          <ConfirmDialog {...dialog} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
