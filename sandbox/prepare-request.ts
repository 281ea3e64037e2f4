import { IncomingMessage } from 'node:http';
import { isForm, PATHS } from './exchange.ts';

const BODY_LIMIT_BYTES = 64 * 1024;

/** Reads the whole body, or returns null when it is larger than 64 kB. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * The request as oidc-provider shall see it:
 * - its host and scheme are the issuer's, so that no Host header and no proxy in front leaks into the URLs it writes;
 * - an authorization request always carries `prompt=consent`: the page is shown each time, and `offline_access`, which
 *   OpenID Connect Core section 11 drops without it, gives a refresh token to clients that never heard of `prompt`.
 *   Only `prompt=none` stays (it is answered with an error).
 */
export function prepareRequest(request: IncomingMessage, body: string, issuer: string): IncomingMessage {
  const { host, protocol } = new URL(issuer);
  delete request.headers['x-forwarded-for'];
  request.headers['x-forwarded-host'] = host;
  request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
  const url = new URL(request.url ?? '/', issuer);
  if (url.pathname === PATHS.authorization && !url.searchParams.has('request_uri')) {
    askForConsent(url.searchParams);
    request.url = `${url.pathname}${url.search}`;
  }
  return request.method === 'POST' ? replay(request, bodyFor(request, url.pathname, body)) : request;
}

function bodyFor(request: IncomingMessage, path: string, body: string): string {
  if (path !== PATHS.par || !isForm(request)) return body;
  const form = new URLSearchParams(body);
  askForConsent(form);
  return form.toString();
}

function askForConsent(parameters: URLSearchParams): void {
  if (parameters.get('prompt') !== 'none') parameters.set('prompt', 'consent');
}

/** A request with the same head whose body can be read (again). */
function replay(request: IncomingMessage, body: string): IncomingMessage {
  const bytes = Buffer.from(body);
  const copy = new IncomingMessage(request.socket);
  copy.method = request.method;
  copy.url = request.url;
  copy.httpVersion = request.httpVersion;
  copy.headers = { ...request.headers, 'content-length': String(bytes.length) };
  delete copy.headers['transfer-encoding'];
  copy.complete = true;
  copy.push(bytes);
  copy.push(null);
  return copy;
}
