import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemRandom } from '@/server/core/random.ts';
import { apiKeyPrefix, isPlausibleApiKey, newApiKey } from './api-key-format.ts';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('API keys', () => {
  it('have a prefix, 30 random characters and a checksum', () => {
    const keys = Array.from({ length: 200 }, () => newApiKey(systemRandom));
    for (const key of keys) {
      expect(key).toMatch(/^mrg_[0-9A-Za-z]{36}$/);
      expect(isPlausibleApiKey(key)).toBe(true);
    }
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('prefer no letter: bytes that would are thrown away', () => {
    const bytes = [255, 248, 247, 0, 61, 62];
    const key = newApiKey((size) => Buffer.from(Array.from({ length: size }, (_, i) => bytes[i % 6] ?? 0)));
    // 247 → z, 0 → 0, 61 → z, 62 → 0
    expect(key.slice(4, 34)).toBe('z0z0'.repeat(8).slice(0, 30));
  });

  it('are refused with one wrong character, wherever it is', () => {
    const key = newApiKey(systemRandom);
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 39 }), fc.constantFrom(...base62), (at, letter) => {
        fc.pre(key[at] !== letter);
        expect(isPlausibleApiKey(key.slice(0, at) + letter + key.slice(at + 1))).toBe(false);
      }),
    );
  });

  it('may be ones that somebody else chose, 24 to 255 printable characters', () => {
    for (const key of ['a'.repeat(24), '!'.repeat(255)]) expect(isPlausibleApiKey(key)).toBe(true);
    for (const key of ['', 'a'.repeat(23), 'a'.repeat(256), `${'a'.repeat(24)} b`, `${'a'.repeat(24)}é`]) {
      expect(isPlausibleApiKey(key)).toBe(false);
    }
  });

  it('are recognised by a part that tells nothing', () => {
    expect(apiKeyPrefix(`mrg_${'a'.repeat(36)}`)).toBe('mrg_aaaaaaaa');
    expect(apiKeyPrefix('correct horse battery staple')).toBe('corr…');
  });
});
