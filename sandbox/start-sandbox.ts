import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createClock } from './clock.ts';
import { createConsent } from './consent.ts';
import type { Knobs } from './control.ts';
import { createControl, DEFAULT_ACCESS_TOKEN_TTL } from './control.ts';
import type { SandboxDatabase } from './database.ts';
import { keepSecret, openDatabase } from './database.ts';
import type { Exchange } from './exchange.ts';
import { describeRequest } from './exchange.ts';
import { createFaultMiddleware } from './fault-middleware.ts';
import { createFaultQueue } from './fault-queue.ts';
import { sendHomePage } from './home-page.ts';
import type { Context, Middleware } from './koa-types.ts';
import { createLedgerMiddleware } from './ledger-middleware.ts';
import { closeServers, listen } from './listen.ts';
import { isLoopbackHost } from './loopback.ts';
import { createOAuthServer, SESSION_COOKIE } from './oauth-server.ts';
import { prepareRequest, readBody } from './prepare-request.ts';
import { createResources } from './resources.ts';
import type { SandboxSettings } from './settings.ts';
import { createTextMiddleware } from './text-middleware.ts';
import { createWorld } from './world.ts';

export type Sandbox = {
  /** Origin and issuer. */
  url: string;
  /** Ends open (hanging, slow) answers at once and closes the database. */
  close: () => Promise<void>;
};

type StartOptions = SandboxSettings & {
  /** The clock of the ledger and of the data until /control sets it; tokens expire by the system's clock. */
  now?: () => Date;
};

/**
 * Starts the sandbox provider. Port 0 takes a free one. It listens on both loopback addresses when its URL is
 * of this machine (localhost, 127.0.0.1), on all IPv4 addresses otherwise.
 */
export async function startSandbox(options: StartOptions): Promise<Sandbox> {
  const database = openDatabase(options.dataDir);
  const closing = new AbortController();
  let handle = async (_request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.writeHead(503).end();
  };
  const isLocal = options.url === undefined || isLoopbackHost(new URL(options.url).hostname);
  const addresses = isLocal ? ['127.0.0.1', '::1'] : ['0.0.0.0'];
  let servers: Server[] = [];
  let url: string;
  try {
    const listening = await listen(options.port, addresses, () =>
      createServer((request, response) => {
        handle(request, response).catch((error: unknown) => {
          // A client that breaks off its own request is its business.
          if (!request.destroyed) console.error(error);
          response.destroy();
        });
      }),
    );
    servers = listening.servers;
    url = options.url ?? `http://localhost:${listening.port}`;
    handle = createHandler({ ...options, url }, database, closing.signal);
  } catch (error) {
    await closeServers(servers);
    database.close();
    throw error;
  }
  return {
    url,
    async close() {
      closing.abort();
      await closeServers(servers);
      database.close();
    },
  };
}

function createHandler(
  options: StartOptions & { url: string },
  database: SandboxDatabase,
  closing: AbortSignal,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { url: issuer, publicUrl, now = () => new Date() } = options;
  const exchanges = new WeakMap<IncomingMessage, Exchange>();
  const exchangeOf = (ctx: Pick<Context, 'req'>): Exchange => {
    const exchange = exchanges.get(ctx.req);
    if (!exchange) throw new Error('a request came by without its description');
    return exchange;
  };
  const queue = createFaultQueue();
  const clock = createClock(now);
  const firstStart = keepSecret(database, 'first_start', () => now().toISOString());
  const world = createWorld(new Date(firstStart));
  const knobs: Knobs = { accessTokenTtl: DEFAULT_ACCESS_TOKEN_TTL, world, texts: null };
  const provider = createOAuthServer({ database, queue, knobs, issuer, publicUrl, exchangeOf });
  provider.use(createPages(issuer, publicUrl));
  provider.use(createControl({ database, queue, knobs, clock, exchangeOf }));
  provider.use(createConsent(provider, exchangeOf));
  provider.use(createLedgerMiddleware(database, exchangeOf, clock.now));
  provider.use(createTextMiddleware(knobs));
  provider.use(createFaultMiddleware(queue, exchangeOf, closing));
  provider.use(createResources({ provider, issuer, clock, world: () => knobs.world, exchangeOf }));
  provider.use(forgetSession);
  const callback = provider.callback();
  return async (request, response) => {
    if (!URL.canParse(request.url ?? '', issuer)) return refuse(response, 400);
    const body = await readBody(request);
    if (body === null) return refuse(response, 413);
    const exchange = describeRequest(database, request, body);
    const prepared = prepareRequest(request, body, issuer);
    exchanges.set(prepared, exchange);
    await callback(prepared, response);
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close' }).end();
}

function createPages(issuer: string, publicUrl: string): Middleware {
  return (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
    if (ctx.path === '/') return sendHomePage(ctx, issuer, publicUrl);
    if (ctx.path !== '/healthz') return next();
    ctx.body = { status: 'ok', sandbox_of: publicUrl };
  };
}

/** The browser never keeps a session: the next authorization request must not know who answered the last one. */
const forgetSession: Middleware = async (ctx, next) => {
  await next();
  const cookies = [ctx.response.headers['set-cookie'] ?? []].flat();
  const kept = cookies.map(String).filter((cookie) => !cookie.startsWith(SESSION_COOKIE));
  ctx.remove('Set-Cookie');
  if (kept.length > 0) ctx.set('Set-Cookie', kept);
};
