import { z } from 'zod';

/**
 * Small pieces the wire schemas of all modules are made of (CONTRACT section 1). Objects are strict: a field nobody
 * knows is refused, so a typo is never ignored silently.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses; Postgres cannot store NUL.
const controlCharacters = /[\u0000-\u001f\u007f\u2028\u2029]/;

/**
 * Characters that show nothing or turn the direction of what is around them: a name that a person is to recognise must
 * not be made of them. Joiners (U+200C, U+200D) stay, scripts and emoji need them.
 */
const invisibleCharacters = /[\u0080-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;

/** Plain text of one line, trimmed, not empty. `max` in characters. */
export function text(max: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have ${max} characters at most`)
    .refine((value) => !controlCharacters.test(value), 'must not have control characters or line breaks')
    .refine((value) => !invisibleCharacters.test(value), 'must not have invisible characters')
    .refine((value) => /[\p{L}\p{N}\p{S}\p{P}]/u.test(value), 'must have something to read')
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode');
}

/** One line taken as it is, which may be empty: filters, values that others define. `max` in characters. */
export function line(max: number) {
  return z
    .string()
    .max(max, `must have ${max} characters at most`)
    .refine((value) => !controlCharacters.test(value), 'must not have control characters or line breaks');
}

/** RFC 3339 UTC with seconds; printed without the 250-character pattern zod would give it. */
export const dateTime = z.string().meta({
  format: 'date-time',
  description: 'RFC 3339, UTC, with seconds.',
  example: '2026-11-23T21:30:00Z',
});

/** Not `z.iso.date()`: its pattern fills a screen of the OpenAPI document. */
export const date = z
  .string()
  .refine(isCalendarDate, 'must be a date like 1990-12-31')
  .meta({ format: 'date', example: '1990-12-31' });

/** Most dates: records have many. */
const everyMonthHasIt = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;

function isCalendarDate(value: string): boolean {
  if (everyMonthHasIt.test(value)) return true;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  // A day that its month does not have comes out as one of the next month; a month that is none as NaN.
  return new Date(`${value}T00:00:00Z`).getUTCDate() === Number(value.slice(8));
}

export const uuid = z.string().meta({ format: 'uuid', example: '0190b2f4-6c1e-7a30-9f3e-3d5f0c1a2b4c' });

export const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be two capital letters, FR say')
  .meta({ description: 'ISO 3166-1 alpha-2.', example: 'FR' });

/** An http(s) URL without userinfo, as `URL.href` spells it: what we emit is never the raw string. */
export function webUrl(max: number, protocols: readonly string[]) {
  return z
    .string()
    .max(max, `must have ${max} characters at most`)
    .transform((value, context) => {
      const url = parseWebUrl(value, protocols);
      if (url !== null) return url.href;
      context.addIssue({
        code: 'custom',
        message: `must be a full ${protocols.join(' or ')} URL without user name`,
      });
      return z.NEVER;
    })
    .meta({ type: 'string', format: 'uri' });
}

/**
 * Null unless `value` is an absolute URL that says what it means: one of `protocols`, `//` and a host behind it, no
 * backslash, space, control character or userinfo (R-12, battery 5.4). URL parsers forgive all of these.
 */
export function parseWebUrl(value: string, protocols: readonly string[]): URL | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: TAB, CR and LF inside a URL are dropped by parsers.
  if (/[\u0000-\u0020\u007f\\]/.test(value) || !value.isWellFormed()) return null;
  if (!protocols.some((protocol) => value.toLowerCase().startsWith(`${protocol}://`))) return null;
  if (/^[a-z]+:\/\/(\/|$)/i.test(value)) return null;
  const url = URL.parse(value);
  if (url === null || url.username !== '' || url.password !== '' || url.host === '') return null;
  // `;` and `,` are fine in a host for the parser, and begin something new in the headers we put origins into.
  if (!/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])$/.test(url.hostname)) return null;
  return value.slice(0, value.indexOf('/', 8) === -1 ? undefined : value.indexOf('/', 8)).includes('@')
    ? null
    : url;
}

const perPage = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(1, 'must be 1 at least')
  .max(100, 'must be 100 at most')
  .default(25)
  .meta({ description: 'Rows per page, 100 at most.' });

const page = z.coerce
  .number('must be a number')
  .int('must be a whole number')
  .min(1, 'must be 1 at least')
  .max(10_000, 'must be 10000 at most: send cursor= (empty to start) instead of page')
  .optional()
  .meta({ description: 'Page number from 1; reaches the first 10,000 rows.' });

const cursor = z
  .string()
  .max(200)
  .optional()
  .meta({ description: 'Empty to start, then `next_cursor` of the last answer. Instead of `page`.' });

/** Query of every list that also reads by cursor. */
export const pageQuery = { page, per_page: perPage, cursor };

/** Query of a short list that reads by page only. */
export const shortPageQuery = { page, per_page: perPage };

/** The envelope of a list: by page, or by cursor. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.union([
    z.strictObject({
      total: z.int(),
      total_capped: z
        .literal(true)
        .optional()
        .meta({ description: 'There are more rows than `total` counts.' }),
      per_page: z.int(),
      current_page: z.int(),
      last_page: z.int(),
      result: z.array(item),
    }),
    z.strictObject({ per_page: z.int(), next_cursor: z.string().nullable(), result: z.array(item) }),
  ]);
}
