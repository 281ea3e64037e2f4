import { type Logger, pino } from 'pino';
import { AppError } from './errors.ts';

export type Log = Logger;

/**
 * Only these fields of an error are logged. pino's own serializer copies every field of it, and redaction by path
 * leaked 6 of 8 planted secrets (DESIGN trap 7); what is never copied cannot leak.
 */
function serializeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const cause = error.cause instanceof Error ? serializeError(error.cause) : undefined;
  return {
    type: error.name,
    code: error instanceof AppError ? error.code : readCode(error),
    message: scrub(error.message),
    stack: scrub(error.stack ?? ''),
    ...(cause && { cause }),
  };
}

function readCode(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Secrets by their looks: our keys and ciphertexts, connect links, long random strings, URL queries, bearer values. */
const secretPatterns: [RegExp, string][] = [
  [/mrg_[A-Za-z0-9]{8,}/g, 'mrg_[hidden]'],
  [/enc:v1:[A-Za-z0-9_:-]+/g, 'enc:[hidden]'],
  [/(\/connect\/)[A-Za-z0-9_-]{20,}/g, '$1[hidden]'],
  [/(https?:\/\/[^\s?"'<>]*)\?[^\s"'<>]*/g, '$1?[hidden]'],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]+/gi, '$1 [hidden]'],
  [/(postgres(?:ql)?:\/\/)[^\s@/]*@/g, '$1[hidden]@'],
  [/\b(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{40,}\b/g, '[hidden]'],
];

/** Replaces what looks like a secret in text that somebody else wrote. */
export function scrub(text: string): string {
  return secretPatterns.reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement),
    text,
  );
}

/** JSON lines on stdout, or to `destination`. */
export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: serializeError, error: serializeError },
  };
  return destination ? pino(options, destination) : pino(options);
}
