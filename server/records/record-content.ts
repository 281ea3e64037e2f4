import { hash } from 'node:crypto';

/** What is stored of a record: its JSON with sorted keys, so that the same content is always the same text. */
export function toContent(fields: Record<string, unknown>): { payload: string; hash: string } {
  const payload = JSON.stringify(sortKeys(fields));
  return { payload, hash: hash('sha256', payload, 'base64url') };
}

/** Before the text is made: a replacer, which is called for every value, takes twice as long. */
function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sortKeys);
  const sorted: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) sorted[key] = sortKeys(Reflect.get(value, key));
  return sorted;
}
