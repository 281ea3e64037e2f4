import { parse, serialize } from 'cookie';
import { newSecret } from '@/server/core/random.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

type Settled = Pick<Runtime, 'settings'>;

/**
 * One random id per browser, shared by its tabs; attempts are bound to it (R-05, DESIGN trap 13). `__Host-` wants
 * `Secure`, which Safari does not take over plain http: there the name goes without.
 */
function cookieName(runtime: Settled): string {
  return runtime.settings.publicUrl.startsWith('https:') ? '__Host-moorage-browser' : 'moorage-browser';
}

/** The id of the asking browser, or null when it has none (or something that is none). */
export function readBrowserId(runtime: Settled, request: Request): string | null {
  const value = parse(request.headers.get('cookie') ?? '')[cookieName(runtime)];
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}

export function newBrowserId(runtime: Runtime): string {
  return newSecret(runtime.random);
}

/** `Lax`: the redirect back from a provider is a navigation from another site. */
export function browserCookie(runtime: Settled, browserId: string): string {
  const secure = runtime.settings.publicUrl.startsWith('https:');
  return serialize(cookieName(runtime), browserId, { path: '/', httpOnly: true, sameSite: 'lax', secure });
}
