import type { CustomFetch } from 'openid-client';
import { OutgoingRequestError } from '@/server/http-client/index.ts';
import { OAuthError } from './oauth-error.ts';
import type { OAuthCall } from './server.ts';

/** How one request departs from the one the library made. */
export interface RequestShape {
  encoding: 'form' | 'json';
  headers: Record<string, string>;
  /** Set over what the library sends. */
  set: Record<string, string>;
  omit: readonly string[];
}

export interface EndpointAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** Far more than a token answer needs, far less than the client's own cap. */
const maxAnswerBytes = 1024 * 1024;

/**
 * Sends one POST that the library composed (client authentication included), shaped as the provider wants it, and
 * reads the answer. Sent once: a code or a rotating refresh token must not be spent twice (I-02, I-03).
 *
 * @throws {OAuthError} when there is no answer
 */
export async function postToEndpoint(
  call: OAuthCall,
  [url, request]: Parameters<CustomFetch>,
  shape: RequestShape,
): Promise<EndpointAnswer> {
  if (!(request.body instanceof URLSearchParams)) throw new TypeError('the library sends forms');
  const form = new URLSearchParams(request.body);
  for (const [name, value] of Object.entries(shape.set)) form.set(name, value);
  for (const name of shape.omit) form.delete(name);
  const isJson = shape.encoding === 'json';
  try {
    const response = await call.fetch(url, {
      method: 'POST',
      headers: {
        ...request.headers,
        ...(isJson && { 'content-type': 'application/json' }),
        ...shape.headers,
      },
      body: isJson ? JSON.stringify(toJson(form)) : form,
      signal: call.signal,
      maxBodyBytes: maxAnswerBytes,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    throw error instanceof OutgoingRequestError ? fromRequestError(error) : error;
  }
}

/** A name that comes twice (`resource`) becomes a list. */
function toJson(form: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(form.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const [first = '', ...rest] = form.getAll(name);
      return [name, rest.length === 0 ? first : [first, ...rest]];
    }),
  );
}

function fromRequestError(error: OutgoingRequestError): OAuthError {
  switch (error.kind) {
    case 'timeout':
    case 'unreachable':
      return new OAuthError('transient', `${error.kind}: ${error.reason}`);
    case 'too_large':
    case 'redirect':
      return new OAuthError('bad_answer', error.kind);
    case 'blocked':
      return new OAuthError('client_config', `endpoint blocked: ${error.reason}`);
  }
}
