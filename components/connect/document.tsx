import type { ReactNode } from 'react';
import { type Language, languageFacts } from '@/server/core/language.ts';

interface DocumentProps {
  language: Language;
  title: string;
  /** Inlined as it is: the CSP allows exactly this text by its hash. */
  cssText: string;
  /** Only to be looked at: nothing in it can be pressed or reached. */
  isPicture?: boolean | undefined;
  children: ReactNode;
}

export function Document({ language, title, cssText, isPicture = false, children }: DocumentProps) {
  return (
    <html dir={languageFacts[language].direction} lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta content="width=device-width, initial-scale=1, viewport-fit=cover" name="viewport" />
        <meta content="noindex" name="robots" />
        <meta content="light dark" name="color-scheme" />
        <title>{title}</title>
        <style>{cssText}</style>
      </head>
      <body inert={isPicture}>{children}</body>
    </html>
  );
}
