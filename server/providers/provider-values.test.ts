import { describe, expect, it } from 'vitest';
import { manifest as shopifyManifest } from '@/providers/shopify/manifest.ts';
import { quickbooksManifest } from '@/server/testing/manifest-quickbooks.ts';
import { catalogue, getManifest } from './catalogue.ts';
import { providerManifestSchema } from './manifest.ts';
import { type ProviderValueSources, providerValues } from './provider-values.ts';

const shopify = providerManifestSchema.parse(shopifyManifest);

function valuesOf(sources: Partial<ProviderValueSources>) {
  return providerValues({
    manifest: shopify,
    runSettings: {},
    operatorCredentials: { client_id: 'our-id', client_secret: 'our-secret' },
    settings: { api_version: '2026-07', all_orders: false },
    inputs: { shop: 'example-shop' },
    kept: {},
    ...sources,
  });
}

describe('providerValues', () => {
  it('merges what the operator, the person, the provider and we know', () => {
    const values = valuesOf({
      kept: { shop_from_callback: 'example-shop' },
      tokens: { accessToken: 'token-1' },
      redirectUri: 'https://moorage.example/connect/callback/shopify',
    });
    expect(values).toEqual({
      shop: 'example-shop',
      shop_from_callback: 'example-shop',
      api_version: '2026-07',
      all_orders: 'false',
      client_id: 'our-id',
      client_secret: 'our-secret',
      access_token: 'token-1',
      redirect_uri: 'https://moorage.example/connect/callback/shopify',
      shopify_base_url: 'https://example-shop.myshopify.com',
    });
  });

  it('takes from a person and from a provider only the names that the manifest declares for them', () => {
    const hostile = {
      client_id: 'theirs',
      client_secret: 'theirs',
      access_token: 'theirs',
      redirect_uri: 'https://evil.example',
      api_version: 'theirs',
      shopify_base_url: 'https://evil.example',
      sandbox_url: 'https://evil.example',
      invented: 'theirs',
    };
    const values = valuesOf({ inputs: { ...hostile, shop: 'example-shop' }, kept: hostile });
    expect(values).toEqual(valuesOf({}));
    // Nor do they fill what the operator has not given.
    const bare = valuesOf({ operatorCredentials: {}, settings: {}, inputs: hostile, kept: hostile });
    expect(bare).toEqual({});
  });

  it('takes no setting and no credential that is not declared', () => {
    expect(valuesOf({ settings: { access_token: 'x' }, operatorCredentials: { sandbox_url: 'x' } })).toEqual({
      shop: 'example-shop',
      shopify_base_url: 'https://example-shop.myshopify.com',
    });
  });

  it('finds the inputs of a stored grant among its kept values, behind the ones just typed', () => {
    expect(valuesOf({ inputs: {}, kept: { shop: 'stored-shop' } }).shop).toBe('stored-shop');
    expect(valuesOf({ kept: { shop: 'stored-shop' } }).shop).toBe('example-shop');
  });

  it('prefers a base URL of the run settings', () => {
    const runSettings = { shopify_base_url: 'http://127.0.0.1:4010' };
    expect(valuesOf({ runSettings }).shopify_base_url).toBe('http://127.0.0.1:4010');
  });

  it('has no access token when there is none', () => {
    expect(valuesOf({ tokens: { accessToken: null } })).not.toHaveProperty('access_token');
  });

  it('uses the fixed client of the sandbox, whatever the operator has', () => {
    const values = valuesOf({
      manifest: getManifest('sandbox_commerce', catalogue),
      runSettings: { sandbox_url: 'http://localhost:3001' },
      settings: {},
    });
    expect(values).toEqual({
      client_id: 'sandbox_commerce',
      client_secret: 'sandbox-secret-sandbox_commerce',
      sandbox_url: 'http://localhost:3001',
    });
  });

  it('takes the base URLs of the environment that the operator picked', () => {
    const choice = (value: string) => ({ value, label: { en: value, fr: value } });
    const manifest = providerManifestSchema.parse({
      ...quickbooksManifest,
      settings: [
        {
          name: 'environment',
          type: 'choice',
          default: 'production',
          options: [choice('production'), choice('sandbox')],
          label: { en: 'Environment', fr: 'Environnement' },
          description: { en: 'Which system.', fr: 'Quel système.' },
        },
      ],
    });
    const baseUrl = (environment: string) =>
      valuesOf({ manifest, inputs: {}, settings: { environment } }).quickbooks_base_url;
    expect(baseUrl('sandbox')).toBe('https://sandbox-quickbooks.api.intuit.com');
    expect(baseUrl('production')).toBe('https://quickbooks.api.intuit.com');
  });
});
