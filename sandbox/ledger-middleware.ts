import { createHash } from 'node:crypto';
import type { SandboxDatabase } from './database.ts';
import type { Exchange } from './exchange.ts';
import { bodyFields, redirectTarget } from './exchange.ts';
import { findIssued } from './grants.ts';
import type { Context, Middleware } from './koa-types.ts';
import { recordEntry } from './ledger.ts';

/**
 * Writes one ledger entry per answer, before the answer leaves: who has the answer finds the entry. An authorization
 * request that shows the consent page is recorded when it is answered, not when the page is.
 */
export function createLedgerMiddleware(
  database: SandboxDatabase,
  exchangeOf: (ctx: Context) => Exchange,
  now: () => Date,
): Middleware {
  return async (ctx, next) => {
    await next();
    const exchange = exchangeOf(ctx);
    if (!exchange.kind) return;
    const outcome = outcomeOf(ctx, exchange);
    if (!outcome) return;
    recordEntry(database, {
      at: now().toISOString(),
      kind: exchange.kind,
      grant_id: exchange.grantId ?? findIssued(database, outcome.code)?.grantId ?? null,
      provider_name: exchange.providerName,
      result: exchange.fault === null ? outcome.result : `fault:${exchange.fault}`,
      spent_hash: exchange.spends === null ? null : hashOf(exchange.spends),
    });
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

type Outcome = { result: string; code: string | null };

function outcomeOf(ctx: Context, exchange: Exchange): Outcome | null {
  const target = redirectTarget(ctx);
  if (exchange.kind === 'authorization' && target) {
    const parameters = target.searchParams;
    const result = parameters.get('error') ?? (parameters.has('code') ? 'ok' : exchange.fault);
    return result === null ? null : { result, code: parameters.get('code') };
  }
  if (exchange.error !== null) return { result: exchange.error, code: null };
  if (ctx.status < 400 || exchange.fault !== null) return { result: 'ok', code: null };
  const { error } = bodyFields(ctx);
  return { result: typeof error === 'string' ? error : `http_${ctx.status}`, code: null };
}
