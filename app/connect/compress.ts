import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compressText = promisify(gzip);

/**
 * Packs a page for a browser that takes gzip, and says so in `headers`. Next leaves what a route handler answers as
 * it is: it keeps our `content-type` as a list, which its own filter takes for none. A page names no secret next to
 * words a stranger can choose (BREACH): who can ask for it has the link already.
 */
export async function compress(
  request: Request,
  headers: Headers,
  html: string,
): Promise<string | Uint8Array<ArrayBuffer>> {
  headers.append('vary', 'accept-encoding');
  if (!takesGzip(request.headers.get('accept-encoding') ?? '')) return html;
  headers.set('content-encoding', 'gzip');
  return new Uint8Array(await compressText(html));
}

/** RFC 9110 section 12.5.3: a weight of 0 means "not this one". */
function takesGzip(acceptEncoding: string): boolean {
  return acceptEncoding
    .toLowerCase()
    .split(',')
    .some((entry) => /^\s*gzip\s*(;|$)/.test(entry) && !/;\s*q=0(\.0*)?\s*$/.test(entry));
}
