'use client';

import { useId } from 'react';
import { useForm } from './form.tsx';

interface CheckFieldProps {
  name: string;
  value?: string;
  label: string;
  hint?: string | undefined;
  defaultChecked?: boolean;
}

export function CheckField({ name, value = 'on', label, hint, defaultChecked = false }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-0.5 size-4 shrink-0 accent-accent"
        defaultChecked={defaultChecked}
        id={id}
        name={name}
        type="checkbox"
        value={value}
      />
      <div className="grid">
        <label className="w-fit" htmlFor={id}>
          {label}
        </label>
        {hint === undefined ? null : (
          <span className="text-muted text-sm" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </div>
    </div>
  );
}

interface CheckGroupProps {
  /** Of the boxes in it, as the answer of the action names it. */
  name: string;
  legend: string;
  options: readonly { value: string; label: string; hint?: string; defaultChecked?: boolean }[];
}

/** Several of a few; the error of the whole stands below. */
export function CheckGroup({ name, legend, options }: CheckGroupProps) {
  const { state } = useForm();
  const error = state.outcome === 'failed' ? state.fields[name] : undefined;
  return (
    <fieldset className="grid gap-2.5">
      <legend className="mb-2 font-medium">{legend}</legend>
      {options.map((option) => (
        <CheckField key={option.value} name={name} {...option} />
      ))}
      {error === undefined ? null : <p className="font-medium text-bad text-sm">{error}</p>}
    </fieldset>
  );
}
