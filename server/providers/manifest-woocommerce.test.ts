import { describe, expect, it } from 'vitest';
import { woocommerceManifest } from '@/server/testing/manifest-woocommerce.ts';
import { flowOf, type Quirks, readOf } from '@/server/testing/quirks.ts';
import { providerManifestSchema } from './manifest.ts';

const quirks: Quirks = [
  ['the store is any host that the person types', (manifest) => manifest.auth.inputs[0]?.name, 'store_url'],
  [
    'plain http stores are refused',
    (manifest) => new RegExp(manifest.auth.inputs[0]?.pattern ?? '', 'u').test('http://shop.example.com'),
    false,
  ],
  [
    'the visit begins at the store',
    (manifest) => flowOf(manifest).start.url,
    '{store_url}/wc-auth/v1/authorize',
  ],
  [
    'an unguessable user_id plays the role of state, on both ways back',
    (manifest) => [
      flowOf(manifest).start.params.user_id,
      flowOf(manifest).keysCallback.referencePath,
      flowOf(manifest).browserReturn.referenceParameter,
    ],
    ['{reference}', 'user_id', 'user_id'],
  ],
  [
    'the keys are posted by the store to an address that must be https and public, and wants a 200',
    (manifest) => flowOf(manifest).keysCallback,
    expect.objectContaining({
      method: 'POST',
      encoding: 'json',
      requires: 'public_https',
      answerStatus: 200,
    }),
  ],
  [
    'and kept as secrets',
    (manifest) =>
      flowOf(manifest)
        .keysCallback.keep.filter(({ secret }) => secret)
        .map(({ keepAs }) => keepAs),
    ['consumer_key', 'consumer_secret'],
  ],
  ['before or after the browser is back', (manifest) => flowOf(manifest).order, 'any'],
  [
    'the browser says whether the person agreed',
    (manifest) => flowOf(manifest).browserReturn,
    expect.objectContaining({ successParameter: 'success', successValues: ['1'] }),
  ],
  [
    'keys can be typed instead',
    (manifest) => manifest.alternativeAuth[0],
    expect.objectContaining({
      kind: 'basic',
      inputs: expect.arrayContaining([expect.objectContaining({ name: 'consumer_key', secret: true })]),
    }),
  ],
  [
    'hosts that drop the header take the keys in the URL, said out loud',
    (manifest) => manifest.api.authentication,
    expect.objectContaining({
      kind: 'basic',
      insecureQueryFallback: expect.objectContaining({
        reason: expect.stringContaining('drop the Authorization header'),
      }),
    }),
  ],
  [
    'pretty permalinks must be on',
    (manifest) => manifest.auth.steps.en[0],
    expect.stringContaining('permalinks'),
  ],
  [
    'nothing can be revoked by API',
    (manifest) => 'revocation' in manifest.auth && manifest.auth.revocation,
    { kind: 'none', manualUrl: null },
  ],
  [
    'the number of pages is in a header',
    (manifest) => readOf(manifest, 'COMMERCE_PRODUCT')?.pagination,
    expect.objectContaining({ totalPagesPath: 'header:X-WP-TotalPages' }),
  ],
  [
    'or the next page is',
    (manifest) => readOf(manifest, 'COMMERCE_CUSTOMER')?.pagination.style,
    'link_header',
  ],
  [
    'one call at a time, one a second',
    (manifest) => manifest.api.rateLimits[0],
    expect.objectContaining({ limit: 1, perSeconds: 1, concurrency: 1 }),
  ],
];

describe('the manifest of woocommerce', () => {
  const manifest = providerManifestSchema.parse(woocommerceManifest);

  it.each(quirks)('says that %s', (_quirk, says, what) => {
    expect(says(manifest)).toEqual(what);
  });
});
