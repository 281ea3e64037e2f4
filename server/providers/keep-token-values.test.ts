import { describe, expect, it } from 'vitest';
import { withingsManifest } from '@/server/testing/manifest-withings.ts';
import { getManifest } from './catalogue.ts';
import { keepTokenValues } from './keep-token-values.ts';
import { providerManifestSchema } from './manifest.ts';

const withings = providerManifestSchema.parse(withingsManifest);

describe('keepTokenValues', () => {
  it.each([
    ['abc', 'abc'],
    [363, '363'],
  ])('keeps %j as text', (userid, kept) => {
    expect(keepTokenValues(withings, { body: { userid, access_token: 'x' } })).toEqual({ user_id: kept });
  });

  it.each([undefined, null, {}, 2 ** 53])('refuses an answer with %j for a required field', (userid) => {
    expect(() => keepTokenValues(withings, { body: { userid } })).toThrow(
      expect.objectContaining({ kind: 'bad_answer' }),
    );
  });

  it('leaves out an optional field that is not there', () => {
    const { auth } = withings;
    if (auth.kind !== 'oauth2_authorization_code') throw new Error('withings is an OAuth provider');
    const keep = auth.tokenResponse.keep.map((field) => ({ ...field, required: false }));
    const manifest = { ...withings, auth: { ...auth, tokenResponse: { ...auth.tokenResponse, keep } } };
    expect(keepTokenValues(manifest, {})).toEqual({});
  });

  it('keeps nothing where nothing is declared', () => {
    expect(keepTokenValues(getManifest('qonto'), { anything: 1 })).toEqual({});
    expect(keepTokenValues(getManifest('sandbox_private'), { anything: 1 })).toEqual({});
  });
});
