import { findChosenAccount, findCurrentSession, toAdminContext } from '@/app/admin/session.ts';
import { isOwnForm } from '@/app/connect/same-site.ts';
import { pageThemes, themedCss } from '@/app/connect/themed-css.ts';
import { renderConnectPage } from '@/components/connect/render.tsx';
import { getAccount } from '@/server/accounts/index.ts';
import type { AdminContext } from '@/server/admins/index.ts';
import { type Previewed, previewScreen, toPreviewed } from '@/server/connect/index.ts';
import { isLanguage } from '@/server/core/language.ts';
import { plainAnswer } from '@/server/http/plain-answer.ts';
import { readForm } from '@/server/http/read-form.ts';
import { readTyped } from './typed-profile.ts';

/**
 * The permission screen for the frame in Settings, as it is saved. Its policy (`previewPolicy` in `proxy.ts`) allows no
 * script, no form, and no frame but that of our own pages.
 */
export async function GET(request: Request): Promise<Response> {
  const ctx = await findContext();
  if (ctx === null) return plainAnswer(null, 401);
  return answer(ctx, request, toPreviewed(await getAccount(ctx)));
}

/** As it is typed. Nothing is changed by it: for viewers too. */
export async function POST(request: Request): Promise<Response> {
  const ctx = await findContext();
  if (ctx === null) return plainAnswer(null, 401);
  if (!isOwnForm(ctx, request)) return plainAnswer(null, 403);
  const form = await readForm(request);
  if (form === null) return plainAnswer(null, 400);
  return answer(ctx, request, await readTyped(form, toPreviewed(await getAccount(ctx))));
}

async function findContext(): Promise<AdminContext | null> {
  const session = await findCurrentSession();
  return session === null ? null : toAdminContext(session, (await findChosenAccount()).id);
}

async function answer(ctx: AdminContext, request: Request, profile: Previewed): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const language = searchParams.get('language') ?? '';
  const theme = pageThemes.find((each) => each === searchParams.get('theme')) ?? 'light';
  const html = await renderConnectPage(await previewScreen(ctx, profile), {
    language: isLanguage(language) ? language : profile.language,
    languageHref: () => '#',
    cssText: themedCss[theme].css,
    isPicture: true,
  });
  return plainAnswer(html, 200, { 'content-type': 'text/html; charset=utf-8' });
}
