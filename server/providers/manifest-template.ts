import { z } from 'zod';

/**
 * The strings a manifest may hold: templates, URLs, paths into answers, texts for people.
 * A template has placeholders `{name}`; `fillTemplate` puts values in, `manifest-rules.ts` says which names exist.
 */

export const placeholderPattern = /\{([a-z][a-z0-9_]*)\}/g;

/**
 * Names whose values come from run settings alone, never from a person, a callback or a provider's answer.
 * Only these may be plain http (the sandbox on localhost, a local server in tests).
 */
export const runSettingPattern = /^(?:sandbox_url|[a-z][a-z0-9_]*_base_url)$/;

/** Values that open an account. They travel in headers and bodies, not in URLs, which end up in logs. */
const secretPlaceholders: readonly string[] = [
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'code_verifier',
];

/** The placeholder names of a template, in order, doubles removed. */
export function placeholdersOf(template: string): string[] {
  return [...new Set([...template.matchAll(placeholderPattern)].flatMap(([, name]) => (name ? [name] : [])))];
}

const hasStrayBrace = (text: string) => /[{}]/.test(text.replaceAll(placeholderPattern, ''));
const hasSecret = (text: string) => placeholdersOf(text).some((name) => secretPlaceholders.includes(name));

/** `snake_case`, the form of every name that can stand in a placeholder. */
export const placeholderNameSchema = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'must be snake_case');

/** Any text with placeholders: a header, a form field, a query for a search language. */
export const templateSchema = z
  .string()
  .max(4000)
  .refine((text) => !hasStrayBrace(text), 'braces are for {placeholders} only');

/** A template for a place that is logged on its way: no token and no secret in it. */
export const queryTemplateSchema = templateSchema.refine(
  (text) => !hasSecret(text),
  'no token or secret in a query; a provider that insists takes insecureQueryParameters',
);

const beginsLikeUrl = /^(?:https:\/\/[^/?#@\\\s]+|\{[a-z][a-z0-9_]*\})(?:[/?][^#\\\s]*)?$/;

/**
 * An absolute URL, or a placeholder that holds one (`{sandbox_url}/token`, `{instance_url}/query`), and a path.
 * https is written out; without it the value itself is checked when the template is filled.
 */
export const urlTemplateSchema = queryTemplateSchema.refine(
  (text) => beginsLikeUrl.test(text),
  'must be https://… or start with a placeholder for a base URL; no userinfo, no fragment',
);

/** Absolute, or relative to `api.baseUrl` when it starts with `/`. */
export const urlOrPathTemplateSchema = queryTemplateSchema.refine(
  (text) => beginsLikeUrl.test(text) || /^\/(?!\/)[^#\\\s]*$/.test(text),
  'must be https://…, start with a placeholder for a base URL, or be a path',
);

/** A page for people, no placeholders. */
export const webPageSchema = z.url({ protocol: /^https$/ });

/** Where a value is in a JSON answer: `$` (all of it), `body.userid`, `results[0].finances`, `data[].id`. */
export const pathSchema = z
  .string()
  .regex(
    /^(?:\$|[\w$@-]+(?:\[(?:\d+|[\w-]+=[\w-]+)?\])*(?:\.[\w$@-]+(?:\[(?:\d+|[\w-]+=[\w-]+)?\])*)*)$/,
    'must be a path such as body.items[0].id',
  );

/** The same text in the languages of the connect flow. */
export const localizedTextSchema = z.strictObject({ en: z.string().min(1), fr: z.string().min(1) });
export const localizedListSchema = z.strictObject({
  en: z.array(z.string().min(1)),
  fr: z.array(z.string().min(1)),
});

/** A regular expression over the whole value, tried with the `u` flag. */
export const anchoredPatternSchema = z
  .string()
  .refine((source) => source.startsWith('^') && source.endsWith('$'), 'must be anchored with ^ and $')
  .refine((source) => {
    try {
      return new RegExp(source, 'u') instanceof RegExp;
    } catch {
      return false;
    }
  }, 'must be a valid regular expression');

const headerNameSchema = z.string().regex(/^[A-Za-z0-9-]+$/, 'must be a header name');

export const headersSchema = z.record(headerNameSchema, templateSchema);
export const queryParamsSchema = z.record(z.string().min(1), queryTemplateSchema);
export const formFieldsSchema = z.record(z.string().min(1), templateSchema);

/** Whole seconds. */
export const secondsSchema = z.int().positive();
