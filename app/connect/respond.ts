import { renderConnectPage } from '@/components/connect/render.tsx';
import { connectCss, connectCssHash } from '@/generated/connect-css.ts';
import { bareScreen, type ConnectAnswer, isRealVisit, type Visit } from '@/server/connect/index.ts';
import { newId } from '@/server/core/ids.ts';
import { newSupportCode } from '@/server/core/random.ts';
import { getRuntime, type Runtime } from '@/server/runtime/runtime.ts';
import { browserCookie, newBrowserId, readBrowserId } from './browser-cookie.ts';
import { chooseLanguage, languageCookie, languageHref } from './language.ts';

interface PageRequest {
  request: Request;
  /** For the log: never the real path, which holds the link. */
  path: string;
  /** Path of this page on our origin, for the link to its other language. */
  ownPath: string;
  /** `no-referrer` on callback answers, `same-origin` where a form must send its `Origin` (DESIGN trap 5). */
  referrerPolicy: 'same-origin' | 'no-referrer';
}

/** Runs a step of the connect flow and answers in HTML: a screen, or a 303. Never a stack, never a white page (I-09). */
export async function respond(
  page: PageRequest,
  step: (runtime: Runtime, visit: Visit) => Promise<ConnectAnswer>,
): Promise<Response> {
  const runtime = getRuntime();
  const { request } = page;
  const started = performance.now();
  const requestId = newId();
  const visit = toVisit(runtime, request, requestId);
  const answer = await step(runtime, visit).catch((error: unknown) =>
    ourTrouble(runtime, requestId, error, page),
  );
  const response = await toResponse(runtime, page, answer);
  response.headers.set('x-request-id', requestId);
  if (visit.isFirst && visit.browserId !== null) {
    response.headers.append('set-cookie', browserCookie(runtime, visit.browserId));
  }
  const language = languageCookie(request);
  if (language !== undefined) response.headers.append('set-cookie', language);
  const ms = Math.round((performance.now() - started) * 10) / 10;
  runtime.log.info(
    { requestId, method: request.method, path: page.path, status: response.status, ms },
    'page',
  );
  return request.method === 'HEAD' ? new Response(null, response) : response;
}

function toVisit(runtime: Runtime, request: Request, requestId: string): Visit {
  const isReal = isRealVisit(request);
  const known = readBrowserId(runtime, request);
  const browserId = known ?? (isReal ? newBrowserId(runtime) : null);
  return { browserId, isFirst: known === null && isReal, isReal, requestId };
}

/** C-08. The code on the page is in the log line of the error. */
function ourTrouble(runtime: Runtime, requestId: string, error: unknown, page: PageRequest): ConnectAnswer {
  const code = newSupportCode(runtime.random);
  runtime.log.error({ requestId, supportCode: code, err: error }, 'a page of the connect flow failed');
  const retryHref =
    page.request.method === 'GET' && page.referrerPolicy === 'same-origin' ? page.ownPath : null;
  return bareScreen(503, { kind: 'our_trouble', code, retryHref });
}

async function toResponse(runtime: Runtime, page: PageRequest, answer: ConnectAnswer): Promise<Response> {
  const headers = new Headers({ 'cache-control': 'no-store', 'referrer-policy': page.referrerPolicy });
  if (answer.kind === 'redirect') {
    headers.set('location', new URL(answer.location, runtime.settings.publicUrl).href);
    headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    return new Response(null, { status: 303, headers });
  }
  const { screen, status } = answer;
  const frame = screen.kind === 'lost_thread' ? screen.frame : screen;
  const path = frame !== null && 'action' in frame ? frame.action : page.ownPath;
  const html = await renderConnectPage(screen, {
    language: chooseLanguage(page.request, answer.defaultLanguage),
    languageHref: (language) => languageHref(page.request, language, path),
    cssText: connectCss,
  });
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('content-security-policy', pagePolicy(answer.formTargets));
  headers.set('vary', 'accept-language, cookie');
  if (screen.kind === 'too_many_tries') headers.set('retry-after', String(screen.retryAfterSeconds));
  if (status === 503) headers.set('retry-after', '30');
  return new Response(html, { status, headers });
}

/**
 * Chromium applies `form-action` to the whole redirect chain of Allow, and to the return of Cancel: `https:` for
 * providers, whose login hosts nobody can list, and by name what may be plain http (DESIGN trap 5).
 */
export function pagePolicy(formTargets: readonly string[]): string {
  return [
    "default-src 'none'",
    `style-src '${connectCssHash}'`,
    "img-src 'self'",
    `form-action ${["'self'", 'https:', ...new Set(formTargets)].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
