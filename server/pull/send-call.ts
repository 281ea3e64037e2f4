import { type HttpClient, OutgoingRequestError } from '@/server/http-client/index.ts';
import { readPath } from '@/server/oauth/read-path.ts';
import { parseRetryAfter } from '@/server/oauth/retry-after.ts';
import type { ComposedRequest } from '@/server/providers/compose-request.ts';
import type { CallCost, CallOutcome, ProviderManifest } from '@/server/providers/index.ts';
import { parseAnswer } from './parse-answer.ts';
import { PullError, unexpectedAnswer } from './pull-error.ts';
import { readMeaning } from './read-meaning.ts';
import { errorOfStatus } from './status-error.ts';

export interface PullAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON; null for an answer without a body (204). */
  body: unknown;
}

interface Parts {
  manifest: ProviderManifest;
  http: Pick<HttpClient, 'fetch'>;
  now: () => Date;
  signal: AbortSignal;
}

/**
 * Sends one request, once.
 *
 * @param tell hears what the call came to, as soon as that is known: also when it then throws
 * @throws {PullError} for everything but a 2xx with JSON that is no error in disguise (`api.errorIn200`)
 */
export async function sendCall(
  { manifest, http, now, signal }: Parts,
  { url, method, headers, body }: ComposedRequest,
  tell: (outcome: CallOutcome) => void,
): Promise<PullAnswer> {
  const response = await http.fetch(url, { method, headers, body, signal }).catch((error: unknown) => {
    if (!(error instanceof OutgoingRequestError)) throw error;
    const { outcome, problem } = fromRequestError(error);
    tell(outcome);
    throw problem;
  });
  const retryAfter = parseRetryAfter(response.headers, now());
  const { status } = response;
  tell({ kind: 'answered', status, retryAfter });
  if (!response.ok) throw errorOfStatus(status, retryAfter, mayForbid(manifest, response.headers));
  const json = parseAnswer(await response.arrayBuffer(), status);
  const meaning = readMeaning(manifest, json);
  const cost = readCost(manifest, json);
  // An error in disguise counts as what it means.
  tell({ kind: 'answered', status: meaning ?? status, retryAfter, ...(cost !== null && { cost }) });
  if (meaning !== null) throw errorOfStatus(meaning, retryAfter);
  return { status, headers: response.headers, body: json };
}

/** A page in HTML comes from what stands in front of the API. */
function mayForbid({ api }: ProviderManifest, headers: Headers): boolean {
  return api.authentication.kind !== 'none' && !headers.get('content-type')?.startsWith('text/html');
}

/** What the answer says about points, for providers that count them. */
function readCost({ api }: ProviderManifest, body: unknown): CallCost | null {
  const limit = api.rateLimits.find(({ remainingPath }) => remainingPath !== undefined);
  const remaining = readNumber(body, limit?.remainingPath);
  if (remaining === null) return null;
  const requested = readNumber(body, limit?.requestedPath);
  const restorePerSecond = readNumber(body, limit?.restoreRatePath);
  return {
    remaining,
    ...(requested !== null && { requested }),
    ...(restorePerSecond !== null && restorePerSecond > 0 && { restorePerSecond }),
  };
}

function readNumber(body: unknown, path: string | undefined): number | null {
  const value = path === undefined ? undefined : readPath(body, path);
  return typeof value === 'number' ? value : null;
}

function fromRequestError({ kind, reason }: OutgoingRequestError): {
  outcome: CallOutcome;
  problem: PullError;
} {
  const answered = { kind: 'answered', status: 200, retryAfter: null } as const;
  switch (kind) {
    case 'too_large':
      return {
        outcome: answered,
        problem: new PullError('bad_answer', 'ANSWER_TOO_LARGE', 'The answer of the provider is too large.'),
      };
    case 'redirect':
      return {
        outcome: { ...answered, status: Number(reason) },
        problem: unexpectedAnswer('The provider answered with a redirect.'),
      };
    case 'blocked':
      return { outcome: { kind: 'abandoned' }, problem: unreachable('may not be reached from here') };
    case 'timeout':
      return { outcome: { kind: 'unreachable' }, problem: unreachable('did not answer in time') };
    case 'unreachable':
      return { outcome: { kind: 'unreachable' }, problem: unreachable('could not be reached') };
  }
}

function unreachable(what: string): PullError {
  return new PullError('unreachable', 'PROVIDER_UNREACHABLE', `The provider ${what}.`);
}
