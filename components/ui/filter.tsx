import type { ReactNode } from 'react';
import { LinkButton } from './button.tsx';
import { FilterForm } from './filter-form.tsx';

interface FilterBarProps {
  words: { apply: string; clear: string };
  /** The list without a filter; shown as a way out while there is one. */
  clearHref: string;
  isFiltered: boolean;
  /** What else of the address stays: the order, say. */
  keep?: Record<string, string | undefined>;
  children: ReactNode;
}

/** A GET form: the address is the filter, so it can be shared and works without script. */
export function FilterBar({ words, clearHref, isFiltered, keep = {}, children }: FilterBarProps) {
  const clear = isFiltered ? (
    <LinkButton href={clearHref} look="quiet">
      {words.clear}
    </LinkButton>
  ) : null;
  return (
    <FilterForm apply={words.apply} clear={clear}>
      {children}
      {Object.entries(keep).map(([name, value]) =>
        value === undefined ? null : <input key={name} name={name} type="hidden" value={value} />,
      )}
    </FilterForm>
  );
}

interface FilterSelectProps {
  name: string;
  label: string;
  any: string;
  value: string | undefined;
  options: readonly { value: string; label: string }[];
}

export function FilterSelect({ name, label, any, value, options }: FilterSelectProps) {
  return (
    <div className="grid min-w-0 gap-1">
      <label className="text-muted text-sm" htmlFor={`filter-${name}`}>
        {label}
      </label>
      <select
        className="field-input w-full sm:max-w-52"
        defaultValue={value ?? ''}
        id={`filter-${name}`}
        key={value ?? ''}
        name={name}
      >
        <option value="">{any}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

interface FilterTextProps {
  name: string;
  label: string;
  value: string | undefined;
  placeholder?: string;
  wide?: boolean;
}

export function FilterText({ name, label, value, placeholder, wide = false }: FilterTextProps) {
  return (
    <div className={`grid gap-1 ${wide ? 'col-span-2 min-w-64 grow' : 'min-w-0 sm:w-36'}`}>
      <label className="text-muted text-sm" htmlFor={`filter-${name}`}>
        {label}
      </label>
      <input
        className="field-input"
        defaultValue={value}
        id={`filter-${name}`}
        key={value ?? ''}
        maxLength={200}
        name={name}
        placeholder={placeholder}
        type="search"
      />
    </div>
  );
}
