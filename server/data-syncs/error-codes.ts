/**
 * Every `error.code` that a sync can end or wait with: a closed list, stable on the wire. Each has a sentence for admins
 * (`texts/admin-sync-errors.en.ts`): cause, who can fix it, cure.
 */
export const syncErrorCodes = [
  'GRANT_REVOKED',
  'REFRESH_RESPONSE_LOST',
  'CREDENTIAL_REFUSED',
  'RENEWED_CREDENTIAL_REFUSED',
  'UNAUTHORIZED',
  'TOKEN_NOT_RENEWED',
  'PROVIDER_REFUSES_REGISTRATION',
  'PERMISSION_NOT_GRANTED',
  'PROVIDER_UNREACHABLE',
  'PROVIDER_IN_TROUBLE',
  'RATE_LIMITED',
  'WAITING_FOR_PROVIDER_LIMIT',
  'UNEXPECTED_ANSWER',
  'NOT_FOUND',
  'REQUEST_REFUSED',
  'ANSWER_CUT',
  'ANSWER_TOO_LARGE',
  'FOREIGN_LINK',
  'ENDLESS_PAGES',
  'USER_SIREN_MISSING',
  'VALUE_MISSING',
  'DEPENDENCY_FAILED',
  'PROVIDER_NOT_ENABLED',
  'CONNECTION_NOT_CONNECTED',
  'CRASHED',
  'INTERNAL_ERROR',
] as const;

export type SyncErrorCode = (typeof syncErrorCodes)[number];

/** With these the connection has lost its access, too: it is AUTH_ERROR until the user has allowed again. */
const lostAccessCodes: readonly string[] = [
  'GRANT_REVOKED',
  'REFRESH_RESPONSE_LOST',
  'CREDENTIAL_REFUSED',
] satisfies SyncErrorCode[];

export function isLostAccess(code: string): boolean {
  return lostAccessCodes.includes(code);
}

export function isSyncErrorCode(code: string): code is SyncErrorCode {
  return syncErrorCodes.some((known) => known === code);
}
