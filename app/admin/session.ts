import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { listAccounts } from '@/server/accounts/index.ts';
import { type AdminContext, endSession, findSession, type SignedInAdmin } from '@/server/admins/index.ts';
import { getRuntime, withAccount } from '@/server/runtime/runtime.ts';
import { cookieOptions, readChoice } from './cookies.ts';
import { readSessionId, sessionCookieName } from './next-auth.ts';
import { readVisit } from './visit.ts';

export interface Session {
  id: string;
  admin: SignedInAdmin;
}

/** Who is signed in, asked in the database once per request; null when nobody is. */
export const findCurrentSession = cache(async (): Promise<Session | null> => {
  const runtime = getRuntime();
  const token = (await cookies()).get(sessionCookieName(runtime))?.value;
  const id = await readSessionId(runtime, token);
  const admin = id === null ? null : await findSession(runtime, id);
  return id === null || admin === null ? null : { id, admin };
});

interface AccountChoice {
  id: string;
  name: string;
}

export const listAccountChoices = cache(async (): Promise<AccountChoice[]> => {
  const rows = await listAccounts(getRuntime());
  return rows.map(({ id, name }) => ({ id, name }));
});

/**
 * The account that pages are about: the one chosen in this browser, or the first. A cookie and not the address: ids are
 * unique in the installation, and most installations have one account.
 */
export async function findChosenAccount(): Promise<AccountChoice> {
  const accounts = await listAccountChoices();
  const id = await readChoice(getRuntime(), 'account');
  const account = accounts.find((row) => row.id === id) ?? accounts[0];
  if (account === undefined) throw new Error('there is no account');
  return account;
}

/**
 * The account that a form says its page was about: another tab may have switched meanwhile. Null when there is no such
 * account, and never another one instead: the form may be about everything in it.
 */
export async function findPostedAccount(id: unknown): Promise<AccountChoice | null> {
  if (id === undefined) return findChosenAccount();
  return (await listAccountChoices()).find((row) => row.id === id) ?? null;
}

export async function toAdminContext({ id, admin }: Session, accountId: string): Promise<AdminContext> {
  const { address, requestId } = await readVisit();
  const ctx = withAccount(getRuntime(), accountId, `admin:${admin.id}`, requestId);
  return { ...ctx, requestId, admin, address, sessionId: id };
}

/** For pages: the context of the signed-in admin. Whoever is not signed in is sent to do so, and comes back here. */
export const requireAdmin = cache(async (): Promise<AdminContext> => {
  const session = await findCurrentSession();
  if (session === null) {
    // Set by proxy.ts on every request below /admin, whatever the caller sent.
    const path = (await headers()).get('x-moorage-path') ?? '/admin';
    redirect(path === '/admin' ? '/admin/sign-in' : `/admin/sign-in?next=${encodeURIComponent(path)}`);
  }
  return toAdminContext(session, (await findChosenAccount()).id);
});

/** Ends the session on the server, then takes the cookie away: a copy of it is worth nothing. */
export async function leave(ctx: AdminContext): Promise<void> {
  await endSession(ctx, ctx.sessionId);
  (await cookies()).delete({ name: sessionCookieName(ctx), ...cookieOptions(ctx) });
}
