import { chooseLanguage, languageHref } from '@/app/connect/language.ts';
import { sitePage } from '@/app/site-page.ts';
import { renderLandingPage } from '@/components/connect/render.tsx';
import { connectCss } from '@/generated/connect-css.ts';
import { onlyGet } from '@/server/http/plain-answer.ts';
import { getRuntime } from '@/server/runtime/runtime.ts';

/** `/`: the first steps for a developer. */
export async function GET(request: Request): Promise<Response> {
  const { settings } = getRuntime();
  const html = await renderLandingPage({
    publicUrl: settings.publicUrl,
    sandboxUrl: settings.sandboxUrl,
    language: chooseLanguage(request, null),
    languageHref: (language) => languageHref(request, language, '/'),
    cssText: connectCss,
  });
  return sitePage(html, 200);
}

export { onlyGet as DELETE, onlyGet as OPTIONS, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT };
