import { authenticateApiKey } from '@/server/accounts/index.ts';
import { AppError } from '@/server/core/errors.ts';
import { newId } from '@/server/core/ids.ts';
import { getRuntime, type Runtime, withAccount } from '@/server/runtime/runtime.ts';
import { withIdempotency } from './idempotency.ts';
import { type Method, methods, type Operation } from './operation.ts';
import { toProblem } from './problem.ts';
import { countRequest } from './rate-limit.ts';
import { readBody, readJson } from './read-body.ts';
import { validate } from './validate.ts';

type RouteParams = { params: Promise<Record<string, string | string[] | undefined> | undefined> };
export type RouteHandler = (request: Request, context: RouteParams) => Promise<Response>;
export type Handlers = Record<Method | 'HEAD' | 'OPTIONS', RouteHandler>;

// Operations are declared with exact types and run with what the schemas gave; `validate` stands between the two.
// biome-ignore lint/suspicious/noExplicitAny: the one place where operations of all shapes meet.
type AnyOperation = Operation<any, any, any>;
export type Operations = Partial<Record<Method, AnyOperation>>;

export interface ApiRoute {
  /** As OpenAPI writes it, under `/api/v6`: `/users/{userId}`. */
  path: string;
  operations: Operations;
}

const documented = new WeakMap<RouteHandler, readonly ApiRoute[]>();

/** The declarations behind a handler that was made here, none for others; the OpenAPI document is built from these. */
export function findApiRoutes(handler: RouteHandler): readonly ApiRoute[] {
  return documented.get(handler) ?? [];
}

/**
 * The handlers of one path. Every method is answered: a declared one by its operation (request id → authenticate → rate
 * limit → parse once → verb → answer checked by its own schema), any other by 405 with `Allow`.
 */
export function apiRoute(path: string, operations: Operations): Handlers {
  const route = { path, operations };
  const allow = methods.filter((method) => operations[method] !== undefined).join(', ');
  const handle: RouteHandler = (request, { params }) =>
    answer(request, path, async (incoming) => {
      const operation = operations[request.method as Method];
      if (operation === undefined) return refuseMethod(incoming, allow);
      // Next gives routes without a dynamic folder no params at all.
      return runOperation(incoming, request, operation, (await params) ?? {});
    });
  documented.set(handle, [route]);
  return handlersOf(handle);
}

/**
 * The handlers of one dynamic folder that stands for several paths, each declared by itself: `routes` by what the folder's
 * parameter is in each. Any other value is a path that nobody declared.
 */
export function apiRoutesBy(parameter: string, routes: ReadonlyMap<string, Handlers>): Handlers {
  const handle: RouteHandler = async (request, context) => {
    const segment = (await context.params)?.[parameter];
    const handlers = typeof segment === 'string' ? routes.get(segment) : undefined;
    return (handlers?.GET ?? unknownPath)(request, context);
  };
  documented.set(
    handle,
    [...routes.values()].flatMap(({ GET }) => findApiRoutes(GET)),
  );
  return handlersOf(handle);
}

/** Every method of a path has the same handler, which knows what the path answers to. */
function handlersOf(handle: RouteHandler): Handlers {
  return {
    GET: handle,
    POST: handle,
    PUT: handle,
    PATCH: handle,
    DELETE: handle,
    HEAD: handle,
    OPTIONS: handle,
  };
}

/** Answers every API path that nobody declared. */
export const unknownPath: RouteHandler = (request) =>
  answer(request, '/api/*', async () => {
    throw new AppError('ROUTE_NOT_FOUND', 'There is no such path. /api/v6/openapi.json lists them.');
  });

/** 405 with `Allow`. */
export function refuseMethod({ headers }: Incoming, allow: string): never {
  headers.set('allow', allow);
  throw new AppError('METHOD_NOT_ALLOWED', `This path answers to ${allow}.`);
}

interface Incoming {
  runtime: Runtime;
  requestId: string;
  /** Headers of the answer, whether it succeeds or fails. */
  headers: Headers;
}

/** Answers an API request: errors become problem documents, and every answer has a request id and a log line. */
export async function answer(
  request: Request,
  path: string,
  work: (incoming: Incoming) => Promise<Response>,
): Promise<Response> {
  const runtime = getRuntime();
  const started = performance.now();
  const requestId = newId();
  const instance = new URL(request.url).pathname;
  const headers = new Headers({ ...apiHeaders, 'x-request-id': requestId });
  const response = await work({ runtime, requestId, headers }).catch((error: unknown) =>
    toProblem(error, { requestId, instance, publicUrl: runtime.settings.publicUrl, log: runtime.log }),
  );
  for (const [name, value] of headers) response.headers.set(name, value);
  const ms = Math.round((performance.now() - started) * 10) / 10;
  runtime.log.info({ requestId, method: request.method, path, status: response.status, ms }, 'request');
  return response;
}

const apiHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

async function runOperation(
  { runtime, requestId, headers }: Incoming,
  request: Request,
  operation: AnyOperation,
  rawParams: Record<string, string | string[] | undefined>,
): Promise<Response> {
  const caller = await authenticateApiKey(runtime, readKey(request));
  await countRequest(caller.keyId, runtime.settings.rateLimitPerMinute, headers);
  if (operation.scope === 'WRITE' && caller.scope !== 'WRITE') {
    throw new AppError('INSUFFICIENT_SCOPE', 'This key may only read. Use a key with the scope "write".');
  }
  const ctx = withAccount(runtime, caller.accountId, `key:${caller.prefix}`, requestId);
  const params = Object.fromEntries(Object.entries(rawParams).map(([name, value]) => [name, String(value)]));
  const query = readQuery(request, operation);
  const bytes = operation.body === 'bytes' ? await readBody(request) : new Uint8Array();
  const json =
    operation.body === undefined || operation.body === 'bytes'
      ? undefined
      : await readJson(request, operation.bodyIsOptional);
  const body =
    operation.body === undefined || operation.body === 'bytes' ? undefined : validate(operation.body, json);
  const { status, result: schema, none } = operation.success;

  const run = async () => {
    const result = await operation.handle(ctx, { params, query, body, bytes });
    if (none !== undefined && result === null) return { status: 204, body: null };
    // Our own answer has to keep its promise too: what the schema does not know never leaves.
    return { status, body: schema === undefined ? null : JSON.stringify(schema.parse(result)) };
  };
  const done = request.method === 'POST' ? await withIdempotency(ctx, request, json, run) : await run();
  return new Response(done.body, {
    status: done.status,
    headers: done.body === null ? {} : { 'content-type': 'application/json' },
  });
}

/** `X-API-KEY`, or `Authorization: Bearer` (CONTRACT section 1). */
function readKey(request: Request): string | null {
  const header = request.headers.get('x-api-key');
  if (header !== null) return header;
  const [, token] = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  return token ?? null;
}

function readQuery(request: Request, operation: AnyOperation): unknown {
  const { searchParams } = new URL(request.url);
  const errors = [...new Set(searchParams.keys())]
    .filter((name) => searchParams.getAll(name).length > 1 && name.length < 100)
    .map((path) => ({ path, message: 'must be there once' }));
  if (errors.length > 0)
    throw new AppError('VALIDATION_FAILED', 'A query parameter is there twice.', { errors });
  const query = Object.fromEntries(searchParams);
  if (operation.query !== undefined) return validate(operation.query, query);
  const [unknown] = Object.keys(query);
  if (unknown === undefined) return undefined;
  throw new AppError('VALIDATION_FAILED', 'This path takes no query parameters.', {
    errors: [{ path: unknown.slice(0, 100), message: 'is not a known parameter' }],
  });
}
