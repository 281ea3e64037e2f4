import { expect, it } from 'vitest';
import { createRecentMap } from './recent-map.ts';

it('a recent map forgets the key that was set longest ago', () => {
  const map = createRecentMap<number>(3);
  for (const [value, key] of ['a', 'b', 'c', 'a', 'd', 'e'].entries()) map.set(key, value);
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => map.get(key))).toEqual([3, undefined, undefined, 4, 5]);
});

it('a recent map stays as small as it was made, however many keys come', () => {
  const map = createRecentMap<number>(10);
  for (let n = 0; n < 100_000; n += 1) map.set(`token-${n}`, n);
  const kept = Array.from({ length: 100_000 }, (_, n) => map.get(`token-${n}`)).filter(
    (n) => n !== undefined,
  );
  expect(kept).toEqual(Array.from({ length: 10 }, (_, n) => 99_990 + n));
});
