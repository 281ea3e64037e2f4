import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { type ErrorCode, errorTable, type FieldError } from '@/server/core/errors.ts';
import type { Method, Operation } from './operation.ts';
import { problemOf } from './problem.ts';

/** What the document says about a code beside its number and title. */
interface ErrorExample {
  cause: string;
  /** A `detail` as it can be. */
  example: string;
  field?: FieldError;
}
export type ErrorExamples = Record<ErrorCode, ErrorExample>;

/** Everything an operation can answer beside its success: what it declares, and what the HTTP edge adds. */
export function operationErrors(method: Method, operation: Operation): ErrorCode[] {
  const hasBody = operation.body !== undefined;
  return [
    ...new Set<ErrorCode>([
      ...(hasBody && operation.body !== 'bytes'
        ? (['MALFORMED_JSON', 'UNSUPPORTED_MEDIA_TYPE'] as const)
        : []),
      ...(hasBody ? (['BODY_TOO_LARGE'] as const) : []),
      'INVALID_API_KEY',
      ...(operation.scope === 'WRITE' ? (['INSUFFICIENT_SCOPE'] as const) : []),
      ...operation.errors,
      // An unknown query parameter is refused everywhere.
      'VALIDATION_FAILED',
      ...(method === 'POST' ? (['IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED'] as const) : []),
      'RATE_LIMITED',
      'INTERNAL_ERROR',
      'TEMPORARILY_UNAVAILABLE',
    ]),
  ];
}

/** Answers that are the same everywhere; operations refer to them. */
const commonCodes: readonly ErrorCode[] = [
  'MALFORMED_JSON',
  'INVALID_API_KEY',
  'INSUFFICIENT_SCOPE',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'VALIDATION_FAILED',
  'RATE_LIMITED',
  'INTERNAL_ERROR',
  'TEMPORARILY_UNAVAILABLE',
];

/** `components.responses`, by the code they carry. */
export function commonResponses(publicUrl: string, examples: ErrorExamples) {
  return Object.fromEntries(
    commonCodes.map((code) => [code, errorResponse([code], '/api/v6/users/legal', publicUrl, examples)]),
  );
}

/** One answer per status, each with the codes it can carry and an example of each. */
export function errorResponses(
  codes: ErrorCode[],
  instance: string,
  publicUrl: string,
  examples: ErrorExamples,
): ZodOpenApiResponsesObject {
  const statuses = [...new Set(codes.map((code) => errorTable[code].status))].sort();
  return Object.fromEntries(
    statuses.map((status) => {
      const here = codes.filter((code) => errorTable[code].status === status);
      const [only] = here;
      if (here.length === 1 && only !== undefined && commonCodes.includes(only)) {
        return [`${status}`, { $ref: `#/components/responses/${only}` }];
      }
      return [`${status}`, errorResponse(here, instance, publicUrl, examples)];
    }),
  );
}

function errorResponse(
  codes: ErrorCode[],
  instance: string,
  publicUrl: string,
  examples: ErrorExamples,
): ZodOpenApiResponseObject {
  const waits = codes.some((code) =>
    ['RATE_LIMITED', 'TEMPORARILY_UNAVAILABLE', 'IDEMPOTENCY_KEY_IN_USE'].includes(code),
  );
  return {
    description: codes.map((code) => `\`${code}\`: ${examples[code].cause}`).join('\n\n'),
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' },
      ...(waits && { 'Retry-After': { $ref: '#/components/headers/Retry-After' } }),
    },
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            { type: 'object', properties: { error_code: { type: 'string', enum: codes } } },
          ],
        },
        examples: Object.fromEntries(
          codes.map((code) => [code, { value: exampleProblem(code, instance, publicUrl, examples) }]),
        ),
      },
    },
  };
}

function exampleProblem(code: ErrorCode, instance: string, publicUrl: string, examples: ErrorExamples) {
  const { example, field } = examples[code];
  const requestId = '0190b2f4-6c1e-7a30-9f3e-3d5f0c1a2b4c';
  return problemOf({ code, detail: example, errors: field && [field] }, { instance, publicUrl, requestId });
}
