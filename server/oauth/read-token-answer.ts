import { isForm, kindOfMeaning } from './classify-answer.ts';
import { OAuthError } from './oauth-error.ts';
import type { EndpointAnswer } from './post-to-endpoint.ts';
import { isRecord, readPath } from './read-path.ts';
import type { TokenResponseRules } from './server.ts';

type Fields = Record<string, unknown>;

export interface TokenAnswer {
  /** The answer as RFC 6749 section 5.1 would have it; the library checks it. */
  conforming: Fields;
  /** The answer as it came, parsed. */
  raw: Fields;
  refreshTokenExpiresIn: number | null;
}

/**
 * Turns a 2xx token answer into a conforming one. Lenient where providers are known to be sloppy and nothing is
 * lost by it; whatever remains wrong is left for the library to refuse.
 *
 * @throws {OAuthError}
 */
export function readTokenAnswer(answer: EndpointAnswer, rules: TokenResponseRules, now: Date): TokenAnswer {
  const raw = parse(answer, rules.encoding);
  refuseErrorIn200(raw, answer.status, rules.errorIn200);
  const root = readPath(raw, rules.root);
  if (!isRecord(root)) throw new OAuthError('bad_answer', 'no token answer at its place');
  if (root.access_token === undefined && root.error !== undefined) {
    // R-09 knows no error in a 200: what it means here is anybody's guess, so it ends no grant.
    throw new OAuthError('bad_answer', 'error with status 200', {
      status: answer.status,
      providerError: root.error,
    });
  }
  const conforming: Fields = {
    access_token: token(root.access_token, 'access_token'),
    refresh_token: token(root.refresh_token, 'refresh_token'),
    id_token: root.id_token ?? undefined,
    token_type: tokenType(root.token_type, rules.tokenTypeDefault),
    expires_in: expiresIn(root, raw, rules, now),
    scope: scope(readPath(root, rules.scopeField), rules.scopeSeparator),
  };
  return {
    conforming,
    raw,
    refreshTokenExpiresIn: seconds(readPath(root, rules.refreshExpiresInField)) ?? null,
  };
}

function parse(answer: EndpointAnswer, encoding: 'json' | 'form'): Fields {
  if (answer.text.trim() === '') throw new OAuthError('bad_answer', 'empty', { status: answer.status });
  const form = isForm(answer.headers) || (encoding === 'form' && !answer.text.trimStart().startsWith('{'));
  if (form) return Object.fromEntries(new URLSearchParams(answer.text));
  try {
    const json: unknown = JSON.parse(answer.text);
    if (isRecord(json) && !Array.isArray(json)) return json;
  } catch {
    // The message of a JSON error quotes the text, which can hold tokens: it goes no further.
  }
  throw new OAuthError('bad_answer', 'not a JSON object', { status: answer.status });
}

function refuseErrorIn200(raw: Fields, status: number, rule: TokenResponseRules['errorIn200']): void {
  if (rule === null) return;
  const value = readPath(raw, rule.path);
  const isError = rule.success === null ? value !== undefined : !rule.success.some((good) => good === value);
  if (!isError) return;
  const code = rule.codePath === null ? value : readPath(raw, rule.codePath);
  const known = Object.hasOwn(rule.meanings, String(code)) ? rule.meanings[String(code)] : undefined;
  throw new OAuthError(kindOfMeaning[known ?? 'transient'], 'error in the body', {
    status,
    providerError: code,
  });
}

/** RFC 6749 appendix A.12: visible ASCII. A line break in a token would break out of the header it travels in. */
function token(value: unknown, name: string): unknown {
  if (value === null || value === '') return undefined;
  if (typeof value === 'string' && !/^[\x20-\x7e]+$/.test(value)) {
    throw new OAuthError('bad_answer', `${name} has characters no token has`);
  }
  return value;
}

/** A type of the registry stands; an invented one (`user`, `bot`) gives way to the default, when there is one. */
function tokenType(value: unknown, fallback: string | null): unknown {
  const isRegistered = typeof value === 'string' && /^(?:bearer|dpop|mac|pop|n_a)$/i.test(value);
  return isRegistered || fallback === null ? (value ?? undefined) : fallback;
}

/** Unknown rather than 0 or for ever: undefined for `-1`, `0`, `null` and nonsense. */
function expiresIn(root: Fields, raw: Fields, rules: TokenResponseRules, now: Date): number | undefined {
  const relative = seconds(readPath(root, rules.expiresInField));
  if (relative !== undefined || rules.expiresAtField === null) return relative;
  const at = readPath(raw, rules.expiresAtField.path);
  const milliseconds = rules.expiresAtField.format === 'iso8601' ? Date.parse(String(at)) : Number(at) * 1000;
  return seconds((milliseconds - now.getTime()) / 1000);
}

const longestSeconds = 100 * 365 * 86_400;

/** A number, or a string that is one. */
function seconds(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 1) return undefined;
  return Math.min(Math.floor(number), longestSeconds);
}

/** Separated by spaces, as RFC 6749 section 3.3 has it. Empty stays empty: nothing was granted. */
function scope(value: unknown, separator: string): unknown {
  if (value === undefined || value === null) return undefined;
  const parts = Array.isArray(value) ? value : typeof value === 'string' ? value.split(separator) : null;
  return parts === null
    ? value
    : parts
        .map((part) => String(part).trim())
        .filter((part) => part !== '')
        .join(' ');
}
