import { describe, expect, it } from 'vitest';
import { catalogue } from '@/server/providers/catalogue.ts';
import type { ProviderManifest } from '@/server/providers/index.ts';
import { missingMeans } from './missing-means.ts';

function provider(name: string): ProviderManifest {
  const manifest = catalogue.get(name);
  if (manifest === undefined) throw new Error(`no ${name}`);
  return manifest;
}

describe('a record that a full read did not see', () => {
  it('is gone where the provider shows everything', () => {
    expect(missingMeans(provider('shopify'), 'COMMERCE_PRODUCT', [])).toBe('gone');
  });

  it('may be there all the same where the provider shows recent ones only', () => {
    const shopify = provider('shopify');
    for (const type of ['COMMERCE_ORDER', 'COMMERCE_TRANSACTION'] as const) {
      expect(missingMeans(shopify, type, ['read_orders'])).toBe('nothing');
      expect(missingMeans(shopify, type, null)).toBe('nothing');
      expect(missingMeans(shopify, type, ['read_orders', 'read_all_orders'])).toBe('gone');
    }
  });

  it('may be there where a search finds some of them only', () => {
    expect(missingMeans(provider('company_legal_fr'), 'CORPORATE_OFFICE', null)).toBe('nothing');
  });

  it('is gone when two did not see it, where pages by number or offset can shift meanwhile', () => {
    const register = provider('company_legal_fr');
    expect(missingMeans(register, 'COLLECTIVE_PROCEDURE', null)).toBe('gone_after_two');
    expect(missingMeans(register, 'COMPANY_OFFICER', null)).toBe('gone');
    expect(missingMeans(provider('qonto'), 'BANK_TRANSACTION', ['organization.read'])).toBe('gone');
  });
});
