import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { getRuntime } from '@/server/runtime/runtime.ts';
import { adminLanguage } from '@/texts/locales.ts';
import './admin.css';
import { readTheme } from './theme.ts';
import { adminWords } from './words.ts';

export const metadata: Metadata = {
  title: { template: `%s · ${adminWords()('product')}`, default: adminWords()('product') },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  colorScheme: 'light dark',
};

/** The theme is a cookie and on the first byte: nothing flashes, and no script decides it. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  return (
    <html data-theme={await readTheme(getRuntime())} lang={adminLanguage}>
      <body>{children}</body>
    </html>
  );
}
