import { describe, expect, it } from 'vitest';
import { assertNormalizersFit } from './assert-normalizers-fit.ts';
import { catalogue, catalogueNormalizers, findNormalizers, getManifest } from './catalogue.ts';
import type { Normalizer } from './normalizer.ts';

const normalizer: Normalizer = () => [];

describe('normalizers', () => {
  it('are there for every provider of the catalogue', () => {
    expect([...catalogueNormalizers.keys()]).toEqual([...catalogue.keys()]);
    expect(Object.keys(findNormalizers('sandbox_openbanking'))).toEqual(['BANK_ACCOUNT', 'BANK_TRANSACTION']);
    expect(findNormalizers('nobody')).toEqual({});
  });

  it.each([
    ['one is missing', { BANK_ACCOUNT: normalizer }, 'BANK_TRANSACTION'],
    [
      'one has nothing to read',
      { BANK_ACCOUNT: normalizer, BANK_TRANSACTION: normalizer, COURT_DECISION: normalizer },
      'COURT_DECISION',
    ],
    [
      'there are more than reads',
      { BANK_ACCOUNT: [normalizer, normalizer], BANK_TRANSACTION: normalizer },
      'BANK_ACCOUNT',
    ],
  ])('do not fit when %s', (_, normalizers, name) => {
    const manifest = getManifest('sandbox_openbanking');
    expect(() => assertNormalizersFit(manifest, normalizers)).toThrow(name);
  });

  it('fit one for several reads', () => {
    const [read] = getManifest('sandbox_private').dataTypes;
    if (read === undefined) throw new Error('no data type');
    const dataTypes = [{ ...read, reads: [...read.reads, ...read.reads] }];
    const manifest = { ...getManifest('sandbox_private'), dataTypes };
    expect(() => assertNormalizersFit(manifest, { VAT_DECLARATION: normalizer })).not.toThrow();
  });
});
