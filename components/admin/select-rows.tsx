'use client';

import { useCallback, useEffect, useState } from 'react';

/** The boxes that the server drew in the rows, and the one for everything. */
const rows = () => [...document.querySelectorAll<HTMLInputElement>('input[name="select"]')];
const everything = () => document.querySelector<HTMLInputElement>('input[name="scope"]');

interface Selected {
  count: number;
  isPage: boolean;
  isAll: boolean;
}

function useSelected(): Selected | null {
  const [selected, setSelected] = useState<Selected | null>(null);
  const look = useCallback(() => {
    const boxes = rows();
    const count = boxes.filter(({ checked }) => checked).length;
    const isPage = count > 0 && count === boxes.length;
    const isAll = everything()?.checked ?? false;
    setSelected((before) =>
      before?.count === count && before.isPage === isPage && before.isAll === isAll
        ? before
        : { count, isPage, isAll },
    );
  }, []);
  // After every drawing: a page that was fetched anew may have lost rows that were ticked.
  useEffect(look);
  useEffect(() => {
    document.addEventListener('change', look);
    return () => document.removeEventListener('change', look);
  }, [look]);
  return selected;
}

/** Ticks every row of the page. Without script there is none: its place stays empty. */
export function SelectPage({ label }: { label: string }) {
  const selected = useSelected();
  return (
    <label className={`select-box${selected === null ? ' invisible' : ''}`}>
      <input
        checked={selected?.isPage ?? false}
        onChange={(event) => {
          for (const box of rows()) box.checked = event.target.checked;
        }}
        type="checkbox"
      />
      {label}
    </label>
  );
}

/** `words.some`: with `#` in the place of the number. */
export function SelectedCount({ words }: { words: { some: string; all: string } }) {
  const selected = useSelected();
  const text = selected?.isAll ? words.all : words.some.replace('#', String(selected?.count ?? 0));
  return <output>{selected === null ? '' : text}</output>;
}
