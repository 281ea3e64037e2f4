'use client';

import { lazy, Suspense, useEffect, useState } from 'react';
import { toastEvent } from './toast.ts';

const ToastViewport = lazy(() =>
  import('./toast-viewport.tsx').then((module) => ({ default: module.ToastViewport })),
);

/** Listens from the start; what draws a toast is fetched with the first one. */
export function Toasts({ closeLabel }: { closeLabel: string }) {
  const [first, setFirst] = useState<string | null>(null);
  useEffect(() => {
    if (first !== null) return;
    const show = (event: Event) => setFirst(String(Reflect.get(event, 'detail')));
    window.addEventListener(toastEvent, show, { once: true });
    return () => window.removeEventListener(toastEvent, show);
  }, [first]);
  if (first === null) return null;
  return (
    <Suspense>
      <ToastViewport closeLabel={closeLabel} first={first} />
    </Suspense>
  );
}
