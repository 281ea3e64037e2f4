import { newId } from '@/server/core/ids.ts';

const defaults = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** An answer outside of API and connect flow, with the headers every answer of ours has; `headers` may replace them. */
export function plainAnswer(
  body: BodyInit | null,
  status: number,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, { status, headers: { ...defaults, ...headers, 'x-request-id': newId() } });
}

/** For every method of a page or file that is only read. */
export function onlyGet(): Response {
  return plainAnswer(null, 405, { allow: 'GET, HEAD' });
}
