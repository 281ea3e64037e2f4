import type { Provider } from 'oidc-provider';
import { findIdentity, PRIVATE_COMPANIES } from './catalogue.ts';
import { bearerToken } from './exchange.ts';
import type { Context, Middleware } from './koa-types.ts';
import { listVatDeclarations } from './vat-declarations.ts';

/**
 * The data a connection can read:
 * - `GET /account` with a bearer access token -> `{id, name}` of the identity that consented;
 * - `GET /private/account` with `X-Sandbox-Key` -> `{id, name}` of the company behind the key;
 * - `GET /private/vat-declarations` with `X-Sandbox-Key` -> the array of its declarations of the last 8 quarters.
 * Without a valid token or key: 401 `{error, error_description}`.
 */
export function createResources(provider: Provider, now: () => Date): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET') return next();
    if (ctx.path === '/account') return sendAccount(provider, ctx);
    if (!ctx.path.startsWith('/private/')) return next();
    const company = PRIVATE_COMPANIES.get(ctx.get('x-sandbox-key'));
    if (!company) {
      return sendUnauthorized(
        ctx,
        'invalid_key',
        'X-Sandbox-Key must be one of sandbox-key-1 to sandbox-key-5',
      );
    }
    if (ctx.path === '/private/account') ctx.body = company;
    if (ctx.path === '/private/vat-declarations') ctx.body = listVatDeclarations(company.id, now());
  };
}

async function sendAccount(provider: Provider, ctx: Context): Promise<void> {
  const token = await provider.AccessToken.find(bearerToken(ctx.get('authorization')) ?? '');
  const grant = token?.grantId === undefined ? undefined : await provider.Grant.find(token.grantId);
  const identity = token && grant ? findIdentity(token.accountId) : null;
  if (!identity) {
    ctx.set('WWW-Authenticate', 'Bearer error="invalid_token"');
    return sendUnauthorized(ctx, 'invalid_token', 'the access token is missing, expired or revoked');
  }
  ctx.body = { id: identity.sub, name: identity.name };
}

function sendUnauthorized(ctx: Context, error: string, description: string): void {
  ctx.status = 401;
  ctx.body = { error, error_description: description };
}
