import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { SandboxDatabase } from './database.ts';
import { dayOf } from './days.ts';
import type { Exchange } from './exchange.ts';
import { expectedQuerySchema, listExpected } from './expected.ts';
import { faultSchema } from './fault-catalogue.ts';
import type { FaultQueue } from './fault-queue.ts';
import { grantSelectionSchema, listGrants, revokeGrants } from './grants.ts';
import type { Context, Middleware } from './koa-types.ts';
import { countEntries, ledgerQuerySchema, listEntries } from './ledger.ts';
import type { World } from './world.ts';

export const DEFAULT_ACCESS_TOKEN_TTL = 600;

/** Steps run in this order: clear, revoke, lifetime, clock, data, add. */
const controlSchema = z.strictObject({
  clear_faults: z.literal(true).optional(),
  revoke_grants: grantSelectionSchema.optional(),
  /** Seconds, for tokens issued from now on. */
  access_token_ttl: z.int().min(1).max(86_400).optional(),
  /** Back to the system's clock. */
  clock: z.literal('system').optional(),
  /** The clock of data and ledger stands still at this moment. */
  now: z.iso.datetime({ offset: true }).optional(),
  advance_seconds: z.int().min(-1e9).max(1e9).optional(),
  /** So many transactions in the past of the first account of each bank identity; null: as many as usual. */
  volume: z
    .strictObject({ transactions: z.int().min(1).max(100_000_000) })
    .nullable()
    .optional(),
  /** Other figures for every identity; '' is the usual. */
  seed: z.string().max(100).optional(),
  /** Every text of a record or an error is the next of these, and after the last the first again; null: as usual. */
  texts: z.array(z.string().min(1).max(1000)).min(1).max(1000).nullable().optional(),
  faults: z.array(faultSchema).max(1000).optional(),
});

type Command = z.infer<typeof controlSchema>;

export type Knobs = { accessTokenTtl: number; world: World; texts: readonly string[] | null };

type Parts = {
  database: SandboxDatabase;
  queue: FaultQueue;
  knobs: Knobs;
  clock: Clock;
  exchangeOf: (ctx: Context) => Exchange;
};

const PATHS = ['/control', '/ledger', '/ledger/counts', '/expected'];

/**
 * `GET` and `POST /control`, `GET /ledger`, `GET /ledger/counts` and `GET /expected`, for processes of this machine
 * only (403 otherwise). What was set lives in memory: a restart of the sandbox forgets it. Both /control answers are
 * the state: `{faults, access_token_ttl, now, seed, volume, texts, grants, revoked_grants}`. The counts are
 * `{counts: [{grant_id, provider_name, kind, result, count}]}` of the entries that /ledger lists; /expected answers
 * the ids of all records of an identity and data type at this moment: `{ids}`.
 */
export function createControl(parts: Parts): Middleware {
  const { database, knobs, clock, exchangeOf } = parts;
  return async (ctx, next) => {
    if (!PATHS.includes(ctx.path)) return next();
    if (!exchangeOf(ctx).isLocal)
      return refuse(ctx, 403, 'forbidden', 'only processes of this machine may ask');
    if (ctx.path === '/control' && ctx.method === 'POST') {
      if (!ctx.is('json')) return refuse(ctx, 415, 'unsupported_media_type', 'send application/json');
      return answer(ctx, controlSchema, readJson(exchangeOf(ctx).body), (command) => run(parts, command));
    }
    if (ctx.method !== 'GET') return refuse(ctx, 405, 'method_not_allowed', ctx.method);
    switch (ctx.path) {
      case '/ledger':
        return answer(ctx, ledgerQuerySchema, { ...ctx.query }, (query) => ({
          entries: listEntries(database, query),
        }));
      case '/ledger/counts':
        return answer(ctx, ledgerQuerySchema, { ...ctx.query }, (query) => ({
          counts: countEntries(database, query),
        }));
      case '/expected':
        return answer(ctx, expectedQuerySchema, { ...ctx.query }, (query) => ({
          ids: listExpected(knobs.world, query, clock.now()),
        }));
      default:
        ctx.body = stateOf(parts, []);
    }
  };
}

function run(parts: Parts, command: Command): object {
  const { clear_faults, revoke_grants, access_token_ttl, faults } = command;
  if (clear_faults) parts.queue.clear();
  const revoked = revoke_grants ? revokeGrants(parts.database, revoke_grants) : [];
  if (access_token_ttl !== undefined) parts.knobs.accessTokenTtl = access_token_ttl;
  setData(parts, command);
  parts.queue.add(faults ?? []);
  return stateOf(parts, revoked);
}

function setData(
  { knobs, clock }: Parts,
  { clock: source, now, advance_seconds, volume, seed, texts }: Command,
): void {
  if (source === 'system') clock.reset();
  if (now !== undefined) clock.set(new Date(now));
  if (advance_seconds !== undefined) clock.advance(advance_seconds);
  if (seed !== undefined) knobs.world = { ...knobs.world, seed };
  if (texts !== undefined) knobs.texts = texts;
  if (volume === undefined) return;
  const until = dayOf(clock.now().getTime());
  knobs.world = { ...knobs.world, volume: volume && { transactions: volume.transactions, until } };
}

function stateOf({ database, queue, knobs, clock }: Parts, revokedGrants: string[]): object {
  const { seed, volume } = knobs.world;
  return {
    faults: queue.list(),
    access_token_ttl: knobs.accessTokenTtl,
    now: clock.now().toISOString(),
    seed,
    volume: volume && { transactions: volume.transactions },
    texts: knobs.texts,
    grants: listGrants(database),
    revoked_grants: revokedGrants,
  };
}

function answer<T>(ctx: Context, schema: z.ZodType<T>, input: unknown, read: (asked: T) => object): void {
  const parsed = schema.safeParse(input);
  if (parsed.success) ctx.body = read(parsed.data);
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
