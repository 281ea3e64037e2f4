import type { z } from 'zod';
import type { ProviderManifest } from './manifest.ts';
import type { requestSchema } from './manifest-request.ts';
import { placeholdersOf } from './manifest-template.ts';
import { ProviderCallError } from './provider-call-error.ts';
import { fillTemplate, fillText, type TemplateValues } from './template.ts';

export type ManifestRequest = z.infer<typeof requestSchema>;

export interface ComposedRequest {
  url: URL;
  method: ManifestRequest['method'];
  headers: Record<string, string>;
  body: string | URLSearchParams | null;
}

const none: ReadonlySet<string> = new Set();

/**
 * A manifest's request with values put in, ready to send.
 *
 * @param optional names that may have no value: a parameter, header, form field or JSON value whose template holds one
 * of them is then left out
 * @throws {TemplateError} when a value is missing or does not fit its place
 * @throws {ProviderCallError} `unauthorized` when a value has characters no header can carry
 */
export function composeRequest(
  manifest: ProviderManifest,
  request: ManifestRequest,
  values: TemplateValues,
  optional: ReadonlySet<string> = none,
): ComposedRequest {
  const missing = [...optional].filter((name) => !Object.hasOwn(values, name));
  const complete = missing.length === 0 ? request : withoutMissing(request, new Set(missing));
  return {
    url: urlOf(manifest, complete, values),
    method: complete.method,
    headers: headersOf(manifest, complete, values),
    body: bodyOf(complete, values),
  };
}

function withoutMissing(request: ManifestRequest, missing: ReadonlySet<string>): ManifestRequest {
  const isWhole = (text: string) => !placeholdersOf(text).some((name) => missing.has(name));
  const wholeOf = (texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).filter(([, text]) => isWhole(text)));
  const { body } = request;
  const complete = { ...request, params: wholeOf(request.params), headers: wholeOf(request.headers) };
  switch (body?.encoding) {
    case undefined:
      return complete;
    case 'form':
      return { ...complete, body: { ...body, fields: wholeOf(body.fields) } };
    case 'json':
      return { ...complete, body: { ...body, value: wholeJson(body.value, isWhole) } };
    case 'graphql':
      return { ...complete, body: { ...body, variables: wholeJson(body.variables, isWhole) } };
  }
}

function wholeJson<T>(value: T, isWhole: (text: string) => boolean): T;
function wholeJson(value: unknown, isWhole: (text: string) => boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isKept = (item: unknown) => typeof item !== 'string' || isWhole(item);
  if (Array.isArray(value)) return value.filter(isKept).map((item) => wholeJson(item, isWhole));
  const kept = Object.entries(value).filter(([, item]) => isKept(item));
  return Object.fromEntries(kept.map(([key, item]) => [key, wholeJson(item, isWhole)]));
}

function urlOf({ api }: ProviderManifest, request: ManifestRequest, values: TemplateValues): URL {
  const path = request.url.startsWith('/');
  const base = path ? fillTemplate(api.baseUrl, values).replace(/\/+$/, '') : '';
  const url = new URL(base + fillTemplate(request.url, values));
  for (const [name, template] of Object.entries(request.params)) {
    url.searchParams.append(name, fillText(template, values));
  }
  // Everybody reads `%20` as a space, `+` only those who take the query for a form.
  url.search = url.search.replaceAll('+', '%20');
  return url;
}

/** The more specific place wins, and nothing replaces the credential. */
function headersOf(
  manifest: ProviderManifest,
  request: ManifestRequest,
  values: TemplateValues,
): Record<string, string> {
  const environment = manifest.environments.find(({ name }) => name === values.environment);
  const templates = { ...manifest.api.headers, ...environment?.headers, ...request.headers };
  const filled = Object.entries(templates).map(([name, template]) => [name, fillText(template, values)]);
  const headers: Record<string, string> = { accept: 'application/json' };
  for (const [name = '', value = ''] of [...filled, ...credentialHeaders(manifest, request, values)]) {
    // Checked here, because the message of `fetch` would quote the value.
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new ProviderCallError('unauthorized', 'a value has characters no header can carry');
    }
    headers[name.toLowerCase()] = value;
  }
  if (request.body !== undefined && request.body.encoding !== 'form') {
    headers['content-type'] = 'application/json';
  }
  return headers;
}

function credentialHeaders(
  { api }: ProviderManifest,
  request: ManifestRequest,
  values: TemplateValues,
): [string, string][] {
  if (request.authentication === 'none') return [];
  if (request.authentication === 'client_basic') {
    return [basicHeader(fillText('{client_id}', values), fillText('{client_secret}', values))];
  }
  const { authentication } = api;
  switch (authentication.kind) {
    case 'none':
      return [];
    case 'bearer':
      return [['authorization', `${authentication.scheme} ${fillText(authentication.token, values)}`]];
    case 'headers':
      return Object.entries(authentication.headers).map(([name, text]) => [name, fillText(text, values)]);
    case 'basic':
      return [
        basicHeader(fillText(authentication.username, values), fillText(authentication.password, values)),
      ];
  }
}

function basicHeader(username: string, password: string): [string, string] {
  return ['authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`];
}

function bodyOf({ body }: ManifestRequest, values: TemplateValues): string | URLSearchParams | null {
  switch (body?.encoding) {
    case undefined:
      return null;
    case 'form':
      return new URLSearchParams(
        Object.entries(body.fields).map(([name, template]) => [name, fillText(template, values)]),
      );
    case 'json':
      return JSON.stringify(fillJson(body.value, values));
    case 'graphql':
      return JSON.stringify({ query: body.query, variables: fillJson(body.variables, values) });
  }
}

function fillJson(value: unknown, values: TemplateValues): unknown {
  if (typeof value === 'string') return fillText(value, values);
  if (Array.isArray(value)) return value.map((item) => fillJson(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillJson(item, values)]));
}
