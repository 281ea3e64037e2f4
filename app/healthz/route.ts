import { plainAnswer } from '@/server/http/plain-answer.ts';

/** Alive: the process answers. */
export function GET(): Response {
  return plainAnswer('{"status":"ok"}', 200, { 'content-type': 'application/json' });
}

export const dynamic = 'force-dynamic';
