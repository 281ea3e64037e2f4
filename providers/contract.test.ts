import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDataType, isDataTypeName } from '@/server/data-types/index.ts';
import { catalogue, findNormalizers } from '@/server/providers/catalogue.ts';
import { providerManifestSchema } from '@/server/providers/manifest.ts';
import { serviceOf } from '@/server/providers/service-of.ts';
import { recordSchemaOf } from '@/server/record-schemas/index.ts';

/** What every entry of the catalogue owes to the ones who use it, whoever wrote it. */
describe.each([...catalogue])('the provider %s', (name, manifest) => {
  const normalizers = findNormalizers(name);
  const types = manifest.dataTypes.filter(({ type }) => isDataTypeName(type));
  const reads = manifest.dataTypes.flatMap((dataType) =>
    dataType.reads.map((read) => ({ ...dataType, read })),
  );

  it('can be written down and read again: a manifest is data', () => {
    expect(providerManifestSchema.parse(structuredClone(manifest))).toEqual(manifest);
    expect(types).toHaveLength(manifest.dataTypes.length);
  });

  it('has a logo beside its manifest', () => {
    expect(existsSync(path.join(import.meta.dirname, name, manifest.logo))).toBe(true);
  });

  it.each(types.map(({ type, reads: ways }) => ({ type, ways: ways.length })))(
    'reads $type, or we compute it',
    ({ type, ways }) => {
      if (!isDataTypeName(type)) throw new Error(type);
      const source = findDataType(type)?.computedFrom ?? null;
      const found = normalizers[type];
      if (ways === 0) {
        expect(types.map((dataType) => dataType.type)).toContain(source);
        expect(found).toBeUndefined();
      } else {
        expect(source).toBeNull();
        expect(typeof found === 'function' ? ways : found?.length).toBe(ways);
      }
      expect(recordSchemaOf(type)).not.toBeNull();
    },
  );

  it('reads incrementally only what it can find again in a record', () => {
    for (const { type, read } of reads) {
      if (read.incremental?.by !== 'time') continue;
      const { since } = read.incremental;
      const isNamed = since.in !== 'template' || JSON.stringify(read.request).includes(`{${since.param}}`);
      expect(isNamed, type).toBe(true);
    }
  });

  it('ends every list: by a field of the answer, a short page, a link or an empty page', () => {
    for (const { type, read } of reads) {
      const { pagination } = read;
      if (pagination.style !== 'cursor' && pagination.style !== 'next_token') continue;
      const hasNext = pagination.nextPath !== undefined || pagination.nextFromLastRecord !== undefined;
      expect(hasNext, type).toBe(true);
    }
  });

  it('limits each of its services, when it limits one', () => {
    if (manifest.api.rateLimits.length === 0) return;
    const limited = manifest.api.rateLimits.map(({ baseUrl = null }) => baseUrl);
    for (const { type, read } of reads) expect(limited, type).toContain(serviceOf(manifest, read.request));
  });

  it('asks only for scopes that some data type has use for', () => {
    const { auth } = manifest;
    if (auth.kind !== 'oauth2_authorization_code') return;
    const known = manifest.dataTypes.flatMap(({ scopes, optionalScopes }) => [
      ...scopes,
      ...optionalScopes.map(({ scope }) => scope),
    ]);
    for (const scope of known) {
      expect(scope).not.toBe(auth.scopes.offline);
      expect(scope).not.toContain(auth.scopes.separator);
      expect(scope).not.toMatch(/write|manage|admin/);
    }
  });

  it('says where its data is documented, unless it is our own sandbox', () => {
    expect(manifest.docsUrl === null).toBe(manifest.sandbox);
    expect(manifest.operatorConfig.filter(({ secret }) => secret).every(({ label }) => label.fr !== '')).toBe(
      true,
    );
  });
});
