import type { Language } from '@/server/core/language.ts';
import type { Screen } from './screen.ts';

/** What the browser gets: one of our screens, or a way elsewhere (always 303, R-15). */
export type ConnectAnswer =
  | {
      kind: 'screen';
      status: number;
      screen: Screen;
      /** The account's, when the account is known: the last resort for choosing a language. */
      defaultLanguage: Language | null;
      /** Where a form of this screen may end up; CSP `form-action` must name it (DESIGN trap 5). */
      formTargets: string[];
    }
  | { kind: 'redirect'; location: string };

export function redirectTo(location: string): ConnectAnswer {
  return { kind: 'redirect', location };
}

/** A screen of which nothing is known but itself. */
export function bareScreen(status: number, screen: Screen): ConnectAnswer {
  return { kind: 'screen', status, screen, defaultLanguage: null, formTargets: [] };
}
