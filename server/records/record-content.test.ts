import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toContent } from './record-content.ts';

const key = fc.stringMatching(/^[a-z_]{1,6}$/);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
}));
const fields = fc.dictionary(key, value, { maxKeys: 6 });

function reversed(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map(reversed);
  return Object.fromEntries(
    Object.entries(part)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
}

it('is the same text for the same fields in whatever order, and says all of them', () => {
  fc.assert(
    fc.property(fields, (record) => {
      const content = toContent(record);
      expect(toContent(Object(reversed(record)))).toEqual(content);
      expect(JSON.parse(content.payload)).toEqual(record);
    }),
  );
});

it('has its keys sorted, however many lists of keys came before', () => {
  for (let count = 1; count <= 20; count += 1) {
    const names = Array.from({ length: count }, (_, index) => `f${String(count - index).padStart(2, '0')}`);
    const record = Object.fromEntries(names.map((name) => [name, 0]));
    for (const _ of ['new', 'known']) {
      const { payload } = toContent(record);
      expect(Object.keys(JSON.parse(payload))).toEqual(names.toSorted());
    }
  }
});
