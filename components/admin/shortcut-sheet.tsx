'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useState } from 'react';
import { buttonClass } from '@/components/ui/button.tsx';
import type { Place } from './keyboard.tsx';

export interface SheetWords {
  title: string;
  palette: string;
  sheet: string;
  filter: string;
  rows: string;
  open: string;
  select: string;
  back: string;
  /** One per place, in their order. */
  jumps: readonly string[];
  close: string;
  letters: string;
  on: string;
  off: string;
}

interface SheetProps {
  places: readonly Place[];
  words: SheetWords;
  /** Name in the browser's storage; there while letters are switched off. */
  lettersOff: string;
  onClose: () => void;
}

export function ShortcutSheet({ places, words, lettersOff, onClose }: SheetProps) {
  const [isOn, setOn] = useState(localStorage.getItem(lettersOff) === null);
  const toggle = () => {
    if (isOn) localStorage.setItem(lettersOff, '1');
    else localStorage.removeItem(lettersOff);
    setOn(!isOn);
  };
  return (
    <Dialog.Root defaultOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-shade" />
        <Dialog.Popup className="dialog p-5">
          <Dialog.Title className="mb-3 font-semibold text-lg">{words.title}</Dialog.Title>
          <dl className="grid gap-2">
            <Row keys={['Ctrl', 'K']}>{words.palette}</Row>
            <Row keys={['?']}>{words.sheet}</Row>
            <Row keys={['f']}>{words.filter}</Row>
            <Row keys={['j', 'k']}>{words.rows}</Row>
            <Row keys={['Enter']}>{words.open}</Row>
            <Row keys={['x']}>{words.select}</Row>
            <Row keys={['Esc']}>{words.back}</Row>
            {places.map(({ href, letter }, index) => (
              <Row key={href} keys={['g', letter]}>
                {words.jumps[index]}
              </Row>
            ))}
          </dl>
          <div className="mt-5 flex items-center justify-between gap-3">
            <button aria-pressed={isOn} className={buttonClass('quiet')} onClick={toggle} type="button">
              {words.letters}: {isOn ? words.on : words.off}
            </button>
            <Dialog.Close className={buttonClass()}>{words.close}</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Row({ keys, children }: { keys: readonly string[]; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4">
      <dt>{children}</dt>
      <dd className="flex gap-1">
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dd>
    </div>
  );
}
