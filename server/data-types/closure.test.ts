import { describe, expect, it } from 'vitest';
import { closureOf } from './closure.ts';
import { dataTypeNames } from './registry.ts';

describe('closureOf', () => {
  it('adds what a requested type depends on, and says for which one', () => {
    expect(closureOf(['BANK_TRANSACTION'])).toEqual([
      { name: 'BANK_ACCOUNT', neededFor: ['BANK_TRANSACTION'] },
      { name: 'BANK_TRANSACTION', neededFor: [] },
    ]);
  });

  it('says nothing is needed for another type when the consumer asked for it itself', () => {
    expect(closureOf(['BANK_TRANSACTION', 'BANK_ACCOUNT']).map((entry) => entry.neededFor)).toEqual([[], []]);
  });

  it('follows dependencies of dependencies', () => {
    expect(closureOf(['COMMERCE_DISPUTES_INSIGHT'])).toEqual([
      { name: 'COMMERCE_TRANSACTION', neededFor: ['COMMERCE_DISPUTES_INSIGHT'] },
      { name: 'COMMERCE_DISPUTE', neededFor: ['COMMERCE_DISPUTES_INSIGHT'] },
      { name: 'COMMERCE_DISPUTES_INSIGHT', neededFor: [] },
    ]);
  });

  it('names every requested type that needs the same dependency', () => {
    const payments = closureOf(['COMMERCE_ORDER', 'COMMERCE_DISPUTE']).find(
      (entry) => entry.name === 'COMMERCE_TRANSACTION',
    );
    expect(payments?.neededFor).toEqual(['COMMERCE_ORDER', 'COMMERCE_DISPUTE']);
  });

  it('leaves out a dependency that the provider cannot deliver', () => {
    expect(closureOf(['COMMERCE_PRODUCT'], ['COMMERCE_PRODUCT'])).toEqual([
      { name: 'COMMERCE_PRODUCT', neededFor: [] },
    ]);
  });

  it('answers in the order of the permission screen, whatever the order of the request', () => {
    expect(
      closureOf(['COMPANY_PROFILE', 'COMPANY_OFFICER', 'BANK_ACCOUNT']).map((entry) => entry.name),
    ).toEqual(['BANK_ACCOUNT', 'COMPANY_OFFICER', 'COMPANY_PROFILE']);
  });

  it('is complete when applied to every type', () => {
    expect(closureOf(dataTypeNames).map((entry) => entry.name)).toEqual(dataTypeNames);
  });
});
