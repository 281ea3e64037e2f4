import { lookup } from 'node:dns/promises';
import { Agent, type Dispatcher, fetch } from 'undici';
import { checkUrl } from './check-url.ts';
import { guardedLookup, type ResolveHost } from './guarded-lookup.ts';
import { OutgoingRequestError } from './outgoing-request-error.ts';
import { readBody } from './read-body.ts';

export interface HttpClientOptions {
  /**
   * Exact origins (`http://localhost:3001`) that may be http, loopback or private; nothing else of the kind is
   * (DESIGN trap 14). Metadata addresses stay refused.
   */
  allowedOrigins: readonly string[];
  /** Ports of all other targets. Default: 443 only. */
  ports?: readonly number[];
  /** Cap on the decoded body. Default: 10 MiB. */
  maxBodyBytes?: number;
  /** Total deadline: DNS, waiting for a connection, connecting, headers and body. Default: 20 s. */
  timeoutMs?: number;
  /** Connections per origin, hence requests in flight to it; the others wait within their deadline. Default: 50. */
  maxConnectionsPerOrigin?: number;
  /** Default: the system's resolver. */
  resolve?: ResolveHost;
}

interface OutgoingRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | URLSearchParams | Uint8Array | null | undefined;
  /** Aborts the request; `fetch` then rejects with its reason. */
  signal?: AbortSignal | null | undefined;
  /** Redirects are never followed, whatever is said here; the field is there to be a `fetch` to libraries. */
  redirect?: 'manual' | undefined;
  maxBodyBytes?: number;
  timeoutMs?: number;
}

export type OutgoingFetch = (url: string | URL, request?: OutgoingRequest) => Promise<Response>;

export interface HttpClient {
  /**
   * Sends one request, once, and answers with the whole body already read and decoded. 4xx and 5xx are answers.
   *
   * @throws {OutgoingRequestError} for everything that is no answer, redirects included.
   */
  fetch: OutgoingFetch;
  /** Closes idle connections and waits for the requests in flight. */
  close: () => Promise<void>;
}

const MiB = 1024 * 1024;
const timeoutCodes = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** The one client for everything that leaves the server: https to public addresses, no redirects, no retries. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { maxBodyBytes = 10 * MiB, timeoutMs = 20_000, maxConnectionsPerOrigin = 50 } = options;
  const resolve: ResolveHost = options.resolve ?? ((hostname) => lookup(hostname, { all: true }));
  const rules = {
    allowedOrigins: new Set(options.allowedOrigins.map((origin) => new URL(origin).origin)),
    ports: new Set(options.ports ?? [443]),
  };
  const agentFor = (allowPrivate: boolean) =>
    new Agent({
      connect: { lookup: guardedLookup(resolve, allowPrivate), timeout: Math.min(10_000, timeoutMs) },
      connections: maxConnectionsPerOrigin,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      // What travels; `readBody` caps what it unpacks to. Without it, a gzip stream that unpacks to nothing is endless.
      maxResponseSize: Math.max(maxBodyBytes, 64 * MiB),
    });
  const publicAgent = agentFor(false);
  const namedAgent = agentFor(true);

  const send: OutgoingFetch = async (target, request = {}) => {
    const { url, named } = checkUrl(target, rules);
    const limit = request.maxBodyBytes ?? maxBodyBytes;
    const deadline = AbortSignal.timeout(request.timeoutMs ?? timeoutMs);
    const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
    try {
      const answer = await fetch(url, {
        method: request.method ?? 'GET',
        headers: { 'user-agent': 'Moorage', ...request.headers },
        body: request.body ?? null,
        redirect: 'manual',
        signal,
        dispatcher: (named ? namedAgent : publicAgent).compose(sendOnce),
      });
      if (answer.status >= 300 && answer.status < 400 && answer.status !== 304) {
        await answer.body?.cancel();
        throw new OutgoingRequestError('redirect', url.origin, String(answer.status));
      }
      return toResponse(answer.status, answer.headers, await readBody(answer.body, limit, url.origin));
    } catch (error) {
      // The caller's own abort is the caller's own business: it gets its reason back.
      if (request.signal?.aborted && !deadline.aborted) throw request.signal.reason;
      throw toOutgoingRequestError(error, url.origin, deadline.aborted);
    }
  };
  return {
    fetch: send,
    close: async () => {
      await Promise.all([publicAgent.close(), namedAgent.close()]);
    },
  };
}

/** Fetch sends a request again after 421 (Fetch standard, HTTP-network-or-cache fetch): a code would be spent twice (I-02). */
const sendOnce: Dispatcher.DispatcherComposeInterceptor = (dispatch) => {
  let sent = false;
  return (options, handler) => {
    if (sent) throw Object.assign(new Error('a request is sent once'), { code: 'RETRY_REFUSED' });
    sent = true;
    return dispatch(options, handler);
  };
};

/** A plain `Response`: the one of the undici package is another class than the global one libraries ask for. */
function toResponse(
  status: number,
  headers: Iterable<[string, string]>,
  body: Uint8Array<ArrayBuffer>,
): Response {
  const plain = new Headers([...headers]);
  // They describe what travelled; the body here is decoded.
  plain.delete('content-encoding');
  plain.delete('content-length');
  return new Response(body.byteLength === 0 ? null : body, { status, headers: plain });
}

function toOutgoingRequestError(
  error: unknown,
  origin: string,
  deadlinePassed: boolean,
): OutgoingRequestError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OutgoingRequestError)
      return new OutgoingRequestError(cause.kind, origin, cause.reason);
  }
  if (deadlinePassed) return new OutgoingRequestError('timeout', origin, 'deadline');
  const code = findCode(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return new OutgoingRequestError('too_large', origin, code);
  return new OutgoingRequestError(timeoutCodes.has(code) ? 'timeout' : 'unreachable', origin, code);
}

/** The first system or undici code in the chain of causes: a word, never a message, which could hold anything. */
function findCode(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') return cause.code;
  }
  return 'no_answer';
}
