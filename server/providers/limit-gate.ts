/** What a call came to, as the limits see it. Reported once per `enter`, whatever happened. */
export type CallOutcome =
  | {
      kind: 'answered';
      status: number;
      /** Seconds the provider asked us to wait; null when it did not say. */
      retryAfter: number | null;
      cost?: CallCost;
    }
  /** No answer: no connection, a broken one, or a deadline. */
  | { kind: 'unreachable' }
  /** We broke it off (the worker stops, the connection is gone): says nothing about the provider. */
  | { kind: 'abandoned' };

/** For providers that count points, as the paths of the limit say. */
export interface CallCost {
  /** How many are left. */
  remaining: number;
  /** How many must be left for such a call. */
  requested?: number;
  /** How many come back each second; positive. */
  restorePerSecond?: number;
}

/** The turn of one call. `leave` must be called once, also when the call failed. */
export interface Turn {
  leave(outcome: CallOutcome): Promise<void>;
}

/** The limits of one provider for one connection and data type, shared by all workers (R-30, F-06, F-07). */
export interface LimitGate {
  /**
   * Waits for its turn; throws ProviderLimitError when that would take more than a few seconds.
   *
   * @param service of `serviceOf`, for calls that do not go to the provider's usual one
   */
  enter(signal: AbortSignal, service?: string | null): Promise<Turn>;
}

/**
 * - `rate`: the provider's quota is used up, or it answered 429.
 * - `concurrency`: as many calls as the provider allows are under way.
 * - `breaker`: the provider is in trouble and left alone.
 */
export type ProviderLimitReason = 'rate' | 'concurrency' | 'breaker';

/** No call was made; it makes sense again after `retryAfterMs`. */
export class ProviderLimitError extends Error {
  readonly reason: ProviderLimitReason;
  readonly retryAfterMs: number;

  constructor(reason: ProviderLimitReason, retryAfterMs: number) {
    super(`${reason}: try again in ${Math.ceil(retryAfterMs)} ms`);
    this.name = 'ProviderLimitError';
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}
