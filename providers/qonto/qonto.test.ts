import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pullProvider, testId } from '@/server/testing/pull-provider.ts';
import { makeOrganization, makeTransaction } from '@/server/testing/qonto-fixtures.ts';
import { type QontoOrganization, type QontoServer, startQontoServer } from '@/server/testing/qonto-server.ts';
import { toDecimal } from './cents.ts';

let qonto: QontoServer;
let bank: QontoOrganization;
beforeEach(async () => {
  bank = makeOrganization();
  qonto = await startQontoServer({ organizations: [bank] });
});
afterEach(() => qonto.close());

/** Of a person who agreed to these scopes. */
function accessToken(scopes = ['organization.read', 'offline_access']): string {
  const redirectUri = 'https://moorage.example/callback';
  const code = qonto.grants.issueCode({ redirectUri, challenge: null, scopes, account: 'org-1' });
  const tokens = qonto.grants.exchange(code, { redirectUri, verifier: null });
  return tokens?.accessToken ?? 'none';
}

type QontoType = 'COMPANY_PROFILE' | 'BANK_ACCOUNT' | 'BANK_TRANSACTION';
interface Run {
  token?: string;
  checkpoint?: string | null;
  renewed?: string[];
}
const pull = (dataType: QontoType, { token = accessToken(), checkpoint = null, renewed = [] }: Run = {}) =>
  pullProvider({
    provider: 'qonto',
    dataType,
    checkpoint,
    renewed,
    accessToken: token,
    baseUrls: { qonto_api_base_url: qonto.url, qonto_oauth_base_url: qonto.url },
    parents: async (_, after) => (after === null ? ['org-1-account'] : []),
  });
const put = (...transactions: ReturnType<typeof makeTransaction>[]) => {
  bank.transactions['org-1-account'] = transactions;
};

