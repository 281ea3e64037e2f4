'use client';

import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useId, useState } from 'react';
import { buttonClass } from './button.tsx';
import type { ConfirmProps } from './confirm-button.tsx';
import { ActionForm, Submit } from './form.tsx';

export function ConfirmDialog({
  action,
  accountId,
  fields,
  title,
  children,
  confirm,
  cancel,
  typed,
  onClose,
}: ConfirmProps & { onClose: () => void }) {
  const [text, setText] = useState('');
  const id = useId();
  const mayConfirm = typed === undefined || text === typed.text;
  return (
    <AlertDialog.Root defaultOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="dialog-shade" />
        <AlertDialog.Popup className="dialog grid gap-3 p-5">
          <AlertDialog.Title className="font-semibold text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div className="grid gap-2 text-muted" />}>
            {children}
          </AlertDialog.Description>
          <ActionForm accountId={accountId} action={action} onDone={onClose}>
            {Object.entries(fields).map(([name, value]) => (
              <input key={name} name={name} type="hidden" value={value} />
            ))}
            {typed === undefined ? null : (
              <div className="grid gap-1">
                <label htmlFor={id}>{typed.label}</label>
                <input
                  autoComplete="off"
                  className="field-input font-mono"
                  id={id}
                  onChange={(event) => setText(event.target.value)}
                  value={text}
                />
              </div>
            )}
            <div className="flex flex-wrap justify-end gap-2 pt-1">
              <AlertDialog.Close className={buttonClass()}>{cancel}</AlertDialog.Close>
              {mayConfirm ? (
                <Submit look="danger">{confirm}</Submit>
              ) : (
                <button className={buttonClass('danger')} disabled type="submit">
                  {confirm}
                </button>
              )}
            </div>
          </ActionForm>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
