import { pagePolicy } from '@/app/connect/respond.ts';

/** A page of ours outside of the connect flow, with its headers. */
export function sitePage(html: string, status: number): Response {
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': pagePolicy([]),
      'referrer-policy': 'same-origin',
      vary: 'accept-language, cookie',
    },
  });
}
