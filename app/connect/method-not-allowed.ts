import { plainAnswer } from '@/server/http/plain-answer.ts';

/** For methods no form and no link uses. */
export function methodNotAllowedPage(): Response {
  return new Response(null, {
    status: 405,
    headers: { allow: 'GET, HEAD, POST', 'cache-control': 'no-store' },
  });
}
