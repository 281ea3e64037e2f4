import { isRecord } from '@/server/oauth/read-path.ts';
import { unexpectedAnswer } from './pull-error.ts';

/**
 * The JSON of an answer: an object or an array; null for no body at all (204). Whole numbers that JavaScript would round
 * come as strings, so that two ids never become one.
 *
 * @throws {PullError} `bad_answer`: not UTF-8, not JSON, nested too deeply
 */
export function parseAnswer(bytes: ArrayBuffer, status: number): unknown {
  const text = decode(bytes);
  if (text === '' && status === 204) return null;
  const value = parse(text);
  if (isDeeper(value, deepest)) throw unexpectedAnswer('The answer of the provider is nested too deeply.');
  if (!isRecord(value))
    throw unexpectedAnswer('The provider answered with something that is no JSON object.');
  return value;
}

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unexpectedAnswer('The provider answered with bytes that are no UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    // The reviver costs several times what parsing does, and few answers need it.
    return looksLikeLongNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch {
    // The error would quote the text.
    throw unexpectedAnswer('The provider answered with something that is no JSON.');
  }
}

const looksLikeLongNumber = /[:,[]\s*-?\d{16}/;

function keepDigits(_: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return /^-?\d+$/.test(source) ? source : value;
}

/** `JSON.parse` takes any depth; what recurs over its result later would run out of stack. */
const deepest = 100;

function isDeeper(value: unknown, than: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return than === 0 || Object.values(value).some((part) => isDeeper(part, than - 1));
}
