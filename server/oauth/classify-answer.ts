import { OAuthError, type OAuthErrorKind } from './oauth-error.ts';
import type { EndpointAnswer } from './post-to-endpoint.ts';
import { isRecord } from './read-path.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { ErrorMeaning } from './server.ts';

/** RFC 6749 section 5.2 and 4.1.2.1, RFC 8707, and the words providers use for the same. */
const kindOfError = new Map<unknown, OAuthErrorKind>(
  Object.entries({
    invalid_grant: 'invalid_grant',
    invalid_client: 'client_config',
    unauthorized_client: 'client_config',
    invalid_request: 'client_config',
    invalid_scope: 'client_config',
    invalid_target: 'client_config',
    unsupported_grant_type: 'client_config',
    redirect_uri_mismatch: 'client_config',
    server_error: 'transient',
    temporarily_unavailable: 'transient',
    slow_down: 'transient',
  }),
);

export const kindOfMeaning: Record<ErrorMeaning, OAuthErrorKind> = {
  invalid_grant: 'invalid_grant',
  invalid_client: 'client_config',
  invalid_request: 'client_config',
  insufficient_scope: 'client_config',
  unauthorized: 'client_config',
  rate_limited: 'transient',
  transient: 'transient',
};

const transientStatuses = new Set([408, 425, 429]);

/**
 * Throws unless the status is 2xx. Judged by status first, then by `error` (SECURITY 2.3 step 8): a 429 or 503
 * that says `invalid_grant` is a server in trouble and no end of a grant.
 *
 * @throws {OAuthError}
 */
export function refuseErrorStatus(answer: EndpointAnswer, now: Date): void {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return;
  const retryAfter = parseRetryAfter(headers, now);
  if (status >= 500 || transientStatuses.has(status)) {
    throw new OAuthError('transient', `status ${status}`, { status, retryAfter });
  }
  const providerError = errorCodeOf(answer);
  const kind = kindOfError.get(providerError);
  // A challenge without a code means the same as `invalid_client` (RFC 6749 section 5.2).
  const challenged = providerError === undefined && status === 401 && headers.has('www-authenticate');
  throw new OAuthError(kind ?? (challenged ? 'client_config' : 'bad_answer'), `status ${status}`, {
    status,
    retryAfter,
    providerError,
  });
}

/** The `error` of an error answer: JSON, or a form when it says it is one. Undefined when there is none. */
export function errorCodeOf({ headers, text }: EndpointAnswer): unknown {
  if (isForm(headers)) return new URLSearchParams(text).get('error') ?? undefined;
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) ? body.error : undefined;
  } catch {
    // An HTML page, or nothing: there is no code to be found, and the status says the rest.
    return undefined;
  }
}

export function isForm(headers: Headers): boolean {
  return headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true;
}
