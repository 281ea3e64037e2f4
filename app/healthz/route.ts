import { onlyGet, plainAnswer } from '@/server/http/plain-answer.ts';

/** Alive: the process answers. */
export function GET(): Response {
  return plainAnswer('{"status":"ok"}', 200, { 'content-type': 'application/json' });
}

export const dynamic = 'force-dynamic';

export { onlyGet as DELETE, onlyGet as OPTIONS, onlyGet as PATCH, onlyGet as POST, onlyGet as PUT };
