import type { ReactElement } from 'react';
import type { Screen } from '@/server/connect/screen.ts';
import type { Language } from '@/server/core/language.ts';
import { ConnectPage } from './connect-page.tsx';
import { ErrorsPage, type ErrorsPageProps } from './errors-page.tsx';
import { LandingPage, type LandingPageProps } from './landing.tsx';
import { NotFoundPage } from './not-found.tsx';
import { wordsFor } from './words.ts';

interface PageOptions {
  language: Language;
  /** Address of the same page in another language. */
  languageHref: (language: Language) => string;
  /** `connectCss` of `generated/connect-css.ts`; the CSP needs `connectCssHash` beside it. */
  cssText: string;
  /** Only to be looked at: nothing in it can be pressed or reached. */
  isPicture?: boolean;
}

/** A screen of the connect flow as a whole HTML document, without any script. */
export async function renderConnectPage(screen: Screen, options: PageOptions): Promise<string> {
  const { language, ...rest } = options;
  return toHtml(<ConnectPage screen={screen} words={wordsFor(language)} {...rest} />);
}

/** `/`: the first steps for a developer. */
export async function renderLandingPage(options: LandingPageProps): Promise<string> {
  return toHtml(<LandingPage {...options} />);
}

/** `/docs/errors`: every error code of the API. */
export async function renderErrorsPage(options: ErrorsPageProps): Promise<string> {
  return toHtml(<ErrorsPage {...options} />);
}

/** For addresses of the site that lead nowhere. */
export async function renderNotFoundPage(options: PageOptions): Promise<string> {
  const { language, ...rest } = options;
  return toHtml(<NotFoundPage words={wordsFor(language)} {...rest} />);
}

/** Imported late: Next refuses a static import of `react-dom/server` in code that its app router reaches. */
async function toHtml(page: ReactElement): Promise<string> {
  const { renderToStaticMarkup } = await import('react-dom/server');
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}
