import { plainAnswer } from '@/server/http/plain-answer.ts';

/** For methods no form and no link uses. */
export function methodNotAllowedPage(): Response {
  return plainAnswer(null, 405, { allow: 'GET, HEAD, POST' });
}
