import fc from 'fast-check';
import { z } from 'zod';

/** Values that broke somebody's server once. */
const nasty: fc.Arbitrary<unknown> = fc.constantFrom<unknown[]>(
  null,
  true,
  -0,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  '%',
  '_',
  '\\',
  "'; DROP TABLE user; --",
  '{{7*7}}',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  '//evil.example',
  'https://user:pw@evil.example/#x',
  '9'.repeat(400),
  'é'.repeat(3_000),
  [],
  {},
  [[[[]]]],
  { __proto__: null, constructor: 1 },
);

const junk: fc.Arbitrary<unknown> = fc.oneof(
  nasty,
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

const wrongKey = fc.oneof(
  fc.constantFrom('id', 'account_id', '__proto__', 'constructor', 'toString', ''),
  fc.string(),
);

/**
 * Bodies for an operation: mostly of the shape its schema asks for, or its example with some fields changed, so that they
 * come past the first check; with junk in one place or another; sometimes junk as a whole. `hints`: words that only the
 * catalogue knows.
 */
export function arbitraryBody(schema: z.ZodType, hints: readonly string[]): fc.Arbitrary<unknown> {
  const shaped = arbitraryOf(schema, hints);
  const more = fc.dictionary(wrongKey, junk, { maxKeys: 2 });
  const withMore = fc.tuple(shaped, more).map(([body, extra]) => merge(body, extra));
  const changed = fc
    .tuple(shaped, fc.integer())
    .map(([body, mask]) => merge(schema.meta()?.example, cut(body, mask)));
  return fc.oneof(
    { weight: 4, arbitrary: shaped },
    { weight: 4, arbitrary: changed },
    { weight: 2, arbitrary: withMore },
    { weight: 1, arbitrary: junk },
  );
}

function merge(body: unknown, extra: unknown): unknown {
  const isObject = typeof body === 'object' && typeof extra === 'object';
  return isObject ? { ...body, ...extra } : body;
}

/** Some of the fields, as the bits of `mask` say. */
function cut(body: unknown, mask: number): unknown {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(Object.entries(body).filter((_, index) => ((mask >> index) & 1) === 1));
}

/** A value that the schema may well accept, one time in eight junk instead. */
function arbitraryOf(schema: z.ZodType, hints: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 7, arbitrary: fitting(schema, hints) }, { weight: 1, arbitrary: junk });
}

function fitting(schema: z.ZodType, hints: readonly string[]): fc.Arbitrary<unknown> {
  const of = (inner: unknown) => arbitraryOf(asSchema(inner), hints);
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, z.ZodType> = schema.shape;
    const required = Object.keys(shape).filter((name) => !shape[name]?.safeParse(undefined).success);
    const model = Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, of(field)]));
    return fc.record(model, { requiredKeys: required });
  }
  if (schema instanceof z.ZodArray) return fc.array(of(schema.element), { maxLength: 4 });
  if (schema instanceof z.ZodRecord) return fc.dictionary(word(hints), of(schema.valueType), { maxKeys: 3 });
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(of));
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodNullable) return fc.option(of(schema.unwrap()));
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return of(schema.unwrap());
  if (schema instanceof z.ZodPipe) return of(schema.in);
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodNumber) return fc.oneof(fc.integer(), fc.double());
  if (schema instanceof z.ZodString) return word(hints);
  throw new Error(`no arbitrary for a schema of type ${schema.type}`);
}

function asSchema(inner: unknown): z.ZodType {
  if (inner instanceof z.ZodType) return inner;
  throw new Error('not a zod schema');
}

function word(hints: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...hints),
    fc.constantFrom(
      'FR',
      'BE',
      '812345678',
      '1990-12-31',
      'https://app.example.com/a?b=c',
      'https://app.example.com',
    ),
    fc.string({ minLength: 1, maxLength: 20 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
  );
}
