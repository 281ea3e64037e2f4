'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { buttonClass } from './button.tsx';
import { FormAlert, useForm } from './form.tsx';

interface FormDetailsProps {
  label: ReactNode;
  children: ReactNode;
}

/** The fields of a form behind a button, without script too. It stays open while something is wrong in it. */
export function FormDetails({ label, children }: FormDetailsProps) {
  const { state } = useForm();
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (state.outcome === 'done' && details.current !== null) details.current.open = false;
  }, [state]);
  return (
    <details data-panel open={state.outcome === 'failed'} ref={details}>
      <summary className={buttonClass('quiet', true)}>{label}</summary>
      <div className="panel">
        <FormAlert />
        {children}
      </div>
    </details>
  );
}
