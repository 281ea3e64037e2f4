import type { z } from 'zod';
import type { ErrorCode } from '@/server/core/errors.ts';
import type { Context } from '@/server/runtime/runtime.ts';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

type Shape = z.ZodType | undefined;
type Parsed<Schema extends Shape> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Answer<Schema extends Shape> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** One method of one path: what the route handler does and what the OpenAPI document says, from the same schemas. */
export interface Operation<
  Query extends Shape = Shape,
  Body extends Shape = Shape,
  Result extends Shape = Shape,
> {
  /** The method name in a generated client. */
  operationId: string;
  summary: string;
  description?: string;
  tag: string;
  scope: 'READ' | 'WRITE';
  query?: Query;
  /** `bytes`: the handler gets the raw body. */
  body?: Body | 'bytes';
  /** A request without a body counts as one with `{}`. */
  bodyIsOptional?: true;
  /** `result` is left out for 204. `none`: what 204 says; `handle` may then give null. */
  success: { status: 200 | 201 | 202 | 204; description: string; result?: Result; none?: string };
  /** What this operation can answer beside what every operation can. */
  errors: ErrorCode[];
  handle(
    ctx: Context,
    input: {
      params: Record<string, string>;
      query: Parsed<Query>;
      body: Parsed<Body>;
      bytes: Uint8Array;
    },
  ): Promise<Answer<Result> | null>;
}

/** Declares an operation; the types of query, body and answer follow from its schemas. */
export function operation<
  Query extends Shape = undefined,
  Body extends Shape = undefined,
  Result extends Shape = undefined,
>(definition: Operation<Query, Body, Result>): Operation<Query, Body, Result> {
  return definition;
}
