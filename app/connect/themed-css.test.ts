import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { connectCss } from '@/generated/connect-css.ts';
import { pageThemes, themedCss } from './themed-css.ts';

it.each(pageThemes)('the %s sheet is %s whatever the browser prefers', (theme) => {
  const { css, hash } = themedCss[theme];
  expect(connectCss).toContain('prefers-color-scheme');
  expect(css).not.toContain('prefers-color-scheme');
  expect(css).toContain(theme === 'dark' ? '@media all{' : '@media not all{');
  expect(css).toContain(`color-scheme:${theme}`);
  expect(hash).toBe(`sha256-${createHash('sha256').update(css).digest('base64')}`);
});
