import { parseSetCookie } from 'cookie';
import NextAuth, { type NextAuthOptions } from 'next-auth';
import { decode } from 'next-auth/jwt';
import CredentialsProvider from 'next-auth/providers/credentials';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { absoluteMs, type SignIn, signIn, signInByOidc, type Visit } from '@/server/admins/index.ts';
import type { OidcSettings } from '@/server/core/settings.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';
import { cookieName, cookieOptions } from './cookies.ts';

/**
 * The one place that knows next-auth. It carries a sign-in (password or OpenID Connect) and seals the cookie; what the
 * cookie is worth is decided by `server/admins` on every request. Its own routes are not mounted but for the
 * callback of the OpenID provider: sign-in goes through our actions, which call it in this process.
 */

/** What a sign-in came to; next-auth itself only tells that it failed. */
interface Outcome {
  session: SignIn | null;
  error: unknown;
}

const sessionCookie = 'admin';

function secretOf(runtime: Runtime): string {
  return runtime.keyring.derive('admin-session').toString('base64url');
}

function options(runtime: Runtime, visit: Visit, outcome: Outcome): NextAuthOptions {
  const { oidc } = runtime.settings;
  const cookie = (name: string) => ({ name: cookieName(runtime, name), options: cookieOptions(runtime) });
  const log = (code: string) => runtime.log.warn({ code, requestId: visit.requestId }, 'next-auth');
  return {
    secret: secretOf(runtime),
    session: { strategy: 'jwt', maxAge: absoluteMs / 1_000 },
    cookies: {
      sessionToken: cookie(sessionCookie),
      callbackUrl: cookie('auth-callback'),
      csrfToken: cookie('auth-csrf'),
      pkceCodeVerifier: cookie('auth-pkce'),
      state: cookie('auth-state'),
      nonce: cookie('auth-nonce'),
    },
    pages: { signIn: '/admin/sign-in', error: '/admin/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        async authorize(credentials) {
          try {
            const { email = '', password = '' } = credentials ?? {};
            outcome.session = await signIn(runtime, visit, { email, password });
            return { id: outcome.session.adminId };
          } catch (error) {
            outcome.error = error;
            return null;
          }
        },
      }),
      ...(oidc === null ? [] : [openIdProvider(oidc)]),
    ],
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.provider !== 'oidc') return outcome.session !== null;
        try {
          outcome.session = await signInByOidc(runtime, visit, {
            subject: account.providerAccountId,
            email: profile?.email ?? '',
            emailVerified: Reflect.get(profile ?? {}, 'email_verified') === true,
          });
          return true;
        } catch (error) {
          outcome.error = error;
          return false;
        }
      },
      // Nothing but the session's id: all else is read from the database.
      jwt: ({ token }) => ({ sid: outcome.session?.sessionId ?? token.sid }),
    },
    // Codes only: next-auth's metadata may hold what a provider answered.
    logger: { error: log, warn: log, debug: () => undefined },
  };
}

