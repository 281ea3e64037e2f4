import { describe, expect, it } from 'vitest';
import { getManifest } from './catalogue.ts';
import { providerManifestSchema } from './manifest.ts';
import { serviceOf } from './service-of.ts';

const register = getManifest('company_legal_fr');

describe('the service that a request goes to', () => {
  it.each([
    ['/search', null],
    ['{recherche_entreprises_base_url}/search', null],
    ['{bodacc_base_url}/records', 'bodacc_base_url'],
    ['{instance_url}/records', null],
    ['https://elsewhere.example/records', null],
  ])('%s is %s', (url, service) => {
    expect(serviceOf(register, { url })).toBe(service);
  });

  it.each([
    ['one that no base URL names', 'other_base_url', 'other_base_url is not in baseUrls'],
    ['the usual one', 'recherche_entreprises_base_url', 'recherche_entreprises_base_url is the usual one'],
  ])('has no limits as %s', (_, baseUrl, problem) => {
    const rateLimits = [{ baseUrl, scope: 'ip', concurrency: 1 }];
    const parsed = providerManifestSchema.safeParse({ ...register, api: { ...register.api, rateLimits } });
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual([`api.rateLimits: ${problem}`]);
  });
});
