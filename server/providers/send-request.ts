import { type HttpClient, OutgoingRequestError } from '@/server/http-client/index.ts';
import { readPath } from '@/server/oauth/read-path.ts';
import { parseRetryAfter } from '@/server/oauth/retry-after.ts';
import { composeRequest, type ManifestRequest } from './compose-request.ts';
import type { ProviderManifest } from './manifest.ts';
import { ProviderCallError, type ProviderCallErrorKind } from './provider-call-error.ts';
import type { TemplateValues } from './template.ts';

export interface ProviderCall {
  manifest: ProviderManifest;
  /** Of `providerValues`. */
  values: TemplateValues;
  http: Pick<HttpClient, 'fetch'>;
  /** Aborts the request; the call then rejects with its reason. */
  signal?: AbortSignal | undefined;
  /** For `Retry-After` dates. Default: the system clock. */
  now?: (() => Date) | undefined;
}

export interface ProviderAnswer {
  /** 2xx, or a 4xx that is about this request; trouble at the provider is thrown. */
  status: number;
  headers: Headers;
  /** Parsed JSON; null when the answer is empty, or an error without JSON. */
  body: unknown;
  /** Seconds. */
  retryAfter: number | null;
}

const transientStatuses: readonly number[] = [408, 425, 429];

/**
 * Sends one request of a manifest, once.
 *
 * @throws {ProviderCallError} `unreachable`: no answer, 408, 425, 429, 5xx. `bad_answer`: 2xx without JSON, a
 * redirect, too large. What `api.errorIn200` finds: as it means.
 * @throws {TemplateError} when a value is missing or does not fit its place
 */
export async function sendProviderRequest(
  call: ProviderCall & { request: ManifestRequest },
): Promise<ProviderAnswer> {
  const { url, method, headers, body } = composeRequest(call.manifest, call.request, call.values);
  const response = await call.http
    .fetch(url, { method, headers, body, signal: call.signal })
    .catch((error: unknown) => {
      throw error instanceof OutgoingRequestError ? fromRequestError(error) : error;
    });
  const { status } = response;
  const now = call.now?.() ?? new Date();
  const retryAfter = parseRetryAfter(response.headers, now);
  if (status >= 500 || transientStatuses.includes(status)) {
    throw new ProviderCallError('unreachable', `status ${status}`, { status, retryAfter });
  }
  const json = parseJson(await response.text(), response.ok);
  if (json === undefined) throw new ProviderCallError('bad_answer', 'not JSON', { status });
  if (response.ok) refuseErrorIn200(call.manifest, json, { status, retryAfter });
  return { status, headers: response.headers, body: json, retryAfter };
}

/**
 * The same, for callers that can only use success: answers with the body.
 *
 * @throws {ProviderCallError} also `unauthorized` for 401 and 403, `bad_answer` for any other status but 2xx
 */
export async function readFromProvider(call: ProviderCall & { request: ManifestRequest }): Promise<unknown> {
  const { status, body } = await sendProviderRequest(call);
  if (status >= 200 && status < 300) return body;
  const kind = status === 401 || status === 403 ? 'unauthorized' : 'bad_answer';
  throw new ProviderCallError(kind, `status ${status}`, { status });
}

/** Undefined: a success that is no JSON, a login page say. */
function parseJson(text: string, ok: boolean): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    // The message of a JSON error quotes the text; the status of an error says enough without a body.
    return ok ? undefined : null;
  }
}

const kindOfMeaning: Record<string, ProviderCallErrorKind> = {
  unauthorized: 'unauthorized',
  invalid_grant: 'unauthorized',
  insufficient_scope: 'unauthorized',
  rate_limited: 'unreachable',
  transient: 'unreachable',
};

function refuseErrorIn200(
  { api }: ProviderManifest,
  body: unknown,
  details: { status: number; retryAfter: number | null },
): void {
  const rule = api.errorIn200;
  if (rule === undefined) return;
  const value = readPath(body, rule.path);
  const good = rule.success === undefined ? value === undefined : rule.success.some((one) => one === value);
  if (good) return;
  const code = rule.codePath === undefined ? value : readPath(body, rule.codePath);
  const meaning = rule.meanings[String(code)] ?? 'transient';
  throw new ProviderCallError(kindOfMeaning[meaning] ?? 'bad_answer', 'error in the body', details);
}

function fromRequestError({ kind, reason }: OutgoingRequestError): ProviderCallError {
  const answered = kind === 'too_large' || kind === 'redirect';
  return new ProviderCallError(answered ? 'bad_answer' : 'unreachable', `${kind}: ${reason}`);
}
