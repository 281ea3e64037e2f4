import { ConnectionGoneError, GrantGoneError } from '@/server/access-tokens/index.ts';
import { addMs, dayMs, minuteMs } from '@/server/core/clock.ts';
import type { SyncEnd, SyncErrorCode } from '@/server/data-syncs/index.ts';
import type { DataSync } from '@/server/db/models.ts';
import { backoff } from '@/server/jobs/index.ts';
import { OAuthError } from '@/server/oauth/index.ts';
import { PullError } from '@/server/pull/index.ts';
import type { Context } from '@/server/runtime/runtime.ts';

/** CONTRACT section 6: 5 attempts, within an hour. A page that was saved in between begins the count anew. */
export const mostAttempts = 5;
const longestFailingMs = 60 * minuteMs;
/** A sync that only waits for its turn, because others use the provider's limit up, is not failing. Not for ever, though. */
const longestWaitMs = 7 * dayMs;

/** 15 s, 1 min, 4 min, 15 min. */
const retryPolicy = { firstMs: 15_000, longestMs: 15 * minuteMs, factor: 4 };

/** What becomes of a sync whose attempt ended with an error. */
export type Verdict =
  /** QUEUED again. `failed`: the attempt counts. */
  | { kind: 'again'; at: Date; failed: boolean; code: SyncErrorCode; message: string }
  | { kind: 'end'; end: SyncEnd }
  /** The provider does not take a credential that cannot be renewed: its connection test has the last word. */
  | { kind: 'ask_provider' }
  /** The grant is gone. */
  | { kind: 'auth_error'; code: SyncErrorCode; message: string }
  /** The connection was deleted or ended: whoever did that has ended its syncs. */
  | { kind: 'gone' };

interface Reason {
  kind: 'try_again' | 'wait' | 'final';
  code: SyncErrorCode;
  message: string;
  retryAfterMs: number | null;
}

export function judgeFailure(ctx: Context, sync: DataSync, error: unknown): Verdict {
  if (error instanceof ConnectionGoneError) return { kind: 'gone' };
  if (error instanceof GrantGoneError) return { kind: 'auth_error', ...grantGone[error.reason] };
  if (error instanceof PullError && error.kind === 'unauthorized')
    return error.code === 'RENEWED_CREDENTIAL_REFUSED'
      ? { kind: 'auth_error', ...refused }
      : { kind: 'ask_provider' };
  const reason = readReason(error);
  if (reason === null) return judge(ctx, sync, internal, 'INTERNAL_ERROR');
  return judge(ctx, sync, reason, 'FETCH_ERROR');
}

const grantGone = {
  revoked: { code: 'GRANT_REVOKED', message: 'The access was taken back at the provider.' },
  refresh_response_lost: {
    code: 'REFRESH_RESPONSE_LOST',
    message: 'The provider renewed the access, and its answer was lost. The user has to allow it again.',
  },
} as const;
const refused = {
  code: 'CREDENTIAL_REFUSED',
  message: 'The provider no longer accepts the access.',
} as const;

/** What the provider's connection test says about a credential that it refused and that cannot be renewed. */
export function judgeRefusal(ctx: Context, sync: DataSync, answer: 'ok' | 'refused' | 'unknown'): Verdict {
  if (answer === 'refused') return { kind: 'auth_error', ...refused };
  const message =
    answer === 'ok'
      ? 'The provider accepts the credential, but does not give this data.'
      : 'The provider refused the credential, and could not be asked whether it is still good.';
  const kind = answer === 'ok' ? 'final' : 'try_again';
  return judge(ctx, sync, { kind, code: 'UNAUTHORIZED', message, retryAfterMs: null }, 'FETCH_ERROR');
}

const internal: Reason = {
  kind: 'try_again',
  code: 'INTERNAL_ERROR',
  message: 'Something went wrong on our side.',
  retryAfterMs: null,
};

/** Null: not one of the errors that reading can end with, so a fault of ours. */
function readReason(error: unknown): Reason | null {
  if (error instanceof OAuthError) {
    const isOurs = error.kind === 'client_config';
    return {
      kind: 'try_again',
      code: isOurs ? 'PROVIDER_REFUSES_REGISTRATION' : 'TOKEN_NOT_RENEWED',
      message: isOurs
        ? "The provider refuses this installation's registration: its credentials have to be checked."
        : 'The access could not be renewed right now.',
      retryAfterMs: error.retryAfter === null ? null : error.retryAfter * 1_000,
    };
  }
  if (!(error instanceof PullError)) return null;
  const { kind, code, message, retryAfterMs } = error;
  if (kind === 'forbidden' || kind === 'missing_input') return { kind: 'final', code, message, retryAfterMs };
  // Our own limits: nothing was sent.
  const isWaiting = code === 'WAITING_FOR_PROVIDER_LIMIT' || code === 'PROVIDER_IN_TROUBLE';
  return { kind: isWaiting ? 'wait' : 'try_again', code, message, retryAfterMs };
}

function judge(
  ctx: Context,
  sync: DataSync,
  { kind, code, message, retryAfterMs }: Reason,
  status: 'FETCH_ERROR' | 'INTERNAL_ERROR',
): Verdict {
  const end: Verdict = { kind: 'end', end: { status, code, message } };
  if (kind === 'final') return end;
  const now = ctx.clock.now();
  const failures = sync.failures + 1;
  if (kind === 'try_again' && failures >= mostAttempts) return end;
  // Who only waits for a turn has not failed with it: the time that the limit says is all there is to wait.
  const attempt = kind === 'wait' ? 1 : failures;
  const at = addMs(now, backoff(attempt, retryAfterMs, retryPolicy, ctx.random));
  const isOutage = kind === 'try_again' || code === 'PROVIDER_IN_TROUBLE';
  const deadline = isOutage
    ? addMs(sync.failingSince ?? now, longestFailingMs)
    : addMs(sync.requestedAt, longestWaitMs);
  if (at > deadline) return end;
  return { kind: 'again', at, failed: kind === 'try_again', code, message };
}
