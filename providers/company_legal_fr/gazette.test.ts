import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GazetteNotice, startBodaccServer } from '@/server/testing/bodacc-server.ts';
import type { HttpService } from '@/server/testing/http-service.ts';
import { pullProvider } from '@/server/testing/pull-provider.ts';
import { startRechercheEntreprisesServer } from '@/server/testing/recherche-entreprises-server.ts';
import { atelier, makeNotice } from '@/server/testing/register-fixtures.ts';

let gazette: HttpService;
let register: HttpService;
let notices: GazetteNotice[];
beforeEach(async () => {
  notices = [];
  gazette = await startBodaccServer({ notices });
  register = await startRechercheEntreprisesServer({ companies: [atelier] });
});
afterEach(async () => {
  await gazette.close();
  await register.close();
});

type GazetteType = 'LEGAL_NOTICE' | 'FINANCIAL_STATEMENT';
const pull = (dataType: GazetteType, checkpoint: string | null = null) =>
  pullProvider({
    provider: 'company_legal_fr',
    dataType,
    checkpoint,
    userSiren: atelier.siren,
    baseUrls: { bodacc_base_url: gazette.url, recherche_entreprises_base_url: register.url },
  });
const asked = () => gazette.received.map(({ url }) => Object.fromEntries(url.searchParams));

/** One notice a day. */
const daily = (count: number, first = '1990-01-01') =>
  Array.from({ length: count }, (_, day) => {
    const dateparution = new Date(Date.parse(first) + day * 86_400_000).toISOString().slice(0, 10);
    return makeNotice({ dateparution, numeroannonce: day + 1, id: `B${dateparution}` });
  });

describe('LEGAL_NOTICE of company_legal_fr', () => {
  it('says what was printed; nested columns are JSON inside JSON', async () => {
    notices.push(
      makeNotice({ modificationsgenerales: '{"descriptif": "Modification de la dénomination"}' }),
      makeNotice({
        publicationavis: 'C',
        dateparution: '2026-07-01',
        familleavis: 'dpc',
        depot: '{"dateCloture":"2025-12-31","typeDepot":"Comptes annuels et rapports","descriptif":""}',
      }),
    );
    const { fields, end } = await pull('LEGAL_NOTICE');
    expect(Object.fromEntries(fields)).toEqual({
      B202600400123: {
        date: '2026-02-26',
        source: 'BODACC B',
        origin: 'Greffe du Tribunal de Commerce de Lyon',
        type: 'modification',
        category: 'annonce',
        event: 'Modifications diverses',
        text: 'Modification de la dénomination',
        link: 'https://www.bodacc.fr/annonce/detail-annonce/B/20260040/123',
      },
      C202600400123: expect.objectContaining({
        source: 'BODACC C',
        type: 'dpc',
        event: 'Comptes annuels et rapports',
        text: 'Comptes annuels et rapports',
      }),
    });
    expect(end.complete).toBe(true);
  });

  it('asks in ODSQL, oldest first, from a day that was before all notices', async () => {
    await pull('LEGAL_NOTICE');
    expect(asked()).toEqual([
      {
        where: `registre="900000001" AND dateparution>=date'1900-01-01'`,
        order_by: 'dateparution,id',
        offset: '0',
        limit: '100',
      },
    ]);
  });

  it('comes in pages of a hundred', async () => {
    notices.push(...daily(250));
    const { fields, end } = await pull('LEGAL_NOTICE');
    expect(fields.size).toBe(250);
    expect(end.complete).toBe(true);
    expect(asked().map(({ offset }) => offset)).toEqual(['0', '100', '200']);
  });

  it('misses none of a day whose notices have the same number in three bulletins', async () => {
    for (let number = 1; number <= 150; number += 1)
      for (const publicationavis of ['A', 'B', 'C'])
        notices.push(makeNotice({ publicationavis, numeroannonce: number }));
    expect((await pull('LEGAL_NOTICE')).fields.size).toBe(450);
  });

  it('beyond the reach of the catalogue comes with the next runs', async () => {
    notices.push(...daily(12_345));
    const first = await pull('LEGAL_NOTICE');
    expect(first.fields.size).toBe(10_000);
    expect(first.end.complete).toBe(false);
    const second = await pull('LEGAL_NOTICE', first.end.checkpoint);
    const all = new Set([...first.fields.keys(), ...second.fields.keys()]);
    expect(all.size).toBe(12_345);
    for (const { offset, limit } of asked())
      expect(Number(offset) + Number(limit)).toBeLessThanOrEqual(10_000);
  });

  it('asks the next time from two weeks before the last one it saw', async () => {
    notices.push(makeNotice());
    const { end } = await pull('LEGAL_NOTICE');
    notices.push(makeNotice({ dateparution: '2026-03-09', numeroannonce: 7 }));
    const { fields, end: next } = await pull('LEGAL_NOTICE', end.checkpoint);
    expect([...fields.keys()]).toEqual(['B202600400123', 'B202600400007']);
    expect(next.complete).toBe(false);
    expect(asked().at(-1)?.where).toBe(`registre="900000001" AND dateparution>=date'2026-02-12'`);
  });

  it('keeps a notice that was cancelled, and the cancellation: both were printed', async () => {
    notices.push(
      makeNotice(),
      makeNotice({ dateparution: '2026-03-01', numeroannonce: 9, typeavis: 'annulation' }),
    );
    expect((await pull('LEGAL_NOTICE')).fields.size).toBe(2);
  });

  it('is about this company only, and readable whatever a nested column holds', async () => {
    notices.push(
      makeNotice({ numeroannonce: 1, registre: ['900 000 001', '900000001', '900000002'] }),
      makeNotice({ numeroannonce: 2, jugement: 'no JSON', depot: '[1]', acte: '"text"', divers: '' }),
    );
    const { fields } = await pull('LEGAL_NOTICE');
    expect(fields.get('B202600400002')).toMatchObject({ text: null, event: 'Modifications diverses' });
    expect(fields.size).toBe(2);
    const stranger = makeNotice({ registre: ['900 000 002', '900000002'] });
    gazette.failNext('/api', { status: 200, body: { total_count: 1, results: [stranger] } });
    expect((await pull('LEGAL_NOTICE')).records).toEqual([]);
  });
});

