import { describe, expect, it } from 'vitest';
import { getManifest } from './catalogue.ts';
import { type ProviderManifest, providerManifestSchema } from './manifest.ts';
import { everyScope, grantedDataTypes, minimalScopes, withDependencies } from './scopes.ts';

const bank = getManifest('sandbox_openbanking');
const shop = getManifest('sandbox_commerce');

function withScopes(scopes: object, dataTypes: object[]): ProviderManifest {
  return providerManifestSchema.parse({ ...bank, auth: { ...bank.auth, scopes }, dataTypes });
}

describe('withDependencies', () => {
  it('puts what is needed before what needs it', () => {
    expect(withDependencies(bank, ['BANK_TRANSACTION'])).toEqual(['BANK_ACCOUNT', 'BANK_TRANSACTION']);
    expect(withDependencies(bank, ['BANK_ACCOUNT'])).toEqual(['BANK_ACCOUNT']);
  });

  it('follows dependencies of dependencies', () => {
    const chain = withScopes({}, [
      { type: 'A' },
      { type: 'B', dependsOn: ['A'] },
      { type: 'C', dependsOn: ['B'] },
    ]);
    expect(withDependencies(chain, ['C'])).toEqual(['A', 'B', 'C']);
  });
});

describe('everyScope', () => {
  it('writes all that can be asked for as the provider does, ready for its console', () => {
    expect(everyScope(getManifest('qonto'), {})).toBe('offline_access organization.read');
    const ofShop =
      'read_locations,read_customers,read_products,read_inventory,read_orders,read_shopify_payments_payouts';
    expect(everyScope(getManifest('shopify'), {})).toBe(ofShop);
    expect(everyScope(getManifest('shopify'), { all_orders: true }).split(',')).toContain('read_all_orders');
    expect(everyScope(getManifest('company_legal_fr'), {})).toBe('');
  });
});

describe('minimalScopes', () => {
  it('asks for the requested types, what they depend on and the refresh token, and nothing else', () => {
    expect(minimalScopes(bank, ['BANK_ACCOUNT'])).toEqual(['offline_access', 'accounts']);
    expect(minimalScopes(bank, ['BANK_TRANSACTION'])).toEqual(['offline_access', 'accounts', 'transactions']);
  });

  it('names a scope once', () => {
    expect(minimalScopes(shop, ['COMMERCE_TRANSACTIONS_INSIGHT', 'COMMERCE_TRANSACTION'])).toEqual([
      'offline_access',
      'payments',
    ]);
  });

  it('adds what the provider always wants', () => {
    const openid = withScopes({ always: ['openid'] }, [{ type: 'A', scopes: ['a'] }]);
    expect(minimalScopes(openid, ['A'])).toEqual(['openid', 'a']);
  });

  it('adds what the operator switched on, for the types that have use for it', () => {
    const shopify = getManifest('shopify');
    const on = { all_orders: true, api_version: '2026-07' };
    expect(minimalScopes(shopify, ['COMMERCE_ORDER'], on)).toContain('read_all_orders');
    expect(minimalScopes(shopify, ['COMMERCE_PRODUCT'], on)).not.toContain('read_all_orders');
    for (const off of [{}, { all_orders: false }, { all_orders: 'true' }])
      expect(minimalScopes(shopify, ['COMMERCE_ORDER'], off)).not.toContain('read_all_orders');
  });

  it('is empty for providers that know no scopes', () => {
    expect(minimalScopes(getManifest('sandbox_private'), ['VAT_DECLARATION'])).toEqual([]);
    expect(minimalScopes(getManifest('company_legal_fr'), ['COMPANY_PROFILE'])).toEqual([]);
  });
});

describe('grantedDataTypes', () => {
  const requested = ['BANK_TRANSACTION', 'BANK_ACCOUNT'];

  it('takes an answer without scopes as all that was asked', () => {
    expect(grantedDataTypes(bank, requested, null)).toEqual(requested);
  });

  it('keeps the order of the request', () => {
    expect(grantedDataTypes(bank, requested, ['accounts', 'transactions'])).toEqual(requested);
  });

  it('leaves out a type whose scope was left out', () => {
    expect(grantedDataTypes(bank, requested, ['offline_access', 'accounts'])).toEqual(['BANK_ACCOUNT']);
  });

  it('leaves out a type when a scope of what it depends on was left out', () => {
    expect(grantedDataTypes(bank, requested, ['transactions'])).toEqual([]);
    expect(grantedDataTypes(shop, ['COMMERCE_ORDER', 'COMMERCE_CUSTOMER'], ['orders', 'customers'])).toEqual([
      'COMMERCE_CUSTOMER',
    ]);
  });

  it('grants nothing for no scopes, and nothing that the provider does not have', () => {
    expect(grantedDataTypes(bank, requested, [])).toEqual([]);
    expect(grantedDataTypes(bank, ['VAT_DECLARATION'], ['accounts', 'transactions'])).toEqual([]);
  });

  it('accepts another set of scopes that covers the type as well', () => {
    const xero = withScopes({}, [
      { type: 'A', scopes: ['granular.read', 'more.read'], alsoCoveredBy: [['broad']] },
    ]);
    expect(grantedDataTypes(xero, ['A'], ['broad'])).toEqual(['A']);
    expect(grantedDataTypes(xero, ['A'], ['granular.read'])).toEqual([]);
  });

  it('accepts a scope that implies the one it asked for', () => {
    const shopify = withScopes({ impliedByPrefix: { granted: 'write_', covers: 'read_' } }, [
      { type: 'A', scopes: ['read_orders'] },
    ]);
    expect(grantedDataTypes(shopify, ['A'], ['write_orders'])).toEqual(['A']);
    expect(grantedDataTypes(shopify, ['A'], ['write_products'])).toEqual([]);
  });
});
