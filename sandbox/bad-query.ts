import { z } from 'zod';

/** The query of a resource request does not make sense; answered with 400 `invalid_request`. */
export class BadQueryError extends Error {
  constructor(parameter: string) {
    super(`the parameter ${parameter} is not valid`);
    this.name = 'BadQueryError';
  }
}

export type Query = Readonly<Record<string, string>>;

/** What a parameter says, or `fallback` when it is not there. */
export function readParameter<T>(query: Query, name: string, schema: z.ZodType<T>, fallback: T): T {
  const text = query[name];
  if (text === undefined) return fallback;
  const parsed = schema.safeParse(text);
  if (!parsed.success) throw new BadQueryError(name);
  return parsed.data;
}

const DEFAULT_PAGE_SIZE = 100;
/** Real APIs stop at a few hundred; benchmarks want fewer requests. */
const PAGE_SIZE_LIMIT = 1000;

export function readPageSize(query: Query, name: string): number {
  return readParameter(
    query,
    name,
    z.coerce.number<string>().int().min(1).max(PAGE_SIZE_LIMIT),
    DEFAULT_PAGE_SIZE,
  );
}

export function readCount(query: Query, name: string, first: number): number {
  return readParameter(query, name, z.coerce.number<string>().int().min(first).max(1e9), first);
}

export function readMoment(query: Query, name: string): number | null {
  const schema = z.iso.datetime({ offset: true }).transform((text): number | null => Date.parse(text));
  return readParameter(query, name, schema, null);
}
