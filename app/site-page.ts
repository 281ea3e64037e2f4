import { pagePolicy } from '@/app/connect/respond.ts';
import { plainAnswer } from '@/server/http/plain-answer.ts';

/** A page of ours outside of the connect flow, with its headers. */
export function sitePage(html: string, status: number): Response {
  return plainAnswer(html, status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy([]),
    'referrer-policy': 'same-origin',
    vary: 'accept-language, cookie',
  });
}
