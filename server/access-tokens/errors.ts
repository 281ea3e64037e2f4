export type GrantGoneReason = 'revoked' | 'refresh_response_lost';

/**
 * The grant ended at the provider: only the person can give a new one. `refresh_response_lost`: its last refresh
 * token was spent, and the answer that held the next one never came.
 */
export class GrantGoneError extends Error {
  readonly reason: GrantGoneReason;

  constructor(reason: GrantGoneReason) {
    super(`the grant is gone: ${reason}`);
    this.name = 'GrantGoneError';
    this.reason = reason;
  }
}

/** The connection was deleted, or is not CONNECTED: nobody may ask the provider for it any more. */
export class ConnectionGoneError extends Error {
  constructor() {
    super('the connection was deleted, or it is not CONNECTED');
    this.name = 'ConnectionGoneError';
  }
}
