import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { closureOf, isDataTypeName } from '@/server/data-types/index.ts';
import { catalogue, getManifest, listManifests } from './catalogue.ts';
import { readProviderLogo } from './logo.ts';
import { withDependencies } from './scopes.ts';

const folder = path.join(process.cwd(), 'providers');
/** Open to every app that the person lets in, whatever else it may see. */
const needNoScope = ['shopify COMPANY_PROFILE'];

describe('the catalogue', () => {
  it('lists each folder under providers/, by name', () => {
    const folders = readdirSync(folder).filter((name) => statSync(path.join(folder, name)).isDirectory());
    expect(listManifests().map(({ name }) => name)).toEqual(folders.sort());
  });

  it('answers PROVIDER_NOT_FOUND for a name that is not there', () => {
    for (const name of ['nothing', '', '__proto__', '../qonto'])
      expect(() => getManifest(name), name).toThrow(expect.objectContaining({ code: 'PROVIDER_NOT_FOUND' }));
  });

  it('looks in the providers of this installation when they are given', () => {
    expect(() => getManifest('qonto', new Map())).toThrow(
      expect.objectContaining({ code: 'PROVIDER_NOT_FOUND' }),
    );
    expect(listManifests(new Map())).toEqual([]);
  });
});

describe.each([...catalogue])('the provider %s', (name, manifest) => {
  const types = manifest.dataTypes.map(({ type }) => type);

  it('has the name of its folder', () => {
    const source = readFileSync(path.join(folder, name, 'manifest.ts'), 'utf8');
    expect(source).toContain(`name: '${name}'`);
    expect(manifest.name).toBe(name);
  });

  it('has a logo that is small and can load and run nothing', async () => {
    const logo = await readProviderLogo(name);
    expect(Buffer.byteLength(logo)).toBeLessThan(3000);
    expect(logo).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="40" height="40" viewBox="0 0 40 40">/,
    );
    const elements = [...logo.matchAll(/<\/?([a-zA-Z]+)/g)].flatMap(([, element]) => element ?? []);
    for (const element of elements)
      expect(['svg', 'title', 'rect', 'circle', 'path', 'g']).toContain(element);
    expect(logo.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /\son|href|url\(|style|:\/\/|&|<[!?]/i,
    );
  });

  it('delivers data types of the registry', () => {
    for (const type of types) expect(type).toSatisfy(isDataTypeName);
  });

  it('reads what the registry says a data type depends on, as far as it delivers it', () => {
    const known = types.filter(isDataTypeName);
    for (const type of known) {
      const fetched = closureOf([type], known).map((entry) => entry.name);
      expect(withDependencies(manifest, [type]).sort(), type).toEqual(fetched.sort());
    }
  });

  it('has a scope for each data type, when the provider knows scopes', () => {
    const { auth } = manifest;
    if (auth.kind !== 'oauth2_authorization_code' || auth.scopes.parameter === null) return;
    for (const { type, scopes } of manifest.dataTypes) {
      expect(scopes.length > 0, type).toBe(!needNoScope.includes(`${name} ${type}`));
    }
  });

  it('can be reached: every base URL is its own, a run setting or the sandbox', () => {
    const leading = JSON.stringify(manifest).match(/"\{[a-z0-9_]+_url\}/g) ?? [];
    const known = [...Object.keys(manifest.baseUrls), ...(manifest.sandbox ? ['sandbox_url'] : [])];
    for (const text of leading) expect(known).toContain(text.slice(2, -1));
  });

  it('tests a key before it is stored', () => {
    if (manifest.auth.kind !== 'api_key' && manifest.auth.kind !== 'basic') return;
    expect(manifest.connectionTest?.wrongCredential).not.toEqual([]);
    expect(manifest.connectionTest?.success).not.toEqual([]);
    expect(manifest.auth.inputs.some(({ secret }) => secret)).toBe(true);
    expect(manifest.auth.steps.en.length).toBeGreaterThan(0);
  });

  it('says the same in both languages', () => {
    const texts = localizedTexts(manifest);
    for (const { en, fr } of texts) {
      expect(Array.isArray(en)).toBe(Array.isArray(fr));
      expect(en.length > 0).toBe(fr.length > 0);
      if (Array.isArray(en)) expect(fr).toHaveLength(en.length);
    }
  });
});

function localizedTexts(value: unknown): { en: string | string[]; fr: string | string[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = 'en' in value && 'fr' in value ? [value as { en: string; fr: string }] : [];
  return [...found, ...Object.values(value).flatMap(localizedTexts)];
}
