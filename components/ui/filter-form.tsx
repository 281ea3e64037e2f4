'use client';

import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, type SubmitEvent, useEffect, useRef, useTransition } from 'react';
import { Button } from './button.tsx';
import { Pending } from './pending.tsx';

interface FilterFormProps {
  apply: string;
  /** After the button. */
  clear: ReactNode;
  children: ReactNode;
}

/** A GET form that leaves empty fields out of the address and shows that the answer is on its way. */
export function FilterForm({ apply, clear, children }: FilterFormProps) {
  const router = useRouter();
  const path = usePathname();
  const [isPending, startTransition] = useTransition();
  const focused = useRef<string | null>(null);

  // A field whose value changed is a new element: whoever pressed Enter in it stays there.
  useEffect(() => {
    if (isPending || focused.current === null) return;
    if (document.activeElement === document.body) document.getElementById(focused.current)?.focus();
    focused.current = null;
  }, [isPending]);

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget)) {
      if (typeof value === 'string' && value !== '') given.append(name, value);
    }
    focused.current = document.activeElement?.id || null;
    startTransition(() => router.push(given.size === 0 ? path : `${path}?${given}`));
  };

  return (
    <form
      aria-busy={isPending}
      className="mb-4 grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:flex sm:flex-wrap"
      data-filters
      method="get"
      onSubmit={submit}
    >
      {children}
      <Button aria-disabled={isPending} type="submit">
        {apply}
        <Pending isPending={isPending} />
      </Button>
      {clear}
    </form>
  );
}
