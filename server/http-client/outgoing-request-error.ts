/**
 * - `blocked`: our own rules refused it (scheme, port, userinfo, address); nothing was sent.
 * - `timeout`: the total deadline or one of the inner ones passed.
 * - `unreachable`: no DNS answer, no connection, a reset, an answer that is no HTTP.
 * - `too_large`: the body, before or after decoding, is over the cap.
 * - `redirect`: a 3xx answer; redirects are never followed.
 */
export type OutgoingRequestErrorKind = 'blocked' | 'timeout' | 'unreachable' | 'too_large' | 'redirect';

/**
 * The only error the guarded client throws, beside the reason of the caller's own abort signal.
 *
 * Safe to log: it names the origin and a short reason, never a path, a query, a header or a body, and it carries
 * no `cause`, because the causes below it do.
 */
export class OutgoingRequestError extends Error {
  readonly kind: OutgoingRequestErrorKind;
  readonly origin: string;
  /** A short word for the log: one of ours (`port`), or a system code (`ECONNREFUSED`). */
  readonly reason: string;

  constructor(kind: OutgoingRequestErrorKind, origin: string, reason: string) {
    super(`outgoing request to ${origin}: ${kind} (${reason})`);
    this.name = 'OutgoingRequestError';
    this.kind = kind;
    this.origin = origin;
    this.reason = reason;
  }

  /**
   * By name: the client is made once per process, and routes and instrumentation are bundled apart (DESIGN trap 2), so the
   * error of one is of another class than the one that the other knows.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'OutgoingRequestError';
  }
}
