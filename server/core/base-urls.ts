import { z } from 'zod';

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL, http or https' })
  .refine((value) => !/[?#@\\\s]/.test(value), 'must be a URL without a query, a fragment and a user')
  .transform((value) => new URL(value).href.replace(/\/+$/, ''));

/** Name of a manifest's base URL to the one that replaces it, without a trailing slash. */
const baseUrls = z.record(
  z.string().regex(/^[a-z][a-z0-9_]*_base_url$/, 'must be a name that ends in _base_url'),
  baseUrl,
);

export type BaseUrls = z.infer<typeof baseUrls>;

/** The run setting MOORAGE_BASE_URLS: a JSON object of names and URLs. */
export const baseUrlsSetting = z.string().transform((text, context): BaseUrls => {
  const parsed = baseUrls.safeParse(fromJson(text));
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) {
    const where = path.length === 0 ? '' : `${path.join('.')} `;
    context.addIssue({ code: 'custom', message: `${where}${message}` });
  }
  return z.NEVER;
});

/** Undefined for what is no JSON: the schema then says what it must be. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
