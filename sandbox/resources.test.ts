import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestSandbox } from './test-client.ts';
import { lastEntry, startTestSandbox } from './test-client.ts';
import { listVatDeclarations } from './vat-declarations.ts';

const NOW = new Date('2026-08-15T12:00:00Z');

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox({ now: () => NOW });
});
afterAll(() => sandbox.close());

async function read(path: string, headers: Record<string, string>): Promise<[number, unknown]> {
  const response = await fetch(`${sandbox.url}${path}`, { headers });
  return [response.status, await response.json()];
}

describe('the API of sandbox_private', () => {
  it('knows five companies by their keys', async () => {
    const ids = new Set<unknown>();
    for (const number of [1, 2, 3, 4, 5]) {
      const [status, company] = await read('/private/account', { 'x-sandbox-key': `sandbox-key-${number}` });
      expect(status).toBe(200);
      expect(company).toEqual({ id: expect.any(String), name: expect.any(String) });
      ids.add(JSON.stringify(company));
    }
    expect(ids.size).toBe(5);
    expect(await lastEntry(sandbox.url)).toMatchObject({
      kind: 'resource',
      provider_name: 'sandbox_private',
      result: 'ok',
    });
  });

  it.each([
    ['a wrong key', { 'x-sandbox-key': 'sandbox-key-6' }],
    ['no key', {}],
  ])('answers 401 to %s', async (_name, headers: Record<string, string>) => {
    for (const path of ['/private/account', '/private/vat-declarations']) {
      expect(await read(path, headers)).toEqual([401, expect.objectContaining({ error: 'invalid_key' })]);
      expect(await lastEntry(sandbox.url)).toMatchObject({ kind: 'resource', result: 'invalid_key' });
    }
  });

  it('serves the VAT declarations of the company behind the key', async () => {
    const [status, declarations] = await read('/private/vat-declarations', {
      'x-sandbox-key': 'sandbox-key-2',
    });
    expect(status).toBe(200);
    expect(declarations).toEqual(listVatDeclarations('tax-boulangerie-sorel', NOW));
  });
});

describe('VAT declarations', () => {
  const declarations = listVatDeclarations('tax-atelier-marnie', NOW);

  it('cover the last eight full quarters without a gap', () => {
    expect(declarations.map(({ start_date, end_date }) => [start_date, end_date])).toEqual([
      ['2024-07-01', '2024-09-30'],
      ['2024-10-01', '2024-12-31'],
      ['2025-01-01', '2025-03-31'],
      ['2025-04-01', '2025-06-30'],
      ['2025-07-01', '2025-09-30'],
      ['2025-10-01', '2025-12-31'],
      ['2026-01-01', '2026-03-31'],
      ['2026-04-01', '2026-06-30'],
    ]);
  });

  it('stay the same when time passes, and differ between companies', () => {
    const later = listVatDeclarations('tax-atelier-marnie', new Date('2026-12-31T23:59:59Z'));
    expect(later.slice(0, 7)).toEqual(declarations.slice(1));
    const other = listVatDeclarations('tax-studio-nacre', NOW);
    expect(other[0]?.gross_vat).not.toBe(declarations[0]?.gross_vat);
  });

  it('are consistent in themselves, a credit carried into the next quarter', () => {
    const codes = (index: number) =>
      new Map(declarations[index]?.vat_values.map(({ code, value }) => [code, value]));
    declarations.forEach((declaration, index) => {
      expect(declaration.vat).toBe(declaration.gross_vat - declaration.deductible_vat);
      expect(declaration.total_to_pay - declaration.surplus_balance).toBe(declaration.vat);
      expect(declaration.vat_values.every(({ value }) => Number.isInteger(value) && value >= 0)).toBe(true);
      if (index > 0) expect(codes(index).get('22')).toBe(declarations[index - 1]?.surplus_balance);
    });
  });
});

describe('GET /account', () => {
  it('answers 401 without a valid token', async () => {
    for (const headers of [{}, { authorization: 'Bearer nonsense' }]) {
      expect(await read('/account', headers)).toEqual([
        401,
        expect.objectContaining({ error: 'invalid_token' }),
      ]);
    }
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind: 'resource', result: 'invalid_token' });
  });
});
