import { sha256 } from '@/server/core/random.ts';

/** What is stored of a record: its JSON with sorted keys, so that the same content is always the same text. */
export function toContent(fields: Record<string, unknown>): { payload: string; hash: string } {
  const payload = JSON.stringify(fields, sortKeys);
  return { payload, hash: sha256(payload) };
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
