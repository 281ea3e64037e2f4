'use client';

import { Toast } from '@base-ui/react/toast';
import { useEffect } from 'react';
import { toastEvent } from './toast.ts';

const manager = Toast.createToastManager();

/** `first`: the toast that this was fetched for. */
export function ToastViewport({ first, closeLabel }: { first: string; closeLabel: string }) {
  useEffect(() => {
    manager.add({ title: first });
    const show = (event: Event) => {
      manager.add({ title: String(Reflect.get(event, 'detail')) });
    };
    window.addEventListener(toastEvent, show);
    return () => window.removeEventListener(toastEvent, show);
  }, [first]);
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <List closeLabel={closeLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List({ closeLabel }: { closeLabel: string }) {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root className="toast" key={toast.id} toast={toast}>
      <Toast.Title>{toast.title}</Toast.Title>
      <Toast.Close aria-label={closeLabel} className="px-1">
        ×
      </Toast.Close>
    </Toast.Root>
  ));
}
