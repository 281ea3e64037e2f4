import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Exchange } from './exchange.ts';
import { bodyFields, PATHS, redirectTarget } from './exchange.ts';
import type { Fault, FaultName } from './fault-catalogue.ts';
import { faultKind } from './fault-catalogue.ts';
import type { FaultQueue } from './fault-queue.ts';
import type { Context, Middleware } from './koa-types.ts';

const HUGE_BYTES = 16 * 1024 * 1024;

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
  garbage: (ctx) => sendJsonText(ctx, '\u0000{"access_token": "gar'),
  empty: (ctx) => sendJsonText(ctx, ''),
  error_in_200: (ctx) => sendJsonText(ctx, JSON.stringify({ error: 'invalid_request' })),
  redirect: (ctx) => ctx.redirect('https://elsewhere.invalid/'),
  drip: (ctx, fault, closing) => sendStream(ctx, drip(fault.delay_ms ?? 500, closing)),
  huge: (ctx) => sendStream(ctx, huge()),
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
  return async (ctx, next) => {
    const exchange = exchangeOf(ctx);
    const { kind, providerName } = exchange;
    if (!kind) return next();
    // An authorization is one request and, after the consent page, one answer; everything else is both at once.
    const isAnswer = ctx.path.startsWith(`${PATHS.authorization}/`);
    const fault = isAnswer
      ? queue.take(kind, providerName, ['answer'])
      : queue.take(kind, providerName, kind === 'authorization' ? ['request'] : ['request', 'answer']);
    if (!fault) return next();
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
    await next();
    if (spoilAnswer(ctx, fault.fault)) exchange.fault = fault.fault;
  };
}

/** Returns false when there was nothing to spoil: the request failed by itself. */
function spoilAnswer(ctx: Context, fault: FaultName): boolean {
  if (ctx.status >= 400) return false;
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
  ctx.set('Retry-After', String(fault.retry_after ?? 1));
}

function sendJsonText(ctx: Context, text: string): void {
  ctx.status = 200;
  ctx.body = text;
  ctx.type = 'application/json';
}

function sendStream(ctx: Context, chunks: AsyncIterable<string> | Iterable<string>): void {
  ctx.status = 200;
  ctx.body = Readable.from(chunks);
  ctx.type = 'application/json';
}

async function* drip(delayMs: number, closing: AbortSignal): AsyncGenerator<string> {
  while (!closing.aborted) {
    yield ' ';
    await wait(delayMs, closing);
  }
}

/** Ends early, without an error, when the sandbox closes. */
async function wait(delayMs: number, closing: AbortSignal): Promise<void> {
  const timer = delay(delayMs, undefined, { signal: closing });
  await timer.catch((error: unknown) => {
    if (!closing.aborted) throw error;
  });
}

function* huge(): Generator<string> {
  const chunk = 'x'.repeat(64 * 1024);
  yield '{"padding": "';
  for (let sent = 0; sent < HUGE_BYTES; sent += chunk.length) yield chunk;
  yield '"}';
}
