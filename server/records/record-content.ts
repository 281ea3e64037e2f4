import { hash } from 'node:crypto';

/** What is stored of a record: its JSON with sorted keys, so that the same content is always the same text. */
export function toContent(fields: Record<string, unknown>): { payload: string; hash: string } {
  const payload = JSON.stringify(sortKeys(fields));
  return { payload, hash: hash('sha256', payload, 'base64url') };
}

/**
 * Before the text is made: a replacer, which is called for every value, takes twice as long. Record schemas name all keys,
 * so none is `__proto__`.
 */
function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sortKeys);
  const sorted: Record<string, unknown> = {};
  for (const key of inOrder(Object.keys(value))) sorted[key] = sortKeys(Reflect.get(value, key));
  return sorted;
}

/** The last few lists of keys: the records of a page have the same ones, and sorting is most of the work. */
const known: { keys: readonly string[]; sorted: readonly string[] }[] = [];
const mostKnown = 8;

function inOrder(keys: readonly string[]): readonly string[] {
  const same = known.find((one) => isSame(one.keys, keys));
  if (same !== undefined) return same.sorted;
  const sorted = keys.toSorted();
  known.unshift({ keys, sorted });
  known.splice(mostKnown);
  return sorted;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}
