/** What `/docs/errors` and the OpenAPI document say about each error code of the API. For developers, in English only. */

export interface ErrorText {
  /** When it happens. */
  cause: string;
  /** What to do about it. */
  cure: string;
  /** A `detail` as it can be. */
  example: string;
  /** A wrong field as it can be, for codes that name fields. */
  field?: { path: string; message: string };
}

export const errorsPageEn = {
  title: 'Error codes of the API',
  intro:
    'Every error is application/problem+json (RFC 9457). Decide by error_code: it is stable, while the words of detail may change.',
  support: 'Quote request_id when you ask for help; it is also in the header X-Request-Id and in the log.',
  status: 'Status',
  cause: 'When',
  cure: 'What to do',
  example: 'Example',
} as const;

export const errorsEn = {
  MALFORMED_JSON: {
    cause: 'The body is not JSON, or not UTF-8.',
    cure: 'Print the body you send and run it through a JSON parser.',
    example: 'The body is not valid JSON in UTF-8.',
  },
  INVALID_API_KEY: {
    cause: 'The key is missing, malformed, unknown, expired or revoked.',
    cure: 'Send a living key as X-API-KEY, or as Authorization: Bearer. Make one with: npm run moorage -- api-key create',
    example: 'Send your API key in the X-API-KEY header.',
  },
  INSUFFICIENT_SCOPE: {
    cause: 'A key that may only read was used to write.',
    cure: 'Use a key with the scope write.',
    example: 'This key may only read. Use a key with the scope "write".',
  },
  ROUTE_NOT_FOUND: {
    cause: 'The API has no such path.',
    cure: 'Look at /api/v6/openapi.json: it has every path.',
    example: 'There is no such path. /api/v6/openapi.json lists them.',
  },
  USER_NOT_FOUND: {
    cause: 'Your account has no user with this id: it is unknown, deleted, of another account, or no UUID.',
    cure: 'Take the id from the answer that created the user, in lower case.',
    example: 'There is no such user.',
  },
  DATA_CONNECTION_NOT_FOUND: {
    cause:
      'This user has no data connection with this id: it is unknown, deleted, of another user, or no UUID.',
    cure: 'Check that user and connection belong together. After DELETE it is gone for good.',
    example: 'This user has no such data connection.',
  },
  PROVIDER_NOT_FOUND: {
    cause: 'The catalogue has no provider of this name.',
    cure: 'Take name from GET /providers.',
    example: 'There is no provider "sandbox_bank". GET /providers lists them.',
  },
  LOGO_NOT_FOUND: {
    cause: 'There is no logo at this address: it was replaced, or never there.',
    cure: 'Read logo_url from GET /profile again.',
    example: 'There is no such logo.',
  },
  METHOD_NOT_ALLOWED: {
    cause: 'The path exists, and does not know this method.',
    cure: 'Use one of the methods in the header Allow.',
    example: 'This path answers to GET, PATCH.',
  },
  PROVIDER_NOT_ENABLED: {
    cause: 'A connection to a provider that is not enabled for your account.',
    cure: 'Enable it first with PUT /providers/{name} and {"enable": true}.',
    example: 'qonto is not enabled. Enable it with PUT /providers/qonto.',
  },
  PROVIDER_NOT_AVAILABLE: {
    cause: 'A sandbox provider is to be enabled where the sandbox is off.',
    cure: 'Start Moorage with SANDBOX=on, or use another provider.',
    example: 'sandbox_public needs the sandbox provider, which is off (SANDBOX=off).',
  },
  PROVIDER_UNIQUE: {
    cause: 'The user has a connection to this provider, and the provider allows one.',
    cure: 'Use the connection that is there (GET …/data-connections?provider_name=), or delete it first.',
    example:
      'This user has a connection to sandbox_commerce, and this provider allows one. Use that one, or delete it first.',
  },
  INVALID_STATUS_TRANSITION: {
    cause: 'The connection cannot take this status from the one it has.',
    cure: 'Read the status first: DISCONNECTED is possible from CONNECTED and AUTH_ERROR, AUTH_REQUIRED from DISCONNECTED and AUTH_ERROR.',
    example: 'The connection is AUTH_REQUIRED; no status can be set by PATCH now.',
  },
  DATA_TYPES_NOT_EDITABLE: {
    cause: 'The data types were changed while the connection is neither DISCONNECTED nor AUTH_ERROR.',
    cure: 'Disconnect first; then change the data types and put the connection back, in one PATCH if you like.',
    example:
      'The connection is CONNECTED; requested_data_types can be changed while it is DISCONNECTED or AUTH_ERROR.',
  },
  SYNC_IN_PROGRESS: {
    cause: 'A sync of one of these data types is QUEUED or FETCHING already. Nothing was queued.',
    cure: 'Wait until it has ended (`GET /users/{userId}/sync/latest`), or leave the data type out of `data_types`.',
    example:
      'BANK_TRANSACTION is FETCHING. Nothing was queued; ask again when it has ended, or leave it out of data_types.',
  },
  CREDENTIALS_REQUIRED: {
    cause: 'A provider is to be enabled before your own credentials at it are stored.',
    cure: 'Send every name of its credentials_config with PUT /providers/{name}/credentials, then enable it.',
    example:
      'qonto needs credentials first: client_id, client_secret. Send them with PUT /providers/qonto/credentials.',
  },
  IDEMPOTENCY_KEY_IN_USE: {
    cause: 'The first request with this Idempotency-Key has not ended.',
    cure: 'Wait for Retry-After seconds and send the same request again.',
    example: 'The first request with this Idempotency-Key is still under way.',
  },
  BODY_TOO_LARGE: {
    cause: 'The body is larger than this path takes: 1 MiB, 8 KiB for a logo.',
    cure: 'Send less.',
    example: 'The body has more than 1048576 bytes.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    cause: 'The body is not of a type that this path takes.',
    cure: 'Send JSON with Content-Type: application/json; for a logo the PNG or WebP image itself.',
    example: 'Send JSON with Content-Type: application/json.',
  },
  VALIDATION_FAILED: {
    cause: 'A field or a parameter is unknown, missing or wrong.',
    cure: 'errors names each one and says what would be right.',
    example: 'Not valid: siern.',
    field: { path: 'siern', message: 'is not a known field; did you mean siren?' },
  },
  UNSUPPORTED_DATA_TYPE: {
    cause: 'The provider does not deliver a requested data type.',
    cure: 'Take from data_types of GET /providers/{name}.',
    example: 'sandbox_openbanking cannot deliver INVOICE. It delivers BANK_ACCOUNT, BANK_TRANSACTION.',
    field: { path: 'requested_data_types[0]', message: 'not supported by this provider' },
  },
  INVALID_RETURN_URL: {
    cause:
      'return_url is no full http(s) URL, has a user name or a fragment, or is not of an origin that the account allows.',
    cure: 'Send a URL like https://app.example.com/done; see return_url_origins of GET /profile.',
    example: 'return_url must not have a fragment (#…).',
    field: { path: 'return_url', message: 'must not have a fragment (#…)' },
  },
  IDEMPOTENCY_KEY_REUSED: {
    cause: 'The Idempotency-Key was used on this path with another body within a day.',
    cure: 'Take a new key for a new request.',
    example: 'This Idempotency-Key was used with another body; take a new one.',
  },
  RATE_LIMITED: {
    cause: 'The key made more requests in a minute than it may.',
    cure: 'Wait for Retry-After seconds. RateLimit in every answer says what is left.',
    example: 'Too many requests with this key; try again in 12 s.',
  },
  INTERNAL_ERROR: {
    cause: 'A fault of ours.',
    cure: 'Look for request_id in the log of Moorage, or send it to whoever runs it.',
    example: 'Something went wrong on our side. The request id finds it in the log.',
  },
  TEMPORARILY_UNAVAILABLE: {
    cause: 'The database does not answer. Nothing was changed.',
    cure: 'Send the same request again after Retry-After seconds.',
    example: 'The database does not answer right now; nothing was changed.',
  },
} satisfies Record<string, ErrorText>;
