/**
 * The closed list of what can go wrong, with the status and title that HTTP gives it (CONTRACT section 1).
 * Verbs throw codes and know no numbers; `server/http/problem.ts` is the one place that reads this table.
 */
export const errorTable = {
  MALFORMED_JSON: { status: 400, title: 'Malformed JSON' },
  INVALID_API_KEY: { status: 401, title: 'Invalid API key' },
  INSUFFICIENT_SCOPE: { status: 403, title: 'Insufficient scope' },
  ROUTE_NOT_FOUND: { status: 404, title: 'Route not found' },
  USER_NOT_FOUND: { status: 404, title: 'User not found' },
  DATA_CONNECTION_NOT_FOUND: { status: 404, title: 'Data connection not found' },
  PROVIDER_NOT_FOUND: { status: 404, title: 'Provider not found' },
  LOGO_NOT_FOUND: { status: 404, title: 'Logo not found' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  PROVIDER_NOT_ENABLED: { status: 409, title: 'Provider not enabled' },
  PROVIDER_NOT_AVAILABLE: { status: 409, title: 'Provider not available' },
  PROVIDER_UNIQUE: { status: 409, title: 'Provider allows one connection per user' },
  INVALID_STATUS_TRANSITION: { status: 409, title: 'Invalid status transition' },
  DATA_TYPES_NOT_EDITABLE: { status: 409, title: 'Data types not editable' },
  SYNC_IN_PROGRESS: { status: 409, title: 'Sync in progress' },
  CREDENTIALS_REQUIRED: { status: 409, title: 'Credentials required' },
  IDEMPOTENCY_KEY_IN_USE: { status: 409, title: 'Idempotency key in use' },
  BODY_TOO_LARGE: { status: 413, title: 'Body too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type' },
  VALIDATION_FAILED: { status: 422, title: 'Validation failed' },
  UNSUPPORTED_DATA_TYPE: { status: 422, title: 'Unsupported data type' },
  INVALID_RETURN_URL: { status: 422, title: 'Invalid return URL' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'Idempotency key reused' },
  RATE_LIMITED: { status: 429, title: 'Rate limited' },
  INTERNAL_ERROR: { status: 500, title: 'Internal error' },
  TEMPORARILY_UNAVAILABLE: { status: 503, title: 'Temporarily unavailable' },
} as const;

export type ErrorCode = keyof typeof errorTable;

/** One wrong field: `path` in the wire's words (`requested_data_types[1]`), `message` says what would be right. */
export interface FieldError {
  path: string;
  message: string;
}

interface AppErrorOptions {
  cause?: unknown;
  errors?: FieldError[];
  /** Seconds after which a retry makes sense; becomes `Retry-After`. */
  retryAfter?: number;
}

/** An outcome the caller must handle. `detail` is shown to API consumers: no secret, SQL or stack in it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors: FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(`${code}: ${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
    this.errors = options.errors;
    this.retryAfter = options.retryAfter;
  }
}
