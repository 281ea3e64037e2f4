import { OutgoingRequestError } from '@/server/http-client/index.ts';
import { OAuthError } from '@/server/oauth/index.ts';
import { CallbackError, ProviderCallError, TemplateError } from '@/server/providers/index.ts';

export type TroubleReason = 'error' | 'timeout' | 'bad_answer';

/**
 * What C-07 tells the person about a failure at the provider; the log has the rest. Errors that are not the
 * provider's are thrown on: they are ours.
 */
export function toTroubleReason(error: unknown): TroubleReason {
  if (error instanceof OutgoingRequestError) return error.kind === 'timeout' ? 'timeout' : 'error';
  if (error instanceof ProviderCallError) {
    if (error.kind === 'bad_answer') return 'bad_answer';
    return isTimeout(error.reason) ? 'timeout' : 'error';
  }
  if (error instanceof CallbackError || error instanceof TemplateError) return 'bad_answer';
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  if (!(error instanceof OAuthError)) throw error;
  if (error.kind === 'bad_answer' || error.kind === 'iss_mismatch') return 'bad_answer';
  return isTimeout(error.reason) ? 'timeout' : 'error';
}

/** Both errors put the kind of an `OutgoingRequestError` before its reason; a reset is no timeout. */
function isTimeout(reason: string): boolean {
  return reason.startsWith('timeout: ');
}
