import type { z } from 'zod';
import type { ManifestRequest } from '@/server/providers/compose-request.ts';
import type { placeSchema } from '@/server/providers/manifest-data.ts';

export type Place = z.infer<typeof placeSchema>;

export interface PlacedValue {
  place: Place;
  value: string | number;
}

export interface FilledRequest {
  request: ManifestRequest;
  /** To go with the other values of the request. */
  values: Record<string, string>;
}

/**
 * Puts values of the engine where the manifest wants them. Texts go in through a placeholder of their own, so that
 * nothing in a cursor is taken for a template; numbers in a JSON body stay numbers.
 *
 * @throws {Error} when the manifest names a place that the request does not have
 */
export function placeValues(request: ManifestRequest, placed: readonly PlacedValue[]): FilledRequest {
  const filled: FilledRequest = { request: structuredClone(request), values: {} };
  for (const [index, { place, value }] of placed.entries()) {
    if (place.in === 'template') filled.values[place.param] = String(value);
    else {
      const name = `placed_value_${index}`;
      const isUsed = put(filled.request, place, value, `{${name}}`);
      if (isUsed) filled.values[name] = String(value);
    }
  }
  return filled;
}

/** False: the value itself was put in, not the placeholder. */
function put(request: ManifestRequest, place: Place, value: string | number, placeholder: string): boolean {
  if (place.in !== 'body') {
    request[place.in === 'header' ? 'headers' : 'params'][place.param] = placeholder;
    return true;
  }
  const { body } = request;
  if (body?.encoding === 'form') {
    body.fields[place.param] = placeholder;
    return true;
  }
  if (body === undefined) throw new Error(`there is no body for ${place.param}`);
  const steps = place.param.split('.');
  const isLiteral = typeof value === 'number';
  const root = body.encoding === 'json' ? body.value : { variables: body.variables };
  putAt(root, steps, isLiteral ? value : placeholder);
  return !isLiteral;
}

function putAt(root: Record<string, unknown>, steps: readonly string[], value: unknown): void {
  const [step = '', ...rest] = steps;
  if (rest.length === 0) {
    root[step] = value;
    return;
  }
  const below = root[step];
  const next: Record<string, unknown> = isPlainObject(below) ? below : {};
  root[step] = next;
  putAt(next, rest, value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
