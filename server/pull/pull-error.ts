/**
 * - `unauthorized`: the provider does not take the credential; code `RENEWED_CREDENTIAL_REFUSED`: not even one that was
 *   renewed in this run.
 * - `forbidden`: it takes it, but not for this.
 * - `unreachable`: no answer, or one that says "later" (408, 425, 5xx).
 * - `rate_limited`: too much was asked: the provider says so (429, code `RATE_LIMITED`), or our own limits do and nothing
 *   was sent (codes `WAITING_FOR_PROVIDER_LIMIT`, `PROVIDER_IN_TROUBLE`).
 * - `bad_answer`: nobody can use what came.
 * - `missing_input`: the request needs a value that this user or connection does not have.
 */
export type PullErrorKind =
  | 'unauthorized'
  | 'forbidden'
  | 'unreachable'
  | 'rate_limited'
  | 'bad_answer'
  | 'missing_input';

export type PullErrorCode =
  | 'UNAUTHORIZED'
  | 'RENEWED_CREDENTIAL_REFUSED'
  | 'PERMISSION_NOT_GRANTED'
  | 'PROVIDER_UNREACHABLE'
  | 'RATE_LIMITED'
  | 'WAITING_FOR_PROVIDER_LIMIT'
  | 'PROVIDER_IN_TROUBLE'
  | 'UNEXPECTED_ANSWER'
  | 'NOT_FOUND'
  | 'REQUEST_REFUSED'
  | 'ANSWER_TOO_LARGE'
  | 'FOREIGN_LINK'
  | 'ENDLESS_PAGES'
  | 'USER_SIREN_MISSING'
  | 'VALUE_MISSING';

interface Details {
  retryAfterMs?: number | null | undefined;
  status?: number | null | undefined;
}

/** Why reading stopped. Safe to show and to log: words of ours alone, no URL, value or body of the provider. */
export class PullError extends Error {
  readonly kind: PullErrorKind;
  /** Stable, for `DataSync.error.code`. */
  readonly code: PullErrorCode;
  /** When it makes sense to try again; null when nobody said. */
  readonly retryAfterMs: number | null;
  /** HTTP status of the answer; null when there was none. */
  readonly status: number | null;

  constructor(kind: PullErrorKind, code: PullErrorCode, message: string, details: Details = {}) {
    super(message);
    this.name = 'PullError';
    this.kind = kind;
    this.code = code;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.status = details.status ?? null;
  }
}

/** What nobody can use: the commonest of them. */
export function unexpectedAnswer(message: string, details: Details = {}): PullError {
  return new PullError('bad_answer', 'UNEXPECTED_ANSWER', message, details);
}
