import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestSandbox } from './test-client.ts';
import { control, createTestClient, lastEntry, startTestSandbox } from './test-client.ts';
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

describe('the APIs behind access tokens', () => {
  const bank = () => createTestClient(sandbox.url, 'sandbox_openbanking');
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('answer 403 for a scope the token does not have, and name it', async () => {
    const { access_token: token } = await bank().connect({}, { untick: ['transactions'] });
    expect((await read('/bank/accounts', bearer(token)))[0]).toBe(200);
    for (const [path, scope] of [
      ['/bank/transactions?account_id=bank-atelier-marnie-current', 'transactions'],
      ['/shop/orders', 'orders'],
    ]) {
      const response = await fetch(`${sandbox.url}${path}`, { headers: bearer(token) });
      expect(response.status).toBe(403);
      expect(response.headers.get('www-authenticate')).toBe(
        `Bearer error="insufficient_scope", scope="${scope}"`,
      );
      expect(await response.json()).toMatchObject({ error: 'insufficient_scope' });
      expect(await lastEntry(sandbox.url)).toMatchObject({
        provider_name: 'sandbox_openbanking',
        grant_id: expect.any(String),
        result: 'insufficient_scope',
      });
    }
  });

  it('answer 401 to a token that is missing or revoked', async () => {
    const { access_token: token } = await bank().connect();
    await control(sandbox.url, { revoke_grants: {} });
    for (const headers of [{}, bearer('nonsense'), bearer(token)])
      expect(await read('/bank/accounts', headers)).toEqual([
        401,
        expect.objectContaining({ error: 'invalid_token' }),
      ]);
  });

  it('are counted for each grant', async () => {
    const { access_token: token } = await bank().connect();
    const { id: since } = (await lastEntry(sandbox.url)) ?? {};
    for (let index = 0; index < 3; index += 1) await read('/bank/accounts', bearer(token));
    await read('/shop/orders', bearer(token));
    const { grant_id } = (await lastEntry(sandbox.url)) ?? {};
    const count = { grant_id, provider_name: 'sandbox_openbanking', kind: 'resource' };
    expect(await read(`/ledger/counts?since=${since}`, {})).toEqual([
      200,
      {
        counts: [
          { ...count, result: 'ok', count: 3 },
          { ...count, result: 'insufficient_scope', count: 1 },
        ],
      },
    ]);
  });
});

describe('the register', () => {
  const SIREN = '552100554';
  const parts = ['', '/officers', '/beneficial-owners', '/offices', '/notices', '/statements'];

  it('has a company for any SIREN, always the same, without authorization', async () => {
    for (const part of parts) {
      const path = `/public/companies/${SIREN}${part}`;
      const answer = await read(path, {});
      expect(answer[0], path).toBe(200);
      expect(await read(path, {})).toEqual(answer);
    }
    expect(await lastEntry(sandbox.url)).toMatchObject({ kind: 'resource', provider_name: 'sandbox_public' });
  });

  it('answers 404 for a SIREN that begins with 404, and for what is no SIREN', async () => {
    for (const siren of ['404000001', '123', '12345678x'])
      for (const part of parts)
        expect((await read(`/public/companies/${siren}${part}`, {}))[0], siren + part).toBe(404);
  });

  it('has a company that has filed nothing for a SIREN that begins with 204', async () => {
    const lists = await Promise.all(
      ['officers', 'beneficial-owners', 'notices', 'statements'].map((part) =>
        read(`/public/companies/204000008/${part}`, {}),
      ),
    );
    expect(lists).toEqual([
      [200, { officers: [] }],
      [200, { beneficial_owners: [] }],
      [200, { notices: [], total_count: 0 }],
      [200, { statements: [] }],
    ]);
  });

  it('has cases worth trying', async () => {
    const company = async (siren: string, part = '') =>
      JSON.stringify(await read(`/public/companies/${siren}${part}`, {}));
    expect(await company('822748182')).toMatch(/"closed_on":"20/);
    expect(await company('824256283', '/notices')).toContain('redressement judiciaire');
    expect(await company('500761564')).toContain('"country":"KP"');
    expect(await company('833618093', '/beneficial-owners')).toContain('"nationality":"KP"');
  });
});

describe('GET /expected', () => {
  it('refuses identities and data types that there are not', async () => {
    for (const query of ['', '?sub=nobody&type=BANK_ACCOUNT', '?sub=bank-studio-nacre&type=COFFEE'])
      expect((await fetch(`${sandbox.url}/expected${query}`)).status, query).toBe(400);
  });

  it('knows companies by SIREN and by the id of the tax office', async () => {
    const [, declarations] = await read('/expected?sub=tax-studio-nacre&type=VAT_DECLARATION', {});
    expect(declarations).toEqual({ ids: listVatDeclarations('tax-studio-nacre', NOW).map(({ id }) => id) });
    const [, company] = await read('/expected?sub=404000001&type=COMPANY_PROFILE', {});
    expect(company).toEqual({ ids: [] });
  });
});
