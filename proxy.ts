import { type NextRequest, NextResponse } from 'next/server';

export const config = { matcher: ['/admin', '/admin/:path*'] };

/**
 * Headers of the dashboard, and nothing else (R-31): who may see what is decided where it is read. Next takes the nonce
 * for its own scripts from the policy on the request.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = crypto.getRandomValues(Buffer.alloc(16)).toString('base64');
  const policy = dashboardPolicy(nonce, process.env.NODE_ENV === 'development');
  const { pathname, search } = request.nextUrl;
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

/** Next's development server evaluates code and adds styles of its own. */
function dashboardPolicy(nonce: string, isDevelopment: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
