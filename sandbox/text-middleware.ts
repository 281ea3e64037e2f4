import type { Middleware } from './koa-types.ts';

/** Fields in which a provider writes what people read: no ids, no amounts, nothing that is one of a few words. */
const TEXT_FIELDS = new Set([
  ...[
    'name',
    'label',
    'title',
    'description',
    'category',
    'text',
    'link',
    'url',
    'reason',
    'carrier',
    'service',
  ],
  ...['given_name', 'family_name', 'first_name', 'last_name', 'acronym', 'gazette', 'family', 'range'],
  ...['line', 'city', 'nationality', 'sku', 'email', 'phone', 'tracking_number', 'error_description'],
]);
const TEXT_LISTS = new Set(['trade_names', 'tags', 'images']);

/** Puts the scripted texts, one after the other, into the JSON that leaves, faults included. */
export function createTextMiddleware(knobs: { texts: readonly string[] | null }): Middleware {
  let used = 0;
  const take = (texts: readonly string[]) => texts[used++ % texts.length];
  return async (ctx, next) => {
    await next();
    const { texts } = knobs;
    if (texts !== null && isJson(ctx.body)) ctx.body = withTexts(ctx.body, () => take(texts));
  };
}

/** Not a page, nor bytes that a fault has spoiled. */
function isJson(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  return Array.isArray(body) || Object.getPrototypeOf(body) === Object.prototype;
}

function withTexts(value: unknown, take: () => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withTexts(item, take));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      if (TEXT_FIELDS.has(name) && typeof field === 'string') return [name, take()];
      if (TEXT_LISTS.has(name) && Array.isArray(field)) return [name, field.map(take)];
      return [name, withTexts(field, take)];
    }),
  );
}
