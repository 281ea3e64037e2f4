import type { Provider } from 'oidc-provider';
import { BadQueryError, type Query } from './bad-query.ts';
import { findIdentity, PRIVATE_COMPANIES } from './catalogue.ts';
import type { Clock } from './clock.ts';
import type { Exchange } from './exchange.ts';
import { bearerToken } from './exchange.ts';
import type { Context, Middleware } from './koa-types.ts';
import { answerRegister } from './register-endpoints.ts';
import { ENDPOINTS } from './resource-endpoints.ts';
import { listVatDeclarations } from './vat-declarations.ts';
import type { World } from './world.ts';

type Parts = {
  provider: Provider;
  issuer: string;
  clock: Clock;
  world: () => World;
  exchangeOf: (ctx: Context) => Exchange;
};

/**
 * The data a connection can read:
 * - `GET /account` with a bearer access token -> `{id, name}` of the identity that consented;
 * - `GET /bank/…`, `GET /shop/…` with an access token of the scope: see resource-endpoints.ts;
 * - `GET /private/account` with `X-Sandbox-Key` -> `{id, name}` of the company behind the key;
 * - `GET /private/vat-declarations` with `X-Sandbox-Key` -> the array of its declarations of the last 8 quarters;
 * - `GET /public/companies/{siren}…`, open to everybody: see register-endpoints.ts.
 * Errors are `{error, error_description}`: 400 for a query that makes no sense, 401 without a valid token or key, 403
 * for a token without the scope (RFC 6750 section 3.1), 404.
 */
export function createResources(parts: Parts): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET') return next();
    try {
      await answer(parts, ctx, next);
    } catch (error) {
      if (!(error instanceof BadQueryError)) throw error;
      refuse(ctx, 400, 'invalid_request', error.message);
    }
  };
}

async function answer(parts: Parts, ctx: Context, next: () => Promise<void>): Promise<void> {
  if (ctx.path === '/account') {
    const token = await findToken(parts.provider, ctx);
    if (token) ctx.body = { id: token.sub, name: token.name };
    return;
  }
  if (Object.hasOwn(ENDPOINTS, ctx.path)) return sendEndpoint(parts, ctx);
  if (ctx.path.startsWith('/private/')) return sendPrivate(ctx, parts.clock.now());
  if (!ctx.path.startsWith('/public/')) return next();
  const body = answerRegister(ctx.path, requestOf(parts, ctx));
  if (body === null) refuse(ctx, 404, 'not_found', 'the register has nothing of this number');
  else ctx.body = body;
}

async function sendEndpoint(parts: Parts, ctx: Context): Promise<void> {
  const endpoint = ENDPOINTS[ctx.path];
  const token = await findToken(parts.provider, ctx);
  if (!token || !endpoint) return;
  if (!token.scopes.has(endpoint.scope)) return refuseScope(ctx, endpoint.scope);
  const linkTo = (parameters: Query) => {
    const url = new URL(`${ctx.path}?${ctx.querystring}`, parts.issuer);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  };
  const { body, headers = {} } = endpoint.answer({ ...requestOf(parts, ctx), sub: token.sub, linkTo });
  ctx.body = body;
  ctx.set(headers);
}

function sendPrivate(ctx: Context, now: Date): void {
  const company = PRIVATE_COMPANIES.get(ctx.get('x-sandbox-key'));
  if (!company) {
    refuse(ctx, 401, 'invalid_key', 'X-Sandbox-Key must be one of sandbox-key-1 to sandbox-key-5');
  } else if (ctx.path === '/private/account') ctx.body = company;
  else if (ctx.path === '/private/vat-declarations') ctx.body = listVatDeclarations(company.id, now);
}

function requestOf({ clock, world, exchangeOf }: Parts, ctx: Context) {
  return {
    world: world(),
    now: clock.now().getTime(),
    query: Object.fromEntries(new URLSearchParams(ctx.querystring)),
    isEndless: exchangeOf(ctx).fault === 'endless_pages',
  };
}

type Token = { sub: string; name: string; scopes: Set<string> };

/** Who the access token speaks for; null when it is not valid, which has been answered then. */
async function findToken(provider: Provider, ctx: Context): Promise<Token | null> {
  const token = await provider.AccessToken.find(bearerToken(ctx.get('authorization')) ?? '');
  const grant = token?.grantId === undefined ? undefined : await provider.Grant.find(token.grantId);
  const identity = token && grant ? findIdentity(token.accountId) : null;
  if (token && identity) return { sub: identity.sub, name: identity.name, scopes: token.scopes };
  refuseToken(ctx);
  return null;
}

/** RFC 6750 section 3.1. */
export function refuseToken(ctx: Context): void {
  ctx.set('WWW-Authenticate', 'Bearer error="invalid_token"');
  refuse(ctx, 401, 'invalid_token', 'the access token is missing, expired or revoked');
}

/** RFC 6750 section 3.1. */
export function refuseScope(ctx: Context, scope: string): void {
  ctx.set('WWW-Authenticate', `Bearer error="insufficient_scope", scope="${scope}"`);
  refuse(ctx, 403, 'insufficient_scope', `the access token does not have the scope ${scope}`);
}

function refuse(ctx: Context, status: number, error: string, description: string): void {
  ctx.status = status;
  ctx.body = { error, error_description: description };
}
