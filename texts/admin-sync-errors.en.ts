/**
 * What a sync's error code means to an admin: a few words for lists, the cause in a sentence, who can do something about
 * it, and what. `act` names the button that stands beside it.
 */
export interface SyncErrorText {
  short: string;
  cause: string;
  by: 'person' | 'admin' | 'consumer' | 'provider' | 'us' | 'nobody';
  cure: string;
  act: 'reconnect' | 'retry' | 'dependency' | 'provider' | 'user' | 'report';
}

const renew =
  'Send the user the connect link: allowing again takes a minute, and the data already read stays.';

/** While a connection is CONNECTED its link only says so. */
const startOver = 'Disconnect and reconnect, and send the user the new connect link';

export const syncErrorsEn = {
  GRANT_REVOKED: {
    short: 'Access taken back at the provider',
    cause:
      'The provider says that the access is gone: the user removed it, changed a password, or it ran out.',
    by: 'person',
    cure: renew,
    act: 'reconnect',
  },
  REFRESH_RESPONSE_LOST: {
    short: 'Renewal of the access got lost',
    cause:
      'The provider renewed the access, and its answer never arrived, so that the old access is void and the new one unknown.',
    by: 'person',
    cure: renew,
    act: 'reconnect',
  },
  CREDENTIAL_REFUSED: {
    short: 'Key or access no longer accepted',
    cause: 'The provider refuses the key or access, and its own connection test says so too.',
    by: 'person',
    cure: renew,
    act: 'reconnect',
  },
  RENEWED_CREDENTIAL_REFUSED: {
    short: 'Fresh access refused too',
    cause: 'The provider refused an access that it had renewed a moment before.',
    by: 'person',
    cure: renew,
    act: 'reconnect',
  },
  UNAUTHORIZED: {
    short: 'Access refused for this data',
    cause: 'The provider accepts the access in general, but refused it for this data type.',
    by: 'person',
    cure: 'Check the rights of the user’s account at the provider, then synchronize again or reconnect.',
    act: 'retry',
  },
  TOKEN_NOT_RENEWED: {
    short: 'Access could not be renewed now',
    cause: 'The provider did not renew the access, without saying that it is gone.',
    by: 'nobody',
    cure: 'It is tried again by itself. If it stays like this, run the provider’s Doctor.',
    act: 'provider',
  },
  PROVIDER_REFUSES_REGISTRATION: {
    short: 'Provider refuses our credentials',
    cause: 'The provider does not accept the client id or secret that is stored here.',
    by: 'admin',
    cure: 'Enter the credentials of the provider again, then synchronize again. No user has to do anything.',
    act: 'provider',
  },
  PERMISSION_NOT_GRANTED: {
    short: 'User left this data out',
    cause: 'The user did not allow this data type at the provider.',
    by: 'person',
    cure: `${startOver}: there it can be allowed. Or leave this data type out before the reconnect.`,
    act: 'reconnect',
  },
  PROVIDER_UNREACHABLE: {
    short: 'Provider does not answer',
    cause: 'The provider did not answer, or answered that it cannot right now.',
    by: 'provider',
    cure: 'Five tries within an hour have failed. Synchronize again when the provider is back.',
    act: 'retry',
  },
  PROVIDER_IN_TROUBLE: {
    short: 'Provider in trouble, left alone',
    cause: 'Many requests to this provider failed in a row; it is left alone for a while, by all workers.',
    by: 'provider',
    cure: 'It is tried again by itself for an hour. After that, synchronize again when the Doctor shows that it is back.',
    act: 'provider',
  },
  RATE_LIMITED: {
    short: 'Too many requests, says provider',
    cause: 'The provider says that too much was asked in a short time.',
    by: 'nobody',
    cure: 'It goes on by itself when the provider allows it. A longer schedule helps if it happens often.',
    act: 'retry',
  },
  WAITING_FOR_PROVIDER_LIMIT: {
    short: 'Waiting for its turn',
    cause: 'Other syncs use up what the provider allows in this time. Nothing was sent.',
    by: 'nobody',
    cure: 'It goes on by itself.',
    act: 'provider',
  },
  UNEXPECTED_ANSWER: {
    short: 'Answer nobody can read',
    cause: 'The provider answered, but not in the form that its documentation describes.',
    by: 'us',
    cure: 'Synchronize again. If it stays, the provider has changed its API: report it with the request id.',
    act: 'retry',
  },
  NOT_FOUND: {
    short: 'Not there at the provider',
    cause: 'The provider says that what was asked for does not exist.',
    by: 'consumer',
    cure: 'Check what the connection points to (shop, register number), then synchronize again.',
    act: 'retry',
  },
  REQUEST_REFUSED: {
    short: 'Provider refused the request',
    cause: 'The provider understood the request and refused it.',
    by: 'us',
    cure: 'Synchronize again. If it stays, the provider has changed its API: report it with the request id.',
    act: 'retry',
  },
  ANSWER_CUT: {
    short: 'Answer cut short',
    cause: 'A list inside of a record went on further than the provider would send it.',
    by: 'us',
    cure: 'Report it with the request id: this provider has to be read in another way.',
    act: 'report',
  },
  ANSWER_TOO_LARGE: {
    short: 'Answer too large',
    cause: 'One answer of the provider was larger than what is read at once.',
    by: 'us',
    cure: 'Report it with the request id: the page size of this provider has to be lowered.',
    act: 'report',
  },
  FOREIGN_LINK: {
    short: 'Next page on another server',
    cause: 'The provider’s answer pointed to another server for the next page. It was not followed.',
    by: 'us',
    cure: 'Report it with the request id. Nothing was sent to the other server.',
    act: 'report',
  },
  ENDLESS_PAGES: {
    short: 'Pages repeat without end',
    cause: 'The provider answered with the same page again and again.',
    by: 'provider',
    cure: 'Synchronize again later; if it stays, report it with the request id.',
    act: 'retry',
  },
  USER_SIREN_MISSING: {
    short: 'User has no register number',
    cause: 'This provider finds a company by its register number (siren), and this user has none.',
    by: 'consumer',
    cure: 'Give the user a siren (PATCH /users/{userId}), then synchronize again. Only a legal user can have one.',
    act: 'user',
  },
  VALUE_MISSING: {
    short: 'A value it needs is missing',
    cause: 'The request needs a value that this connection does not have.',
    by: 'person',
    cure: `${startOver}: the form there asks for it.`,
    act: 'reconnect',
  },
  DEPENDENCY_FAILED: {
    short: 'Its source data is missing',
    cause: 'This data type is made from another one, which could not be read yet.',
    by: 'admin',
    cure: 'Look at the sync of the other data type first; then synchronize again.',
    act: 'dependency',
  },
  PROVIDER_NOT_ENABLED: {
    short: 'Provider is switched off',
    cause: 'This provider is switched off for the account.',
    by: 'admin',
    cure: 'Switch the provider on, then synchronize again.',
    act: 'provider',
  },
  CONNECTION_NOT_CONNECTED: {
    short: 'Connection was ended meanwhile',
    cause: 'The connection was disconnected while the sync was waiting or running.',
    by: 'admin',
    cure: 'Reconnect it if the data is still wanted.',
    act: 'reconnect',
  },
  CRASHED: {
    short: 'Worker died several times',
    cause: 'The process that ran this sync ended several times in the middle of it.',
    by: 'us',
    cure: 'Look into the log for “sync_crashed”: memory may be short. Then synchronize again.',
    act: 'retry',
  },
  INTERNAL_ERROR: {
    short: 'Something went wrong here',
    cause: 'A fault of Moorage, not of the provider or the user.',
    by: 'us',
    cure: 'Look into the log for “sync_internal_error” and report it. Then synchronize again.',
    act: 'retry',
  },
} as const satisfies Record<string, SyncErrorText>;

/** In place of the cure above, as long as the sync has not ended. */
export const waitingEn = {
  by: 'nobody',
  cure: 'It is tried again after a pause.',
} as const satisfies Partial<SyncErrorText>;
