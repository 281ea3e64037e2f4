/**
 * Loaded before Next (`node --import`) for what Next answers by itself, before any route or configuration of ours:
 * a redirect of `//x` goes out without the security headers, a path that cannot be decoded (`/%E0%A4%A`) is a 500, and
 * so is a method it does not know. And for what it does to a route's answer (`letNextCompress`) and to a form that came
 * through a proxy (`letOwnOriginPass`).
 * Node announces every request on this channel before its server sees it.
 */
import { subscribe } from 'node:diagnostics_channel';
import { securityHeaders } from './security-headers.js';

const headers = process.env.PUBLIC_URL?.startsWith('https://')
  ? [...securityHeaders, { key: 'Strict-Transport-Security', value: 'max-age=31536000' }]
  : securityHeaders;

const knownMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

subscribe('http.server.request.start', ({ request, response, server }) => {
  // For whoever ends it in order: Next keeps it to itself.
  globalThis.moorageHttpServer = server;
  for (const { key, value } of headers) response.setHeader(key, value);
  letNextCompress(response);
  request.url = decodable(request.url);
  letOwnOriginPass(request);
  // No route declares it, so it is answered like any other method that is not allowed.
  if (!knownMethods.includes(request.method)) request.method = 'OPTIONS';
});

/**
 * Next refuses a server action whose `Origin` is not the `Host`, and a proxy may pass another `Host` on. What comes from the
 * origin the operator has named is ours; everything else Next judges as before.
 */
function letOwnOriginPass({ headers }) {
  if (process.env.PUBLIC_URL === undefined || headers.origin !== process.env.PUBLIC_URL) return;
  headers['x-forwarded-host'] = new URL(process.env.PUBLIC_URL).host;
}

/** The path as it is, or, when its percent signs encode nothing, with each of them standing for itself. */
function decodable(url) {
  if (!url.includes('%')) return url;
  const queryAt = url.indexOf('?');
  const path = queryAt === -1 ? url : url.slice(0, queryAt);
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return path.replaceAll('%', '%25') + url.slice(path.length);
  }
}

/**
 * Next copies the headers of a route's answer as lists, and its own compression takes a `content-type` that is a list
 * for none: pages went out two to three times as big. A route cannot pack its page itself, since Next drops a
 * `content-encoding`. JSON stays as it is: packing small answers costs more than it saves.
 */
function letNextCompress(response) {
  const setHeader = response.setHeader;
  response.setHeader = function (name, value) {
    const isPage = name === 'content-type' && Array.isArray(value) && value[0].startsWith('text/html');
    return setHeader.call(this, name, isPage ? value[0] : value);
  };
}
