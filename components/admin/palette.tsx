'use client';

import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState, useTransition } from 'react';
import { Pending } from '@/components/ui/pending.tsx';
import type { Place } from './keyboard.tsx';

export interface PaletteWords {
  title: string;
  placeholder: string;
  pages: string;
  found: string;
  nothing: string;
  hint: string;
}

/** What `/admin/search` answers. */
export interface Found {
  href: string;
  label: string;
  detail: string;
}

interface PaletteProps {
  places: readonly Place[];
  words: PaletteWords;
  onClose: () => void;
}

const pauseMs = 150;

export function Palette({ places, words, onClose }: PaletteProps) {
  const router = useRouter();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const found = useSearch(text.trim());
  const go = (href: string) => {
    setChosen(href);
    startTransition(() => router.push(href));
  };
  // Not before the page is there: the entry shows that it is on its way.
  useEffect(() => {
    if (chosen !== null && !isPending) onClose();
  }, [chosen, isPending, onClose]);
  const wanted = text.trim().toLowerCase();
  const pages = places.filter(({ label }) => label.toLowerCase().includes(wanted));
  return (
    <Dialog.Root defaultOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-shade" />
        <Dialog.Popup aria-label={words.title} className="dialog">
          <Command label={words.title} shouldFilter={false}>
            <Command.Input
              className="w-full border-line border-b bg-transparent px-4 py-3 text-lg outline-none"
              onValueChange={setText}
              placeholder={words.placeholder}
              value={text}
            />
            <Command.List className="p-2">
              <Command.Empty className="px-3 py-6 text-center text-muted">{words.nothing}</Command.Empty>
              {pages.length === 0 ? null : (
                <Command.Group heading={<Heading text={words.pages} />}>
                  {pages.map(({ href, label }) => (
                    <Entry href={href} isPending={isPending && href === chosen} key={href} onSelect={go}>
                      {label}
                    </Entry>
                  ))}
                </Command.Group>
              )}
              {found.length === 0 ? null : (
                <Command.Group heading={<Heading text={words.found} />}>
                  {found.map(({ href, label, detail }) => (
                    <Entry href={href} isPending={isPending && href === chosen} key={href} onSelect={go}>
                      <span>{label}</span>
                      <span className="text-muted text-sm">{detail}</span>
                    </Entry>
                  ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
          <p className="border-line border-t px-4 py-2 text-muted text-sm">{words.hint}</p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface EntryProps {
  href: string;
  isPending: boolean;
  onSelect: (href: string) => void;
  children: ReactNode;
}

function Entry({ href, isPending, onSelect, children }: EntryProps) {
  return (
    <Command.Item aria-busy={isPending} className="palette-item" onSelect={() => onSelect(href)} value={href}>
      {children}
      <Pending isPending={isPending} />
    </Command.Item>
  );
}

function Heading({ text }: { text: string }) {
  return <div className="px-2.5 py-1 font-semibold text-muted text-xs">{text}</div>;
}

/** Asks the server once the typing pauses; a later question overtakes an earlier one. */
function useSearch(text: string): Found[] {
  const [found, setFound] = useState<Found[]>([]);
  useEffect(() => {
    if (text.length < 2) {
      setFound([]);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      fetch(`/admin/search?q=${encodeURIComponent(text)}`, { signal: abort.signal })
        .then((response) => (response.ok ? response.json() : []))
        .then(setFound, () => undefined);
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text]);
  return found;
}