function openIdProvider(oidc: OidcSettings): OAuthConfig<{ sub: string }> {
  return {
    id: 'oidc',
    name: oidc.name,
    type: 'oauth',
    wellKnown: `${oidc.issuer}/.well-known/openid-configuration`,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    authorization: { params: { scope: 'openid email' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    profile: ({ sub }) => ({ id: sub }),
  };
}

/** As Next's older kind of routes calls it: with a plain request and an answer that collects. */
const handle = NextAuth as unknown as (
  request: { query: object; method: string; body: object; cookies: object; headers: object },
  response: object,
  auth: NextAuthOptions,
) => Promise<unknown>;

interface Call {
  /** `['callback', 'credentials']`: the path below `/api/auth/`. */
  path: string[];
  method: 'GET' | 'POST';
  body?: Record<string, string>;
  query?: Record<string, string>;
  cookies?: Record<string, string | undefined>;
}

export interface NextAuthAnswer {
  location: string | null;
  /** `Set-Cookie` lines. */
  cookies: string[];
  body: unknown;
}

/** Calls next-auth as Next's pages do, without a request of its own. */
async function call(runtime: Runtime, auth: NextAuthOptions, request: Call): Promise<NextAuthAnswer> {
  process.env.NEXTAUTH_URL = runtime.settings.publicUrl;
  const headers = new Map<string, string | string[]>();
  const answer: NextAuthAnswer = { location: null, cookies: [], body: null };
  const response = {
    status: () => response,
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader(name: string, value: string | string[]) {
      headers.set(name.toLowerCase(), value);
      return response;
    },
    json: (body: unknown) => Object.assign(answer, { body }),
    send: (body: unknown) => Object.assign(answer, { body }),
    end: () => undefined,
  };
  const { path, method, body = {}, query = {}, cookies = {} } = request;
  await handle({ query: { ...query, nextauth: path }, method, body, cookies, headers: {} }, response, auth);
  const location = headers.get('location');
  answer.location = typeof location === 'string' ? location : null;
  answer.cookies = [headers.get('set-cookie') ?? []].flat();
  return answer;
}

/** Posts a form of next-auth, with the token that its own page would carry. */
async function post(runtime: Runtime, auth: NextAuthOptions, path: string[], body: Record<string, string>) {
  const csrf = await call(runtime, auth, { path: ['csrf'], method: 'GET' });
  const csrfToken = String(Reflect.get(Object(csrf.body), 'csrfToken'));
  const cookies = Object.fromEntries(
    csrf.cookies.map((line) => parseSetCookie(line)).map(({ name, value }) => [name, value]),
  );
  return call(runtime, auth, { path, method: 'POST', body: { ...body, csrfToken }, cookies });
}

/** Signs in by password. Returns the cookies to set; throws what `signIn` throws. */
export async function passwordSignIn(
  runtime: Runtime,
  visit: Visit,
  input: { email: string; password: string },
): Promise<string[]> {
  const outcome: Outcome = { session: null, error: null };
  const auth = options(runtime, visit, outcome);
  const answer = await post(runtime, auth, ['callback', 'credentials'], input);
  if (outcome.error !== null) throw outcome.error;
  if (outcome.session === null) throw new Error('next-auth did not carry the sign-in out');
  return answer.cookies.filter((line) => line.startsWith(`${cookieName(runtime, sessionCookie)}=`));
}

/** Where to send the browser for a sign-in at the OpenID provider, and the cookies that bind it to this browser. */
export async function beginOidcSignIn(
  runtime: Runtime,
  visit: Visit,
): Promise<{ location: string; cookies: string[] }> {
  const auth = options(runtime, visit, { session: null, error: null });
  const { location, cookies } = await post(runtime, auth, ['signin', 'oidc'], { callbackUrl: '/admin' });
  if (location === null) throw new Error('next-auth gave no address of the OpenID provider');
  return { location, cookies };
}

/** The browser is back from the OpenID provider. Null: nobody was signed in. */
export async function finishOidcSignIn(
  runtime: Runtime,
  visit: Visit,
  request: { query: Record<string, string>; cookies: Record<string, string | undefined> },
): Promise<string[] | null> {
  const outcome: Outcome = { session: null, error: null };
  const auth = options(runtime, visit, outcome);
  const answer = await call(runtime, auth, { path: ['callback', 'oidc'], method: 'GET', ...request });
  return outcome.session === null ? null : answer.cookies;
}

/** The id of the session that a cookie was sealed for; null when it is none of ours. Whether it counts is not said. */
export async function readSessionId(runtime: Runtime, token: string | undefined): Promise<string | null> {
  if (token === undefined) return null;
  try {
    const content = await decode({ token, secret: secretOf(runtime) });
    return typeof content?.sid === 'string' ? content.sid : null;
  } catch {
    // Changed, or sealed with a key that is gone.
    return null;
  }
}

export function sessionCookieName(runtime: Pick<Runtime, 'settings'>): string {
  return cookieName(runtime, sessionCookie);
}
