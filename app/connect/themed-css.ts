import { createHash } from 'node:crypto';
import { connectCss } from '@/generated/connect-css.ts';

export const pageThemes = ['light', 'dark'] as const;

export type PageTheme = (typeof pageThemes)[number];

interface Sheet {
  css: string;
  /** For the CSP, like `connectCssHash`. */
  hash: string;
}

/** The sheet of the connect pages as a browser that prefers this theme reads it, whatever the present one prefers. */
export const themedCss: Record<PageTheme, Sheet> = { light: toSheet('light'), dark: toSheet('dark') };

function toSheet(theme: PageTheme): Sheet {
  const css = connectCss
    .replaceAll('(prefers-color-scheme:dark)', theme === 'dark' ? 'all' : 'not all')
    .replaceAll('color-scheme:light dark', `color-scheme:${theme}`);
  return { css, hash: `sha256-${createHash('sha256').update(css).digest('base64')}` };
}
