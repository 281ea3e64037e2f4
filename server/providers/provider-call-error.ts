/**
 * - `unreachable`: no answer, 429, 5xx. Says nothing about the credential; try later, not before `retryAfter`.
 * - `unauthorized`: the provider does not accept the credential, or not for this.
 * - `bad_answer`: an answer nobody can use (HTML, a field missing, a redirect).
 */
export type ProviderCallErrorKind = 'unreachable' | 'unauthorized' | 'bad_answer';

/** Safe to log: `reason` is a short phrase of ours, without a URL, a value or a body; no `cause`. */
export class ProviderCallError extends Error {
  readonly kind: ProviderCallErrorKind;
  readonly reason: string;
  /** HTTP status of the answer; null when there was none. */
  readonly status: number | null;
  /** Seconds; null when the provider did not say. */
  readonly retryAfter: number | null;

  constructor(
    kind: ProviderCallErrorKind,
    reason: string,
    details: { status?: number; retryAfter?: number | null } = {},
  ) {
    super(`${kind}: ${reason}`);
    this.name = 'ProviderCallError';
    this.kind = kind;
    this.reason = reason;
    this.status = details.status ?? null;
    this.retryAfter = details.retryAfter ?? null;
  }
}
