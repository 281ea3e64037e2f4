import { cookies } from 'next/headers';
import type { Runtime } from '@/server/runtime/runtime.ts';

type Settled = Pick<Runtime, 'settings'>;

/** `__Host-` wants `Secure`, which Safari does not take over plain http: there the name goes without (DESIGN trap 13). */
export function cookieName(runtime: Settled, name: string): string {
  return isSecure(runtime) ? `__Host-moorage-${name}` : `moorage-${name}`;
}

export function cookieOptions(runtime: Settled) {
  return { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: isSecure(runtime) };
}

function isSecure({ settings }: Settled): boolean {
  return settings.publicUrl.startsWith('https:');
}

const yearSeconds = 365 * 24 * 60 * 60;

/** A choice of this browser: how the dashboard looks, which account it shows. */
export async function readChoice(runtime: Settled, name: string): Promise<string | undefined> {
  return (await cookies()).get(cookieName(runtime, name))?.value;
}

export async function keepChoice(runtime: Settled, name: string, value: string): Promise<void> {
  const options = { ...cookieOptions(runtime), maxAge: yearSeconds };
  (await cookies()).set(cookieName(runtime, name), value, options);
}
