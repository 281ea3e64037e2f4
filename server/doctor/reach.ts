import { OutgoingRequestError, type OutgoingRequestErrorKind } from '@/server/http-client/index.ts';
import type { Runtime } from '@/server/runtime/runtime.ts';

export interface Reached {
  isReachable: boolean;
  /** How long the answer took. */
  tookMs: number;
  /** HTTP status of the answer; null when it was none. Any status is an answer. */
  status: number | null;
  /** Why there was none. */
  trouble: OutgoingRequestErrorKind | null;
  /** The other clock ahead of ours; null when the answer had no `Date`. */
  clockSkewMs: number | null;
}

const timeoutMs = 3_000;

/** Asks for the root of an origin. What comes back says nothing about the provider, only that it is there. */
export async function reach({ http, clock }: Runtime, origin: string): Promise<Reached> {
  const startedAt = clock.now().getTime();
  const took = () => clock.now().getTime() - startedAt;
  try {
    const answer = await http.fetch(`${origin}/`, { timeoutMs, headers: { accept: '*/*' } });
    const tookMs = took();
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    // Their clock was read half-way, and it tells whole seconds only.
    const ours = startedAt + tookMs / 2;
    const clockSkewMs = Number.isNaN(theirs) ? null : Math.round(theirs + 500 - ours);
    return { isReachable: true, tookMs, status: answer.status, trouble: null, clockSkewMs };
  } catch (error) {
    if (!(error instanceof OutgoingRequestError)) throw error;
    // A redirect that is not followed and a page that is too long are answers too.
    const isAnswer = error.kind === 'redirect' || error.kind === 'too_large';
    const trouble = isAnswer ? null : error.kind;
    return { isReachable: isAnswer, tookMs: took(), status: null, trouble, clockSkewMs: null };
  }
}
