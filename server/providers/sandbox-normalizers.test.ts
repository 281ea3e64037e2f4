import { v5 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalizers as commerce } from '@/providers/sandbox_commerce/normalizers.ts';
import { normalizers as openbanking } from '@/providers/sandbox_openbanking/normalizers.ts';
import { normalizers as taxOffice } from '@/providers/sandbox_private/normalizers.ts';
import { normalizers as register } from '@/providers/sandbox_public/normalizers.ts';
import { OAUTH_PROVIDERS, type OAuthProviderName } from '@/sandbox/catalogue.ts';
import { createTestClient, startTestSandbox, type TestSandbox } from '@/sandbox/test-client.ts';
import { walkPages } from '@/sandbox/walk-pages.ts';
import type { DataTypeName } from '@/server/data-types/index.ts';
import { recordSchemaOf } from '@/server/record-schemas/index.ts';
import { getManifest } from './catalogue.ts';
import type { NormalizedRecord, NormalizerContext, Normalizers } from './normalizer.ts';

const NAMESPACE = '6f8cbcf5-7c4f-4f8e-9f0e-0d5a3a4d9a51';
const SIREN = '552100554';

let sandbox: TestSandbox;
const headers: Record<string, Record<string, string>> = {};
beforeAll(async () => {
  sandbox = await startTestSandbox({ now: () => new Date('2026-08-15T12:00:00Z') });
  headers.sandbox_openbanking = await authorize('sandbox_openbanking');
  headers.sandbox_commerce = await authorize('sandbox_commerce');
  headers.sandbox_private = { 'x-sandbox-key': 'sandbox-key-1' };
});
afterAll(() => sandbox.close());

async function authorize(providerName: OAuthProviderName): Promise<Record<string, string>> {
  const scope = Object.keys(OAUTH_PROVIDERS[providerName].scopes).join(' ');
  const { access_token } = await createTestClient(sandbox.url, providerName).connect({ scope });
  return { authorization: `Bearer ${access_token}` };
}

const idOf = (dataType: string, sourceId: string) => v5(`${dataType}/${sourceId}`, NAMESPACE);

/** Of the identity that is preselected. */
const subs: Record<string, string> = {
  sandbox_openbanking: 'bank-atelier-marnie',
  sandbox_commerce: 'shop-maison-tilleul',
  sandbox_private: 'tax-atelier-marnie',
  sandbox_public: SIREN,
};

async function expectedIds(providerName: string, type: string): Promise<string[]> {
  const query = new URLSearchParams({ sub: subs[providerName] ?? '', type });
  const answer = await fetch(`${sandbox.url}/expected?${query}`);
  const { ids }: { ids: string[] } = JSON.parse(await answer.text());
  return ids.sort();
}

/** Reads a data type the way its manifest says and normalizes what comes. */
async function readType(
  providerName: string,
  type: DataTypeName,
  normalizers: Normalizers,
): Promise<NormalizedRecord[]> {
  const reads = getManifest(providerName).dataTypes.find((one) => one.type === type)?.reads ?? [];
  const list = [normalizers[type] ?? []].flat();
  expect(list.length).toBe(reads.length);
  const records: NormalizedRecord[] = [];
  for (const [index, read] of reads.entries()) {
    const parents = read.forEach === undefined ? [null] : await expectedIds(providerName, read.forEach.type);
    for (const parentId of parents) {
      const context: NormalizerContext = { idOf, parentId, userSiren: SIREN };
      const url = new URL(`${sandbox.url}${read.request.url.replace('{user_siren}', SIREN)}`);
      if (parentId !== null) url.searchParams.set('account_id', parentId);
      const pages = await walkPages(url.href, headers[providerName] ?? {});
      for (const item of pages.flatMap((page) => page.records))
        records.push(...(list[index]?.(item, context) ?? []));
    }
  }
  return records;
}

const cases = [
  ['sandbox_openbanking', openbanking],
  ['sandbox_commerce', commerce],
  ['sandbox_private', taxOffice],
  ['sandbox_public', register],
] as const;

describe.each(cases)('the normalizers of %s', (providerName, normalizers) => {
  const types = getManifest(providerName).dataTypes.filter(({ reads }) => reads.length > 0);

  it('are there for every data type that is read, and for no other', () => {
    expect(Object.keys(normalizers).sort()).toEqual(types.map(({ type }) => type).sort());
  });

  it.each(types)('give every $type once, with the fields of the data type', async ({ type }) => {
    const records = await readType(providerName, type as DataTypeName, normalizers);
    expect(records.length).toBeGreaterThan(0);
    expect(records.map(({ sourceId }) => sourceId).sort()).toEqual(await expectedIds(providerName, type));
    const schema = recordSchemaOf(type as DataTypeName);
    for (const record of records) {
      const problem = 'fields' in record ? schema?.safeParse(record.fields).error?.message : 'is removed';
      expect(problem, record.sourceId).toBe(undefined);
    }
    expect(schema).not.toBe(null);
  });
});

describe('a record that is gone', () => {
  const context: NormalizerContext = { idOf, parentId: null, userSiren: null };

  it.each([
    ['a withdrawn transaction', openbanking.BANK_TRANSACTION],
    ['a deleted customer', commerce.COMMERCE_CUSTOMER],
  ])('is told of as removed: %s', (_name, normalizer) => {
    const [normalize] = [normalizer ?? []].flat();
    expect(normalize?.({ id: 'x', deleted: true }, context)).toEqual([{ sourceId: 'x', removed: true }]);
  });
});

describe('references', () => {
  it('of an order lead to its customer, payments and products', async () => {
    const [order] = await readType('sandbox_commerce', 'COMMERCE_ORDER', commerce);
    const customers = await expectedIds('sandbox_commerce', 'COMMERCE_CUSTOMER');
    const payments = await expectedIds('sandbox_commerce', 'COMMERCE_TRANSACTION');
    const fields = order !== undefined && 'fields' in order ? order.fields : {};
    expect(customers.map((id) => idOf('COMMERCE_CUSTOMER', id))).toContain(fields.customer_id);
    expect(payments.map((id) => idOf('COMMERCE_TRANSACTION', id))).toEqual(
      expect.arrayContaining([fields.transactions].flat()),
    );
  });
});
