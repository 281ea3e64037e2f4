import { setTimeout as sleep } from 'node:timers/promises';
import { Prisma } from '@/generated/sqlite/client.ts';
import { AppError } from '@/server/core/errors.ts';

/** Whether a unique constraint refused the write: somebody else was first. */
export function isUniqueViolation(error: unknown): boolean {
  return hasCode(error, 'P2002');
}

/** P1001, P1002, P1008, P1017: not reachable; P2024, P2028: no turn in time; P2034: deadlock or serialization failure. */
const passingCodes = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034'];
/** What `@prisma/driver-adapter-utils` calls the same. */
const passingKinds = [
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
];
const passingDriverCodes =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|57P0[123]|53[0-9]{3}|SQLITE_(BUSY|LOCKED|FULL|READONLY|IOERR|CANTOPEN)/;
/** pg says so in words only. */
const passingWords = /^(Connection terminated|timeout exceeded when trying to connect)/;

/** A database in passing trouble becomes 503 with `Retry-After` (CONTRACT section 1); other errors come back as they are. */
export function translateDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error) || !isPassing(error)) return error;
  return new AppError(
    'TEMPORARILY_UNAVAILABLE',
    'The database does not answer right now; nothing was changed.',
    {
      cause: error,
      retryAfter: 5,
    },
  );
}

function isPassing(error: Error): boolean {
  const code = readString(error, 'code');
  if (passingCodes.includes(code) || passingWords.test(error.message)) return true;
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (!isDatabaseError(error)) return false;
  const cause = driverCauseOf(error);
  const kind = readString(cause, 'kind');
  const driverCode = readString(cause, 'originalCode');
  return passingKinds.includes(kind) || passingDriverCodes.test(`${code} ${driverCode} ${error.message}`);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && readString(error, 'code') === code;
}

/** Prisma's own, or a driver's that came past Prisma: from opening a connection, or from `direct-read.ts`. */
function isDatabaseError({ name }: Error): boolean {
  return name.startsWith('Prisma') || name === 'DriverAdapterError' || name === 'SqliteError';
}

/** What the driver said. Prisma hides it one level deeper when the statement was our own SQL (P2010). */
function driverCauseOf(error: Error): unknown {
  const meta: unknown = Reflect.get(error, 'meta');
  const wrapped = readObject(meta, 'driverAdapterError');
  return wrapped === null ? error.cause : readObject(wrapped, 'cause');
}

function readObject(holder: unknown, field: string): object | null {
  if (typeof holder !== 'object' || holder === null) return null;
  const value: unknown = Reflect.get(holder, field);
  return typeof value === 'object' ? value : null;
}

function readString(holder: unknown, field: string): string {
  if (typeof holder !== 'object' || holder === null) return '';
  const value: unknown = Reflect.get(holder, field);
  return typeof value === 'string' ? value : '';
}

const tryAgainMs = 500;

interface Waiting {
  /** Default: half a minute. */
  longestMs?: number;
  /** Ends the waiting: what the last try threw is thrown. */
  signal?: AbortSignal;
}

/**
 * Runs `work` again as long as the database is in passing trouble: for what must not be lost, such as tokens that a
 * provider gives once (F-14).
 */
export async function whileDatabaseIsAway<T>(
  work: () => Promise<T>,
  { longestMs = 30_000, signal }: Waiting = {},
): Promise<T> {
  const began = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isOver = signal?.aborted === true || performance.now() - began >= longestMs;
      if (isOver || !(error instanceof Error) || !isPassing(error)) throw error;
      await sleep(tryAgainMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}

/** Whether a row that this one belongs to is gone. */
export function isForeignKeyViolation(error: unknown): boolean {
  if (hasCode(error, 'P2003')) return true;
  return (
    error instanceof Error && readString(driverCauseOf(error), 'kind') === 'ForeignKeyConstraintViolation'
  );
}
