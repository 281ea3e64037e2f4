import { chooseLanguage, languageHref } from '@/app/connect/language.ts';
import { sitePage } from '@/app/site-page.ts';
import { renderNotFoundPage } from '@/components/connect/render.tsx';
import { connectCss } from '@/generated/connect-css.ts';

/** Every address of the site that leads nowhere. */
export async function GET(request: Request): Promise<Response> {
  const html = await renderNotFoundPage({
    language: chooseLanguage(request, null),
    languageHref: (language) => languageHref(request, language, new URL(request.url).pathname),
    cssText: connectCss,
  });
  return sitePage(html, 404);
}

export { GET as DELETE, GET as PATCH, GET as POST, GET as PUT };
