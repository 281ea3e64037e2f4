import type { Runtime } from '@/server/runtime/runtime.ts';
import { readChoice } from './cookies.ts';

export const themes = ['light', 'dark', 'system'] as const;

export type Theme = (typeof themes)[number];

/** How this browser wants the dashboard. */
export async function readTheme(runtime: Pick<Runtime, 'settings'>): Promise<Theme> {
  const chosen = await readChoice(runtime, 'theme');
  return themes.find((theme) => theme === chosen) ?? 'system';
}
