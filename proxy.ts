import { type NextRequest, NextResponse } from 'next/server';
import { themedCss } from './app/connect/themed-css.ts';

export const config = { matcher: ['/admin', '/admin/:path*'] };

/**
 * Headers of the dashboard, and nothing else (R-31): who may see what is decided where it is read. Next takes the nonce
 * for its own scripts from the policy on the request.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = crypto.getRandomValues(Buffer.alloc(16)).toString('base64');
  const { pathname, search } = request.nextUrl;
  const policy =
    pathname === previewPath ? previewPolicy : dashboardPolicy(nonce, process.env.NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  // Where a sign-in comes back to. Layouts cannot ask for the address themselves.
  headers.set('x-moorage-path', pathname + search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('cache-control', 'no-store');
  response.headers.set('referrer-policy', 'same-origin');
  return response;
}

/** The permission screen in the frame of Settings. `next.config.js` allows the frame for the same address. */
const previewPath = '/admin/settings/preview';

/**
 * A picture of what somebody types: sandboxed in an origin of its own, without script, form or way out. A logo that is not
 * stored yet is inside the page (`data:`). Here and not with the route: Next keeps only one of two policies.
 */
const previewPolicy = [
  "default-src 'none'",
  `style-src '${themedCss.light.hash}' '${themedCss.dark.hash}'`,
  "img-src 'self' data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox',
].join('; ');

/** Next's development server evaluates code and adds styles of its own. */
function dashboardPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
