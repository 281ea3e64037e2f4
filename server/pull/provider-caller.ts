import type { HttpClient } from '@/server/http-client/index.ts';
import {
  type CallOutcome,
  type LimitGate,
  ProviderLimitError,
  type ProviderManifest,
  serviceOf,
} from '@/server/providers/index.ts';
import type { TemplateValues } from '@/server/providers/template.ts';
import { composeCall, type PullRequest } from './compose-call.ts';
import { PullError } from './pull-error.ts';
import { type PullAnswer, sendCall } from './send-call.ts';

/** What the calls of one run are authenticated with. */
export interface CredentialSource {
  /** Of `providerValues`, with the access token. */
  get(): Promise<TemplateValues>;
  /** After a 401 with these values: fresh ones, or null when there is nothing to renew (keys). */
  renew(used: TemplateValues): Promise<TemplateValues | null>;
}

export interface ProviderCallerParts {
  manifest: ProviderManifest;
  http: Pick<HttpClient, 'fetch'>;
  credentials: CredentialSource;
  limits: LimitGate;
  /** For `Retry-After` dates. */
  now: () => Date;
  /** Breaks off what is under way; the call then rejects with its reason. */
  signal: AbortSignal;
}

export interface ProviderCaller {
  /** One request with its answer: 2xx only. @throws {PullError}; what the credentials throw comes through as it is */
  send(request: PullRequest): Promise<PullAnswer>;
}

/** The calls of one run of one connection: through the limits, with a credential that is renewed after 401. */
export function createProviderCaller(parts: ProviderCallerParts): ProviderCaller {
  // A token that came from `renew` and is refused all the same: that is the provider's last word (CONTRACT section 6).
  let renewed: TemplateValues | null = null;

  async function sendWith(request: PullRequest, used: TemplateValues): Promise<PullAnswer> {
    try {
      return await sendOnce(parts, request, used);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (isSameCredential(used, renewed)) throw refusedAgain(error);
      const fresh = await parts.credentials.renew(used);
      if (fresh === null) throw error;
      renewed = fresh;
      return sendOnce(parts, request, fresh).catch((again: unknown) => {
        throw isRefusal(again) ? refusedAgain(again) : again;
      });
    }
  }

  return {
    async send(request) {
      parts.signal.throwIfAborted();
      return sendWith(request, await parts.credentials.get());
    },
  };
}

function isRefusal(error: unknown): error is PullError {
  return error instanceof PullError && error.kind === 'unauthorized';
}

function refusedAgain({ status }: PullError): PullError {
  const message = 'The provider does not take the credential, though it was renewed just now.';
  return new PullError('unauthorized', 'RENEWED_CREDENTIAL_REFUSED', message, { status });
}

function isSameCredential(used: TemplateValues, renewed: TemplateValues | null): boolean {
  return renewed !== null && used.access_token === renewed.access_token;
}

async function sendOnce(
  parts: ProviderCallerParts,
  request: PullRequest,
  credential: TemplateValues,
): Promise<PullAnswer> {
  // Before the turn is taken: a request that cannot be made must not use one up.
  const call = composeCall(parts.manifest, request, credential);
  const service = serviceOf(parts.manifest, request.request);
  const turn = await parts.limits.enter(parts.signal, service).catch((error: unknown) => {
    throw error instanceof ProviderLimitError ? fromLimit(error) : error;
  });
  // Until something else is known, an abort say.
  let outcome: CallOutcome = { kind: 'abandoned' };
  try {
    return await sendCall(parts, call, (known) => {
      outcome = known;
    });
  } finally {
    await turn.leave(outcome);
  }
}

function fromLimit({ reason, retryAfterMs }: ProviderLimitError): PullError {
  return reason === 'breaker'
    ? new PullError('rate_limited', 'PROVIDER_IN_TROUBLE', 'The provider is in trouble and left alone.', {
        retryAfterMs,
      })
    : new PullError('rate_limited', 'WAITING_FOR_PROVIDER_LIMIT', 'The provider takes no more calls now.', {
        retryAfterMs,
      });
}
