import type { Exchange } from './exchange.ts';
import { bodyFields, PATHS, redirectTarget } from './exchange.ts';
import { deep, drip, gzipBomb, huge, sendJson, wait } from './fault-bodies.ts';
import type { Fault, FaultName } from './fault-catalogue.ts';
import { faultKind } from './fault-catalogue.ts';
import type { FaultQueue } from './fault-queue.ts';
import type { Context, Middleware } from './koa-types.ts';
import { createPageSpoiler } from './page-faults.ts';
import { ENDPOINTS } from './resource-endpoints.ts';
import { refuseScope, refuseToken } from './resources.ts';

type Act = (ctx: Context, fault: Fault, closing: AbortSignal) => void;

/** What an answer looks like when the fault comes instead of handling the request. */
const REQUEST_ACTS: Partial<Record<FaultName, Act>> = {
  hang: (ctx) => {
    ctx.respond = false;
  },
  reset: (ctx) => {
    ctx.respond = false;
    ctx.req.socket.resetAndDestroy();
  },
  '500': (ctx) => {
    ctx.status = 500;
    ctx.type = 'html';
    ctx.body = '<!doctype html><title>Error</title><h1>Internal Server Error</h1>';
  },
  '503': (ctx, fault) => sendRetryAfter(ctx, 503, 'temporarily_unavailable', fault),
  '429': (ctx, fault) => sendRetryAfter(ctx, 429, 'slow_down', fault),
  garbage: (ctx) => sendJson(ctx, '\u0000{"access_token": "gar'),
  empty: (ctx) => sendJson(ctx, ''),
  error_in_200: (ctx) => sendJson(ctx, JSON.stringify({ error: 'invalid_request' })),
  redirect: (ctx) => ctx.redirect('https://elsewhere.invalid/'),
  drip: (ctx, fault, closing) => sendJson(ctx, drip(fault.delay_ms ?? 500, closing)),
  huge: (ctx, fault) => sendJson(ctx, huge(fault.size_mb ?? 16)),
  expired_token: refuseToken,
  unauthorized: (ctx) => {
    ctx.status = 401;
    ctx.body = '';
  },
  insufficient_scope: (ctx) => refuseScope(ctx, scopeOf(ctx) ?? ''),
  gzip_bomb: (ctx) => {
    sendJson(ctx, gzipBomb());
    ctx.set('Content-Encoding', 'gzip');
  },
  html: (ctx) => {
    ctx.type = 'html';
    ctx.body = '<!doctype html><title>Sign in</title><form><input name="password"></form>';
  },
  deep: (ctx) => sendJson(ctx, deep()),
  invalid_grant: (ctx) => sendError(ctx, 400, 'invalid_grant'),
  invalid_client: (ctx) => sendError(ctx, 401, 'invalid_client'),
};

const REDIRECT_CHANGES: Partial<Record<FaultName, (parameters: URLSearchParams) => void>> = {
  wrong_iss: (parameters) => parameters.set('iss', 'https://attacker.invalid'),
  missing_iss: (parameters) => parameters.delete('iss'),
  wrong_state: (parameters) => parameters.set('state', 'not-the-state-you-sent'),
};

const TOKEN_CHANGES: Partial<Record<FaultName, (answer: Record<string, unknown>) => void>> = {
  missing_refresh_token: (answer) => delete answer.refresh_token,
  missing_scope: (answer) => delete answer.scope,
  string_expires_in: (answer) => {
    answer.expires_in = String(answer.expires_in);
  },
};

/** Makes the scripted faults happen. `closing` ends the waits of slow and dripping answers. */
export function createFaultMiddleware(
  queue: FaultQueue,
  exchangeOf: (ctx: Context) => Exchange,
  closing: AbortSignal,
): Middleware {
  const spoilPage = createPageSpoiler();
  return async (ctx, next) => {
    const exchange = exchangeOf(ctx);
    const { kind, providerName } = exchange;
    if (!kind) return next();
    const target = { kind, providerName, path: ctx.path, scope: scopeOf(ctx) };
    // An authorization is one request and, after the consent page, one answer; everything else is both at once.
    const isAnswer = ctx.path.startsWith(`${PATHS.authorization}/`);
    const fault = isAnswer
      ? queue.take(target, ['answer'])
      : queue.take(target, kind === 'authorization' ? ['request'] : ['request', 'answer']);
    if (!fault) {
      await next();
      if (kind === 'resource') spoilPage.remember(ctx);
      return;
    }
    if (fault.fault === 'slow') {
      await wait(fault.delay_ms ?? 3000, closing);
      if (!closing.aborted) return next();
      ctx.respond = false;
      return;
    }
    if (faultKind(fault.fault).phase === 'request') {
      exchange.fault = fault.fault;
      REQUEST_ACTS[fault.fault]?.(ctx, fault, closing);
      return;
    }
    // An endless list is answered as such, see resources.ts; everything else is spoiled on the way out.
    if (fault.fault === 'endless_pages') exchange.fault = fault.fault;
    await next();
    if (ctx.status >= 400) exchange.fault = null;
    else if (kind === 'resource') exchange.fault = spoilPage.spoil(ctx, fault.fault);
    else if (spoilAnswer(ctx, fault.fault)) exchange.fault = fault.fault;
  };
}

function scopeOf(ctx: Context): string | null {
  return ENDPOINTS[ctx.path]?.scope ?? null;
}

/** Returns whether there was something to spoil. */
function spoilAnswer(ctx: Context, fault: FaultName): boolean {
  if (fault === 'drop_after_commit') {
    ctx.respond = false;
    ctx.req.socket.resetAndDestroy();
    return true;
  }
  const target = redirectTarget(ctx);
  if (target) {
    REDIRECT_CHANGES[fault]?.(target.searchParams);
    ctx.set('Location', target.href);
    return true;
  }
  const answer = bodyFields(ctx);
  TOKEN_CHANGES[fault]?.(answer);
  ctx.body = answer;
  return true;
}

function sendError(ctx: Context, status: number, error: string): void {
  ctx.status = status;
  ctx.body = { error, error_description: 'a scripted fault' };
}

function sendRetryAfter(ctx: Context, status: number, error: string, fault: Fault): void {
  sendError(ctx, status, error);
  const seconds = fault.retry_after ?? 1;
  const isDate = fault.retry_after_form === 'date';
  ctx.set('Retry-After', isDate ? new Date(Date.now() + seconds * 1000).toUTCString() : String(seconds));
}
