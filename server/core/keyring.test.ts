import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyring, DecryptionError, type SecretKey } from './keyring.ts';
import { systemRandom } from './random.ts';

const key = (id: string): SecretKey => ({ id, key: systemRandom(32) });
const [k1, k2] = [key('k1'), key('k2')];
const ring = createKeyring([k1], systemRandom);
const place = { table: 'provider_grant', rowId: 'row-1', column: 'secrets' };

/** The parts behind `enc:v1:`. */
function partsOf(sealed: string): { kid: string; iv: string; bytes: Buffer } {
  const [, , kid = '', iv = '', bytes = ''] = sealed.split(':');
  return { kid, iv, bytes: Buffer.from(bytes, 'base64url') };
}

function join(kid: string, iv: string, bytes: Buffer): string {
  return `enc:v1:${kid}:${iv}:${bytes.toString('base64url')}`;
}

describe('keyring (R-24)', () => {
  it('reads back whatever text it sealed, in its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(ring.decrypt(ring.encrypt(text, place), place)).toBe(text);
      }),
    );
  });

  it('shows nothing of the text, and no value twice', () => {
    const [one, two] = [ring.encrypt('canary', place), ring.encrypt('canary', place)];
    expect(one).toMatch(/^enc:v1:k1:[A-Za-z0-9_-]{16}:[A-Za-z0-9_-]+$/);
    expect(one).not.toBe(two);
    // The whole tag of 128 bits behind the text.
    expect(partsOf(one).bytes).toHaveLength('canary'.length + 16);
    expect(Buffer.from(one.split(':').at(-1) ?? '', 'base64url').toString('latin1')).not.toContain('canary');
  });

  it.each([
    ['row', { ...place, rowId: 'row-2' }],
    ['column', { ...place, column: 'tokens' }],
    ['table', { ...place, table: 'authorization_attempt' }],
  ])('refuses a value that was moved to another %s', (_name, elsewhere) => {
    expect(() => ring.decrypt(ring.encrypt('canary', place), elsewhere)).toThrow(DecryptionError);
  });

  it('refuses a tag that was cut, however little', () => {
    const { kid, iv, bytes } = partsOf(ring.encrypt('canary', place));
    for (let cut = 1; cut <= bytes.length; cut++) {
      expect(() => ring.decrypt(join(kid, iv, bytes.subarray(0, -cut)), place)).toThrow(DecryptionError);
    }
    // The four bytes that Node takes for a tag when its length is left open.
    const text = bytes.subarray(0, -16);
    const shortTag = Buffer.concat([text, bytes.subarray(-16, -12)]);
    expect(() => ring.decrypt(join(kid, iv, shortTag), place)).toThrow(DecryptionError);
  });

  it('refuses a value in which any bit was changed', () => {
    const { kid, iv, bytes } = partsOf(ring.encrypt('canary', place));
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => ring.decrypt(join(kid, iv, changed), place)).toThrow(DecryptionError);
    }
  });

  it('refuses a key it does not have, and names it', () => {
    const sealed = createKeyring([k2], systemRandom).encrypt('canary', place);
    expect(() => ring.decrypt(sealed, place)).toThrow(/no key "k2" in MOORAGE_SECRET_KEYS/);
  });

  it('refuses another key of the same name', () => {
    const sealed = createKeyring([{ ...k2, id: 'k1' }], systemRandom).encrypt('canary', place);
    expect(() => ring.decrypt(sealed, place)).toThrow(DecryptionError);
  });

  it('refuses a value whose key id was changed, even where both keys are the same', () => {
    const twice = createKeyring([k1, { ...k1, id: 'k2' }], systemRandom);
    const sealed = twice.encrypt('canary', place).replace('enc:v1:k1:', 'enc:v1:k2:');
    expect(() => twice.decrypt(sealed, place)).toThrow(DecryptionError);
  });

  it.each(['', 'canary', 'enc:v1:k1', 'enc:v2:k1:AAAA:AAAA', 'enc:v1:k1::', 'enc:v1:k1:!:!'])(
    'refuses %j, which it did not write',
    (value) => {
      expect(() => ring.decrypt(value, place)).toThrow(/not in the form|changed, moved/);
    },
  );

  it('rotates: the first key seals, the others still read', () => {
    const old = ring.encrypt('canary', place);
    const rotated = createKeyring([k2, k1], systemRandom);
    expect(rotated.activeKeyId).toBe('k2');
    expect(rotated.keyIds).toEqual(['k2', 'k1']);
    expect(rotated.decrypt(old, place)).toBe('canary');
    const fresh = rotated.encrypt('canary', place);
    expect(partsOf(fresh).kid).toBe('k2');
    expect(createKeyring([k2], systemRandom).decrypt(fresh, place)).toBe('canary');
  });

  it('derives a key of its own for each purpose', () => {
    expect(ring.derive('session')).toHaveLength(32);
    expect(ring.derive('session')).toEqual(createKeyring([k1, k2], systemRandom).derive('session'));
    expect(ring.derive('session')).not.toEqual(ring.derive('cookie'));
    expect(ring.derive('session')).not.toEqual(k1.key);
  });

  it('names the place in its errors and never the value', () => {
    const sealed = ring.encrypt('canary', place);
    expect.assertions(2);
    try {
      ring.decrypt(sealed, { ...place, rowId: 'row-2' });
    } catch (error) {
      expect(String(error)).toContain('provider_grant.secrets of row row-2');
      expect(String(error)).not.toContain(sealed.slice(-20));
    }
  });

  it('needs a key', () => {
    expect(() => createKeyring([], systemRandom)).toThrow('at least one key');
  });
});
