import { describe, expect, it } from 'vitest';
import { manifest as shopifyManifest } from '@/providers/shopify/manifest.ts';
import { getManifest } from './catalogue.ts';
import { type ProviderManifestInput, providerManifestSchema } from './manifest.ts';
import { parseInputs } from './parse-inputs.ts';

type Inputs = NonNullable<ProviderManifestInput['auth']['inputs']>;

const label = { en: 'Field', fr: 'Champ' };
const base = getManifest('sandbox_private');

function withInputs(...inputs: Inputs) {
  const { auth } = base;
  if (auth.kind !== 'api_key') throw new Error('sandbox_private has a key');
  return providerManifestSchema.parse({ ...base, auth: { ...auth, inputs: [...auth.inputs, ...inputs] } });
}

const key = { api_key: 'sandbox-key-1' };

describe('parseInputs', () => {
  it('gives the values, and shows none that is secret', () => {
    const manifest = withInputs({ name: 'region', label, pattern: '^[a-z]{2}$' });
    expect(parseInputs(manifest, { api_key: ' sandbox-key-1 ', region: 'eu', other: 'x' })).toEqual({
      values: { api_key: 'sandbox-key-1', region: 'eu' },
      problems: {},
      shown: { region: 'eu' },
    });
  });

  it('shows what was typed, as it was typed, when it is wrong', () => {
    const manifest = withInputs({ name: 'region', label, pattern: '^[a-z]{2}$' });
    const parsed = parseInputs(manifest, { api_key: 'k\u0000y', region: 'Europe ' });
    expect(parsed).toEqual({
      values: {},
      problems: { api_key: 'pattern', region: 'pattern' },
      shown: { region: 'Europe ' },
    });
  });

  it.each([{}, { api_key: '' }, { api_key: '   ' }])('misses a required value in %j', (raw) => {
    expect(parseInputs(base, raw)).toEqual({ values: {}, problems: { api_key: 'required' }, shown: {} });
  });

  it('reads no inherited names', () => {
    const manifest = withInputs({ name: 'constructor', label, pattern: '^.*$' });
    expect(parseInputs(manifest, key).problems).toEqual({ constructor: 'required' });
  });

  it('takes the default for an empty field, and nothing for an optional one', () => {
    const manifest = withInputs(
      { name: 'region', label, pattern: '^[a-z]{2}$', default: 'eu' },
      { name: 'note', label, pattern: '^[a-z]{2}$', required: false },
    );
    expect(parseInputs(manifest, { ...key, region: ' ' })).toMatchObject({
      values: { region: 'eu', note: '' },
      problems: {},
    });
  });

  it.each(['a', 'abc', 'wxyz', 'xab', 'ab\n'])('tries the pattern over the whole value %j', (value) => {
    const manifest = withInputs({ name: 'field', label, pattern: '^ab|xyz$', transform: [] });
    expect(parseInputs(manifest, { ...key, field: value }).problems).toEqual({ field: 'pattern' });
    expect(parseInputs(manifest, { ...key, field: 'xyz' }).problems).toEqual({});
  });

  it.each(['a\u0000b', 'a\r\nb', 'a\tb', 'a\u0085b', 'a\ud800'])(
    'takes no %j, whatever the pattern',
    (value) => {
      const manifest = withInputs({ name: 'field', label, pattern: '^[^]*$' });
      expect(parseInputs(manifest, { ...key, field: value }).problems).toEqual({ field: 'pattern' });
    },
  );

  it('takes nothing but the options', () => {
    const options = ['com', 'eu'].map((value) => ({ value, label }));
    const manifest = withInputs({ name: 'tld', label, pattern: '^[a-z]+$', options });
    expect(parseInputs(manifest, { ...key, tld: 'eu' }).values.tld).toBe('eu');
    expect(parseInputs(manifest, { ...key, tld: 'org' }).problems).toEqual({ tld: 'pattern' });
  });

  it('takes at most 2,000 characters', () => {
    const manifest = withInputs({ name: 'field', label, pattern: '^a*$' });
    const parse = (length: number) => parseInputs(manifest, { ...key, field: 'a'.repeat(length) });
    expect(parse(2_000).problems).toEqual({});
    expect(parse(2_001).problems).toEqual({ field: 'pattern' });
    expect(parse(1_000_000).shown.field).toHaveLength(2_000);
  });

  it.each([
    'example-shop',
    ' Example-Shop ',
    'example-shop.myshopify.com',
    'EXAMPLE-SHOP.MyShopify.com',
    'https://example-shop.myshopify.com/',
    'HTTP://example-shop.myshopify.com/admin?x=1#y',
  ])('understands a shop written as %j', (shop) => {
    const parsed = parseInputs(providerManifestSchema.parse(shopifyManifest), { shop });
    expect(parsed).toEqual({ values: { shop: 'example-shop' }, problems: {}, shown: { shop } });
  });

  it.each([
    ['strip_path', 'https://shop.example/a/b?c', 'https://shop.example'],
    ['strip_slash', 'https://shop.example/a//', 'https://shop.example/a'],
    ['strip_scheme', 'https://shop.example', 'shop.example'],
    ['uppercase', 'ab', 'AB'],
  ] as const)('%s makes %j %j', (transform, typed, value) => {
    const manifest = withInputs({ name: 'field', label, pattern: '^.*$', transform: [transform] });
    expect(parseInputs(manifest, { ...key, field: typed }).values.field).toBe(value);
  });
});
