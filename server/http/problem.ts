import { z } from 'zod';
import { AppError, type ErrorCode, errorTable } from '@/server/core/errors.ts';
import type { Log } from '@/server/core/log.ts';
import { uuid } from '@/server/core/wire.ts';
import { translateDatabaseError } from '@/server/db/errors.ts';

export const errorCodes = Object.keys(errorTable) as ErrorCode[];

/** Every 4xx and 5xx of the API (RFC 9457 and CONTRACT section 1). */
export const problemSchema = z
  .strictObject({
    type: z.string().meta({ format: 'uri', description: 'The page that explains this error code.' }),
    title: z.string(),
    status: z.int().meta({ description: 'The HTTP status.' }),
    detail: z.string().meta({ description: 'What went wrong this time, and what would be right.' }),
    instance: z.string().meta({ description: 'Path of the request.' }),
    error_code: z.enum(errorCodes).meta({ description: 'Stable; decide by this.' }),
    request_id: uuid.meta({ description: 'Also in the header `X-Request-Id` and in our log.' }),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'The wrong fields, where there are some.' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

interface Where {
  requestId: string;
  /** Path of the request, without its query. */
  instance: string;
  publicUrl: string;
  log: Log;
}

/** Any error as RFC 9457 `application/problem+json` (CONTRACT section 1). What nobody expected is 500, logged once. */
export function toProblem(thrown: unknown, where: Where): Response {
  const error = translateDatabaseError(thrown);
  if (!(error instanceof AppError)) {
    where.log.error({ requestId: where.requestId, err: error }, 'unexpected error');
    const detail = 'Something went wrong on our side. The request id finds it in the log.';
    return problemResponse(new AppError('INTERNAL_ERROR', detail), where);
  }
  if (errorTable[error.code].status >= 500) {
    where.log.error({ requestId: where.requestId, err: error }, 'temporarily unavailable');
  }
  return problemResponse(error, where);
}

function problemResponse(error: AppError, where: Where): Response {
  const body = problemOf(error, where);
  const headers = new Headers({ 'content-type': 'application/problem+json' });
  // RFC 9110 section 15.5.2.
  if (body.status === 401) headers.set('www-authenticate', 'Bearer');
  if (error.retryAfter !== undefined)
    headers.set('retry-after', String(Math.max(1, Math.ceil(error.retryAfter))));
  return new Response(JSON.stringify(body), { status: body.status, headers });
}

/** The document behind an error. */
export function problemOf(
  { code, detail, errors }: Pick<AppError, 'code' | 'detail' | 'errors'>,
  where: Omit<Where, 'log'>,
): Problem {
  const { status, title } = errorTable[code];
  return {
    type: `${where.publicUrl}/docs/errors#${errorAnchor(code)}`,
    title,
    status,
    detail,
    instance: where.instance,
    error_code: code,
    request_id: where.requestId,
    ...(errors && { errors }),
  };
}

/** Where the errors page explains a code: `unsupported-data-type`. */
export function errorAnchor(code: ErrorCode): string {
  return code.toLowerCase().replaceAll('_', '-');
}
