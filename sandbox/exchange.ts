import type { IncomingMessage } from 'node:http';
import type { ProviderName } from './catalogue.ts';
import { PRIVATE_PROVIDER_NAME, PROVIDER_NAMES, PUBLIC_PROVIDER_NAME } from './catalogue.ts';
import type { SandboxDatabase } from './database.ts';
import { findClientIdOfInteraction, findIssued } from './grants.ts';
import type { Context } from './koa-types.ts';
import type { LedgerKind } from './ledger.ts';
import { isLoopbackHost } from './loopback.ts';

/** What the ledger and the faults need to know of a request; found out before anything handles it. */
export type Exchange = {
  /** Null: neither recorded nor hit by faults (our own pages, discovery, PAR). */
  kind: LedgerKind | null;
  providerName: ProviderName | null;
  grantId: string | null;
  /** The code or refresh token that a token request spends. */
  spends: string | null;
  form: URLSearchParams;
  body: string;
  /** True when a process of this machine sent it, not a browser page and not a reverse proxy. */
  isLocal: boolean;
  /** Filled on the way out: the scripted fault that spoiled the answer, the OAuth error that was rendered. */
  fault: string | null;
  error: string | null;
};

export const PATHS = {
  authorization: '/authorize',
  token: '/token',
  revocation: '/revoke',
  par: '/par',
} as const;

/** Must be called before the request's headers are rewritten. */
export function describeRequest(database: SandboxDatabase, request: IncomingMessage, body: string): Exchange {
  const url = new URL(request.url ?? '/', 'http://sandbox.invalid');
  const form = new URLSearchParams(isForm(request) ? body : '');
  const about = { kind: null, providerName: null, grantId: null, spends: null };
  return {
    ...about,
    ...classify(database, request, url, form),
    form,
    body,
    isLocal: isLocal(request),
    fault: null,
    error: null,
  };
}

export function isForm(request: IncomingMessage): boolean {
  return request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

function classify(
  database: SandboxDatabase,
  request: IncomingMessage,
  url: URL,
  form: URLSearchParams,
): Partial<Pick<Exchange, 'kind' | 'providerName' | 'grantId' | 'spends'>> {
  const path = url.pathname;
  const grantIdOf = (token: string | null) => findIssued(database, token)?.grantId ?? null;
  if (request.method === 'POST' && path === PATHS.token) {
    const kind = form.get('grant_type') === 'refresh_token' ? 'refresh' : 'code_exchange';
    const token = form.get(kind === 'refresh' ? 'refresh_token' : 'code');
    return { kind, providerName: clientOf(request, form), grantId: grantIdOf(token), spends: token };
  }
  if (request.method === 'POST' && path === PATHS.revocation) {
    return {
      kind: 'revocation',
      providerName: clientOf(request, form),
      grantId: grantIdOf(form.get('token')),
    };
  }
  if (path === PATHS.authorization) {
    return { kind: 'authorization', providerName: known(url.searchParams.get('client_id')) };
  }
  if (path.startsWith(`${PATHS.authorization}/`)) {
    const uid = path.slice(PATHS.authorization.length + 1);
    return { kind: 'authorization', providerName: known(findClientIdOfInteraction(database, uid)) };
  }
  if (path === '/account' || path.startsWith('/bank/') || path.startsWith('/shop/')) {
    const issued = findIssued(database, bearerToken(request.headers.authorization));
    return {
      kind: 'resource',
      providerName: known(issued?.clientId ?? null),
      grantId: issued?.grantId ?? null,
    };
  }
  if (path.startsWith('/private/')) return { kind: 'resource', providerName: PRIVATE_PROVIDER_NAME };
  if (path.startsWith('/public/')) return { kind: 'resource', providerName: PUBLIC_PROVIDER_NAME };
  return {};
}

export function bearerToken(header: string | undefined): string | null {
  return /^Bearer (\S+)$/i.exec(header ?? '')?.[1] ?? null;
}

/** Where an answer redirects to, or null. */
export function redirectTarget(ctx: Context): URL | null {
  const { location } = ctx.response.headers;
  return typeof location === 'string' ? new URL(location, ctx.href) : null;
}

/** The fields of a JSON answer on its way out. */
export function bodyFields(ctx: Context): Record<string, unknown> {
  return typeof ctx.body === 'object' && ctx.body !== null ? { ...ctx.body } : {};
}

function clientOf(request: IncomingMessage, form: URLSearchParams): ProviderName | null {
  const basic = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic === undefined) return known(form.get('client_id'));
  const [clientId = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return known(clientId.replace(/%5f/gi, '_'));
}

function known(name: string | null): ProviderName | null {
  return PROVIDER_NAMES.find((providerName) => providerName === name) ?? null;
}

function isLocal(request: IncomingMessage): boolean {
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isLoopback = address === '::1' || address.startsWith('127.');
  const isProxied = 'forwarded' in request.headers || 'x-forwarded-for' in request.headers;
  // A page of another site can reach loopback through the visitor's browser, by a simple request or by DNS rebinding.
  const site = request.headers['sec-fetch-site'];
  const isForeignPage = site !== undefined && site !== 'same-origin' && site !== 'none';
  const host = URL.parse(`http://${request.headers.host ?? ''}`)?.hostname ?? '';
  return isLoopback && !isProxied && !isForeignPage && isLoopbackHost(host);
}
