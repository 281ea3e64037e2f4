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
  if (isTooDeep(text)) throw unexpectedAnswer('The answer of the provider is nested too deeply.');
  const value = parse(text);
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

/**
 * `JSON.parse` takes any depth, and makes hundreds of megabytes of brackets alone; what recurs over its result would run
 * out of stack.
 */
const deepest = 100;

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === 0x22 /* " */) index = endOfString(text, index);
    else if (character === 0x5b /* [ */ || character === 0x7b /* { */) depth += 1;
    else if (character === 0x5d /* ] */ || character === 0x7d /* } */) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

/** Where the string that begins at `start` ends. Searching for quotes takes a quarter of looking at each character. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = end;
    while (text.charCodeAt(escapes - 1) === 0x5c /* \ */) escapes -= 1;
    if ((end - escapes) % 2 === 0) return end;
  }
  return text.length;
}
