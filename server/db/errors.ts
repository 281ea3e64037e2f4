import { Prisma } from '@/generated/sqlite/client.ts';
import { AppError } from '@/server/core/errors.ts';

/** Whether a unique constraint refused the write: somebody else was first. */
export function isUniqueViolation(error: unknown): boolean {
  return hasCode(error, 'P2002');
}

/** P1001, P1002, P1008, P1017: not reachable; P2024, P2028: no turn in time; P2034: deadlock or serialization failure. */
const passingCodes = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'];
const passingDriverCodes =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|57P0[123]|53[0-9]{3}|SQLITE_(BUSY|FULL|READONLY|IOERR)/;

/** A database in passing trouble becomes 503 with `Retry-After` (CONTRACT section 1); other errors come back as they are. */
export function translateDatabaseError(error: unknown): unknown {
  const passing =
    passingCodes.some((code) => hasCode(error, code)) ||
    error instanceof Prisma.PrismaClientInitializationError ||
    (isPrismaError(error) && passingDriverCodes.test(`${readCauseCode(error)} ${error.message}`));
  if (!passing) return error;
  return new AppError(
    'TEMPORARILY_UNAVAILABLE',
    'The database does not answer right now; nothing was changed.',
    {
      cause: error,
      retryAfter: 5,
    },
  );
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function isPrismaError(error: unknown): error is Error {
  return error instanceof Error && (error.name.startsWith('Prisma') || error.name === 'DriverAdapterError');
}

function readCauseCode(error: Error): string {
  const cause = error.cause;
  return typeof cause === 'object' && cause !== null && 'originalCode' in cause
    ? String(cause.originalCode)
    : '';
}