describe('FINANCIAL_STATEMENT of company_legal_fr', () => {
  const filing = (dateCloture: string, changes: Partial<GazetteNotice> = {}) =>
    makeNotice({
      publicationavis: 'C',
      familleavis: 'dpc',
      depot: JSON.stringify({ dateCloture, typeDepot: 'Comptes annuels et rapports' }),
      ...changes,
    });

  it('are the public figures of the register and the filings of the gazette', async () => {
    notices.push(
      filing('2024-12-31', { dateparution: '2025-07-01' }),
      filing('31/12/2025', { numeroannonce: 5 }),
      filing('', { numeroannonce: 6 }),
    );
    const { fields, end } = await pull('FINANCIAL_STATEMENT');
    expect(end).toEqual({ checkpoint: null, complete: true });
    expect(Object.fromEntries(fields)).toMatchObject({
      '900000001-2024': {
        closing_year: 2024,
        revenue: { currency: 'EUR', value: '1250000.00' },
        net_profit: { currency: 'EUR', value: '84000.00' },
      },
      C202500400123: { closing_year: 2024, closing_date: '2024-12-31', submitted_date: '2025-07-01' },
      C202600400005: { closing_year: 2025, closing_date: '2025-12-31', submitted_date: '2026-02-26' },
    });
    expect(fields.size).toBe(3);
  });

  it('waits for the two services apart: each has its own limits', async () => {
    const entered: (string | null | undefined)[] = [];
    await pullProvider({
      provider: 'company_legal_fr',
      dataType: 'FINANCIAL_STATEMENT',
      userSiren: atelier.siren,
      baseUrls: { bodacc_base_url: gazette.url, recherche_entreprises_base_url: register.url },
      limits: {
        async enter(_, service) {
          entered.push(service);
          return { leave: async () => undefined };
        },
      },
    });
    expect(entered).toEqual([null, 'bodacc_base_url']);
  });
});