describe('qonto', () => {
  it('COMPANY_PROFILE is the organization of the connection', async () => {
    expect([...(await pull('COMPANY_PROFILE')).fields]).toEqual([
      [
        'org-1',
        {
          name: 'ATELIER EXEMPLE SAS',
          commercial_names: ['Atelier Exemple'],
          registration_number: '900000001',
          headquarter: {
            is_headquarter: true,
            address: { street: '12 rue des Exemples, 69003 Lyon', country: 'FR' },
          },
        },
      ],
    ]);
  });

  it('BANK_ACCOUNT is each account, its balance made from the cents', async () => {
    expect(Object.fromEntries((await pull('BANK_ACCOUNT')).fields)).toEqual({
      'org-1-account': {
        name: 'Compte principal',
        account_number: 'FR7616958000010000000000001',
        account_type: 'CHECKING',
        balance: '1234.56',
        currency: 'EUR',
        iban: 'FR7616958000010000000000001',
        bic: 'QNTOFRP1XXX',
        bank_name: 'Qonto',
        last_update: '2026-11-20T08:00:00.000Z',
      },
    });
  });

  it('BANK_TRANSACTION has the sign of its side, and no value date while it is pending', async () => {
    put(
      makeTransaction('t1'),
      makeTransaction('t2', { side: 'credit', operation_type: 'income', amount: 0.07, amount_cents: 7 }),
      makeTransaction('t3', { status: 'pending', settled_at: null, operation_type: 'f24' }),
    );
    const { fields } = await pull('BANK_TRANSACTION');
    expect(fields.get('t1')).toEqual({
      account_id: testId('BANK_ACCOUNT', 'org-1-account'),
      amount: '-42.90',
      currency: 'EUR',
      initiated_at: '2026-11-02T10:15:00.000Z',
      value_date: '2026-11-03',
      description: 'Papeterie Dupont',
      transaction_type: 'CARD',
    });
    expect(fields.get('t2')).toMatchObject({ amount: '0.07', transaction_type: 'TRANSFER' });
    expect(fields.get('t3')).toMatchObject({ value_date: null, transaction_type: null });
  });

  it('BANK_TRANSACTION that was declined is gone, also when it was pending before', async () => {
    put(makeTransaction('t1', { status: 'pending' }), makeTransaction('t2', { status: 'pending' }));
    const first = await pull('BANK_TRANSACTION');
    expect([...first.fields.keys()]).toEqual(['t1', 't2']);
    const later = { updated_at: '2026-11-05T00:00:00.000Z' };
    put(makeTransaction('t1', { status: 'declined', ...later }), makeTransaction('t2', { ...later }));
    const second = await pull('BANK_TRANSACTION', { checkpoint: first.end.checkpoint });
    expect(second.records).toEqual([
      { sourceId: 't1', removed: true },
      { sourceId: 't2', fields: expect.objectContaining({ value_date: '2026-11-03' }) },
    ]);
  });

  it('BANK_TRANSACTION comes in pages of a hundred, then only what changed', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 9, 1, 0, minute)).toISOString();
    put(...Array.from({ length: 250 }, (_, n) => makeTransaction(`t${n}`, { updated_at: at(n) })));
    const { fields, end } = await pull('BANK_TRANSACTION');
    expect(fields.size).toBe(250);
    expect(end.complete).toBe(true);
    const asked = () =>
      qonto.received.map(({ url: { searchParams } }) => [
        searchParams.get('page'),
        searchParams.get('updated_at_from'),
      ]);
    expect(asked()).toEqual([
      ['1', null],
      ['1', at(99)],
      ['1', at(198)],
    ]);
    put(...Array.from({ length: 251 }, (_, n) => makeTransaction(`t${n}`, { updated_at: at(n) })));
    const changed = await pull('BANK_TRANSACTION', { checkpoint: end.checkpoint });
    expect([...changed.fields.keys()]).toEqual(['t249', 't250']);
    expect(changed.end.complete).toBe(false);
    const last = qonto.received.at(-1)?.url.searchParams;
    expect(last?.get('updated_at_from')).toBe('2026-10-01T04:09:00Z');
    expect(last?.getAll('status[]')).toEqual(['pending', 'declined', 'completed']);
  });

  it('BANK_TRANSACTION loses none when pending payments settle while it is read', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 9, 1, 0, minute)).toISOString();
    const transactions = Array.from({ length: 250 }, (_, n) =>
      makeTransaction(`t${n}`, { updated_at: at(n), status: n % 10 === 0 ? 'pending' : 'completed' }),
    );
    put(...transactions);
    let settled = 0;
    qonto.afterPage = () => {
      for (const one of transactions.filter(({ status }) => status === 'pending').slice(0, 5)) {
        settled += 1;
        Object.assign(one, { status: 'completed', updated_at: at(1_000 + settled) });
      }
    };
    const { fields, end } = await pull('BANK_TRANSACTION');
    expect(fields.size).toBe(250);
    expect(end.complete).toBe(true);
  });

  it('BANK_TRANSACTION that were all changed at one moment come by page number', async () => {
    put(...Array.from({ length: 350 }, (_, n) => makeTransaction(`t${n}`)));
    const { fields } = await pull('BANK_TRANSACTION');
    expect(fields.size).toBe(350);
    expect(qonto.received.map(({ url }) => url.searchParams.get('page'))).toEqual(['1', '2', '3', '4']);
  });
});

describe('trouble at Qonto', () => {
  it('an access token that ended is renewed once', async () => {
    const fresh = accessToken();
    const { fields } = await pull('BANK_ACCOUNT', { token: 'ended', renewed: [fresh] });
    expect(fields.size).toBe(1);
    await expect(pull('BANK_ACCOUNT', { token: 'ended', renewed: ['ended too'] })).rejects.toMatchObject({
      kind: 'unauthorized',
    });
  });

  it('a scope that was not granted', async () => {
    await expect(pull('BANK_ACCOUNT', { token: accessToken(['offline_access']) })).rejects.toMatchObject({
      code: 'PERMISSION_NOT_GRANTED',
    });
  });

  it('too many answers with 401 end in 429', async () => {
    for (let count = 0; count < 201; count++) await fetch(`${qonto.url}/v2/organization`);
    await expect(pull('BANK_ACCOUNT')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 10_000 });
  });

  it.each([
    ['an amount that is no whole number of cents', { amount_cents: 42.9 }],
    ['a side that nobody documents', { side: 'canary' }],
    ['no id', { id: null }],
  ])('%s stops the reading', async (_, changes) => {
    put(makeTransaction('t1', changes as object));
    const error: unknown = await pull('BANK_TRANSACTION').catch((refused: unknown) => refused);
    expect(error).toMatchObject({ kind: 'bad_answer' });
    expect(String(error)).not.toContain('canary');
  });
});

describe('cents', () => {
  it.each([
    [0, '0.00'],
    [7, '0.07'],
    [-7, '-0.07'],
    [100, '1.00'],
    [-123_456, '-1234.56'],
    ['9007199254740993', '90071992547409.93'],
  ])('%s are %s', (cents, decimal) => {
    expect(toDecimal(cents)).toBe(decimal);
  });
});
