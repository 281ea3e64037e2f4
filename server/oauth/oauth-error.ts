/**
 * What went wrong, in the words a caller acts on:
 * - `access_denied`: the person said no at the provider.
 * - `authorization_error`: the provider came back with another `error`.
 * - `state_mismatch`, `iss_mismatch`: the redirect back does not belong to this attempt (RFC 6749 10.12, RFC 9207).
 * - `invalid_grant`: the code or the refresh token is no longer good. The only kind that can mean AUTH_ERROR, and
 *   only after the tokens were read again (R-09).
 * - `client_config`: our registration or our request is wrong. The operator's alarm; users are untouched.
 * - `transient`: 429, 5xx, a timeout, a reset. Try later, not before `retryAfter`.
 * - `bad_answer`: an answer nobody can use (HTML, garbage, an error the standard does not know). Like `transient`
 *   it says nothing about the grant.
 */
export type OAuthErrorKind =
  | 'access_denied'
  | 'authorization_error'
  | 'state_mismatch'
  | 'iss_mismatch'
  | 'invalid_grant'
  | 'client_config'
  | 'transient'
  | 'bad_answer';

interface OAuthErrorDetails {
  /** The provider's `error` code, as it came. */
  providerError?: unknown;
  status?: number;
  retryAfter?: number | null;
}

/**
 * Safe to log: `reason` is ours, `providerError` a short word or null. No token, code, URL, description or body is
 * in it, and no `cause`, because the causes hold them (R-28).
 */
export class OAuthError extends Error {
  readonly kind: OAuthErrorKind;
  /** A short phrase of ours, for the log. */
  readonly reason: string;
  /** The provider's `error` code; null when there was none, or none that looks like a code. */
  readonly providerError: string | null;
  /** HTTP status of the provider's answer; null when there was no answer. */
  readonly status: number | null;
  /** Seconds to wait before trying again; null when the provider did not say. */
  readonly retryAfter: number | null;

  constructor(kind: OAuthErrorKind, reason: string, details: OAuthErrorDetails = {}) {
    const providerError = cleanCode(details.providerError);
    super(`${kind}: ${reason}${providerError === null ? '' : ` (${providerError})`}`);
    this.name = 'OAuthError';
    this.kind = kind;
    this.reason = reason;
    this.providerError = providerError;
    this.status = details.status ?? null;
    this.retryAfter = details.retryAfter ?? null;
  }
}

/** A provider can write anything there, a script or a token: only what looks like a code is kept. */
function cleanCode(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[a-zA-Z0-9_.:-]{1,64}$/.test(text) ? text : null;
}
