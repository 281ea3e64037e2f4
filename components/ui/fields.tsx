'use client';

import { type ComponentProps, type ReactNode, useId } from 'react';
import { useForm } from './form.tsx';

interface Labelled {
  name: string;
  label: string;
  hint?: string | undefined;
}

/** What the last answer says about a field: its error, and what was typed there. */
function useField(name: string, initial: string) {
  const { state } = useForm();
  const id = useId();
  const isFailed = state.outcome === 'failed';
  return {
    id,
    error: isFailed ? state.fields[name] : undefined,
    value: isFailed ? (state.typed[name] ?? initial) : initial,
  };
}

interface FrameProps extends Labelled {
  id: string;
  error: string | undefined;
  children: ReactNode;
}

function Frame({ id, label, hint, error, children }: Omit<FrameProps, 'name'>) {
  return (
    <div className="grid grid-cols-1 gap-1">
      <label className="font-medium" htmlFor={id}>
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p className="text-muted text-sm" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p className="font-medium text-bad text-sm" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

function describe(id: string, hint: string | undefined, error: string | undefined) {
  const ids = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`];
  return {
    'aria-describedby': ids.join(' ').trim() || undefined,
    'aria-invalid': error !== undefined,
  };
}

type InputProps = Labelled &
  Pick<
    ComponentProps<'input'>,
    'type' | 'required' | 'autoComplete' | 'minLength' | 'maxLength' | 'placeholder' | 'autoFocus' | 'accept'
  > & { defaultValue?: string | undefined; mono?: boolean };

export function TextField({ name, label, hint, defaultValue = '', mono = false, ...rest }: InputProps) {
  const { id, error, value } = useField(name, defaultValue);
  return (
    <Frame error={error} hint={hint} id={id} label={label}>
      <input
        className={`field-input${mono ? ' font-mono' : ''}`}
        defaultValue={rest.type === 'password' || rest.type === 'file' ? undefined : value}
        id={id}
        name={name}
        {...describe(id, hint, error)}
        {...rest}
      />
    </Frame>
  );
}

type AreaProps = Labelled & { defaultValue?: string; rows?: number; mono?: boolean };

export function TextArea({ name, label, hint, defaultValue = '', rows = 3, mono = false }: AreaProps) {
  const { id, error, value } = useField(name, defaultValue);
  return (
    <Frame error={error} hint={hint} id={id} label={label}>
      <textarea
        className={`field-input${mono ? ' font-mono text-sm' : ''}`}
        defaultValue={value}
        id={id}
        name={name}
        rows={rows}
        {...describe(id, hint, error)}
      />
    </Frame>
  );
}

type SelectProps = Labelled & { options: readonly { value: string; label: string }[]; defaultValue?: string };

export function SelectField({ name, label, hint, options, defaultValue = '' }: SelectProps) {
  const { id, error, value } = useField(name, defaultValue);
  return (
    <Frame error={error} hint={hint} id={id} label={label}>
      <select className="field-input" defaultValue={value} id={id} name={name} {...describe(id, hint, error)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}
