import { PullError, unexpectedAnswer } from './pull-error.ts';

/** Statuses that say "later" and nothing about us; 429 has a meaning of its own. */
const laterStatuses: readonly number[] = [408, 425];

/**
 * What an answer that is no success means. `retryAfter` in seconds.
 *
 * @param mayForbid whether a 403 can be about a permission: not one of a firewall in front, nor of a provider that has none
 */
export function errorOfStatus(status: number, retryAfter: number | null, mayForbid = true): PullError {
  const details = { status, retryAfterMs: retryAfter === null ? null : retryAfter * 1000 };
  if (status >= 500 || laterStatuses.includes(status)) {
    return new PullError('unreachable', 'PROVIDER_UNREACHABLE', `The provider answered ${status}.`, details);
  }
  switch (status) {
    case 401:
      return new PullError(
        'unauthorized',
        'UNAUTHORIZED',
        'The provider does not take the credential.',
        details,
      );
    case 403:
      if (!mayForbid) break;
      return new PullError(
        'forbidden',
        'PERMISSION_NOT_GRANTED',
        'The provider does not allow this.',
        details,
      );
    case 404:
      return new PullError('bad_answer', 'NOT_FOUND', 'The provider knows nothing of this.', details);
    case 429:
      return new PullError('rate_limited', 'RATE_LIMITED', 'The provider was asked too much.', details);
  }
  return status >= 400
    ? new PullError('bad_answer', 'REQUEST_REFUSED', `The provider refused the request (${status}).`, details)
    : unexpectedAnswer(`The provider answered ${status}.`, details);
}
