import { z } from 'zod';
import type { SandboxDatabase } from './database.ts';
import type { Exchange } from './exchange.ts';
import { faultSchema } from './fault-catalogue.ts';
import type { FaultQueue } from './fault-queue.ts';
import { grantSelectionSchema, listGrants, revokeGrants } from './grants.ts';
import type { Context, Middleware } from './koa-types.ts';
import { ledgerQuerySchema, listEntries } from './ledger.ts';

export const DEFAULT_ACCESS_TOKEN_TTL = 600;

/** Steps run in this order: clear, revoke, lifetime, add. */
const controlSchema = z.strictObject({
  clear_faults: z.literal(true).optional(),
  revoke_grants: grantSelectionSchema.optional(),
  /** Seconds, for tokens issued from now on. */
  access_token_ttl: z.int().min(1).max(86_400).optional(),
  faults: z.array(faultSchema).max(1000).optional(),
});

export type Knobs = { accessTokenTtl: number };

/**
 * `GET /ledger`, `GET /control` and `POST /control`, for processes of this machine only (403 otherwise). The faults
 * and the token lifetime live in memory: a restart of the sandbox forgets them. Both /control answers are the state:
 * `{faults, access_token_ttl, grants, revoked_grants}`.
 */
export function createControl(
  database: SandboxDatabase,
  queue: FaultQueue,
  knobs: Knobs,
  exchangeOf: (ctx: Context) => Exchange,
): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== '/control' && ctx.path !== '/ledger') return next();
    if (!exchangeOf(ctx).isLocal)
      return refuse(ctx, 403, 'forbidden', 'only processes of this machine may ask');
    if (ctx.method === 'GET' && ctx.path === '/ledger') return sendLedger(database, ctx);
    if (ctx.method === 'GET') return sendState([]);
    if (ctx.method !== 'POST' || ctx.path === '/ledger')
      return refuse(ctx, 405, 'method_not_allowed', ctx.method);
    if (!ctx.is('json')) return refuse(ctx, 415, 'unsupported_media_type', 'send application/json');
    const parsed = controlSchema.safeParse(readJson(exchangeOf(ctx).body));
    if (!parsed.success) return refuse(ctx, 400, 'invalid_request', z.prettifyError(parsed.error));
    const { clear_faults, revoke_grants, access_token_ttl, faults } = parsed.data;
    if (clear_faults) queue.clear();
    const revoked = revoke_grants ? revokeGrants(database, revoke_grants) : [];
    if (access_token_ttl !== undefined) knobs.accessTokenTtl = access_token_ttl;
    queue.add(faults ?? []);
    return sendState(revoked);

    function sendState(revokedGrants: string[]): void {
      ctx.body = {
        faults: queue.list(),
        access_token_ttl: knobs.accessTokenTtl,
        grants: listGrants(database),
        revoked_grants: revokedGrants,
      };
    }
  };
}

function sendLedger(database: SandboxDatabase, ctx: Context): void {
  const parsed = ledgerQuerySchema.safeParse({ ...ctx.query });
  if (parsed.success) ctx.body = { entries: listEntries(database, parsed.data) };
  else refuse(ctx, 400, 'invalid_request', z.prettifyError(parsed.error));
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function refuse(ctx: Context, status: number, error: string, description: string): void {
  ctx.status = status;
  ctx.body = { error, error_description: description };
}
