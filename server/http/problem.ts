import { AppError, type ErrorCode, errorTable } from '@/server/core/errors.ts';
import type { Log } from '@/server/core/log.ts';
import { translateDatabaseError } from '@/server/db/errors.ts';

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
  const { status, title } = errorTable[error.code];
  const body = {
    type: errorDocumentation(where.publicUrl, error.code),
    title,
    status,
    detail: error.detail,
    instance: where.instance,
    error_code: error.code,
    request_id: where.requestId,
    ...(error.errors && { errors: error.errors }),
  };
  const headers = new Headers({ 'content-type': 'application/problem+json' });
  if (error.retryAfter !== undefined)
    headers.set('retry-after', String(Math.max(1, Math.ceil(error.retryAfter))));
  return new Response(JSON.stringify(body), { status, headers });
}

/** The page that explains an error code. */
function errorDocumentation(publicUrl: string, code: ErrorCode): string {
  return `${publicUrl}/docs/errors#${code.toLowerCase().replaceAll('_', '-')}`;
}
