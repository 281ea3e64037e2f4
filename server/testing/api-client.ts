import { callApp } from './call-app.ts';

export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON; null without a body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape.
  body: any;
}

interface ApiRequest {
  body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  raw?: BodyInit;
  headers?: Record<string, string>;
}

/** Calls `/api/v6` routes with a key, as `curl` would. `path` begins behind `/api/v6`. */
export function createApiClient(key: string | null) {
  return async (
    method: string,
    path: string,
    { body, raw, headers = {} }: ApiRequest = {},
  ): Promise<ApiAnswer> => {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const request = new Request(`http://localhost:4000/api/v6${path}`, {
      method,
      headers: {
        ...(key !== null && { 'x-api-key': key }),
        ...(payload !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload !== undefined && { body: payload, duplex: 'half' }),
    });
    const response = await callApp(request);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  };
}

export type ApiClient = ReturnType<typeof createApiClient>;
