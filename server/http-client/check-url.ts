import { isIP } from 'node:net';
import { whyAddressIsBlocked } from './check-address.ts';
import { OutgoingRequestError } from './outgoing-request-error.ts';

export interface UrlRules {
  /** Exact origins the operator has named; these alone may be http, loopback or private. */
  allowedOrigins: ReadonlySet<string>;
  /** Ports of https URLs to everybody else. */
  ports: ReadonlySet<number>;
}

export interface CheckedUrl {
  url: URL;
  /** The origin is one the operator has named. */
  named: boolean;
}

/**
 * Everything about a target that can be judged before a name is looked up. IP literals are judged here because a
 * socket that is given a literal never calls its `lookup` hook. The WHATWG parser has by then turned every
 * notation (decimal, octal, hex, short, full-width) into the canonical one.
 *
 * @throws {OutgoingRequestError} `blocked`
 */
export function checkUrl(input: string | URL, rules: UrlRules): CheckedUrl {
  const url = URL.parse(input);
  if (url === null) throw new OutgoingRequestError('blocked', '(invalid URL)', 'url_invalid');
  const refuse = (reason: string) => new OutgoingRequestError('blocked', url.origin, reason);

  if (url.username !== '' || url.password !== '') throw refuse('userinfo');
  const named = rules.allowedOrigins.has(url.origin);
  if (!named) {
    if (url.protocol !== 'https:') throw refuse('scheme');
    if (!rules.ports.has(url.port === '' ? 443 : Number(url.port))) throw refuse('port');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) {
    const reason = whyAddressIsBlocked(host, named);
    if (reason !== null) throw refuse(reason);
  }
  return { url, named };
}
