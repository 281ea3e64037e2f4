'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { postToFrame, readFields } from './post-to-frame.ts';

interface PermissionPreviewProps {
  /** Of the screen, with language and theme: a GET shows what is saved, a POST what is typed. */
  src: string;
  /** A bigger file is not sent. */
  maxFileBytes: number;
  title: string;
  /** Above the frame. */
  heading: ReactNode;
  /** The forms that are typed in. */
  children: ReactNode;
}

interface Frame {
  id: number;
  src: string;
  /** Null: what is saved. */
  typed: FormData | null;
}

/** Of the forms, what the screen is made of. */
const fields = ['name', 'purpose', 'privacy_policy_url', 'support_url', 'default_language', 'logo'];
const pauseMs = 300;
const frameName = (id: number) => `preview-${id}`;

/**
 * Forms, and beside them what they would make people see. Every look is a new frame, which takes the place of the one
 * before when it is there: nothing flashes, and the browser's way back stays as it was. Without script: what is saved.
 */
export function PermissionPreview({ src, maxFileBytes, title, heading, children }: PermissionPreviewProps) {
  const forms = useRef<HTMLDivElement>(null);
  /** The one that is seen, and the one that is on its way. */
  const [frames, setFrames] = useState<Frame[]>([{ id: 0, src, typed: null }]);
  const last = useRef({ id: 0, posted: 0, src, typed: null as FormData | null });

  useEffect(() => {
    const root = forms.current;
    if (root === null) return;
    const look = () => {
      last.current.id += 1;
      const { id, typed } = last.current;
      setFrames(([seen]) => [...(seen === undefined ? [] : [seen]), { id, src, typed }]);
    };
    if (last.current.src !== src) {
      last.current.src = src;
      look();
    }
    let timer: ReturnType<typeof setTimeout>;
    const onInput = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        last.current.typed = readFields(root, fields, maxFileBytes);
        look();
      }, pauseMs);
    };
    root.addEventListener('input', onInput);
    return () => {
      clearTimeout(timer);
      root.removeEventListener('input', onInput);
    };
  }, [src, maxFileBytes]);

  useEffect(() => {
    const newest = frames.at(-1);
    if (newest === undefined || newest.id <= last.current.posted) return;
    last.current.posted = newest.id;
    if (newest.typed !== null) postToFrame(newest.src, frameName(newest.id), newest.typed);
  }, [frames]);

  const onLoad = (loaded: number) => {
    // A frame without an address says that it is loaded before anything was asked for.
    if (last.current.posted >= loaded) setFrames((all) => all.filter(({ id }) => id >= loaded));
  };

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem] xl:gap-6">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4" ref={forms}>
        {children}
      </div>
      <section className="grid gap-3 xl:sticky xl:top-6">
        {heading}
        <div className="preview">
          {frames.map(({ id, src: address, typed }, index) => (
            <iframe
              aria-hidden={index > 0}
              key={id}
              loading={id === 0 ? 'lazy' : 'eager'}
              name={frameName(id)}
              onLoad={() => onLoad(id)}
              sandbox=""
              src={typed === null ? address : undefined}
              tabIndex={-1}
              title={title}
            />
          ))}
        </div>
      </section>
    </div>
  );
}
