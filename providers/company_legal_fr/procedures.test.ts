import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GazetteNotice, startBodaccServer } from '@/server/testing/bodacc-server.ts';
import type { HttpService } from '@/server/testing/http-service.ts';
import { pullProvider } from '@/server/testing/pull-provider.ts';
import { atelier, makeNotice } from '@/server/testing/register-fixtures.ts';

let gazette: HttpService;
let notices: GazetteNotice[];
beforeEach(async () => {
  notices = [];
  gazette = await startBodaccServer({ notices });
});
afterEach(() => gazette.close());

const pull = () =>
  pullProvider({
    provider: 'company_legal_fr',
    dataType: 'COLLECTIVE_PROCEDURE',
    userSiren: atelier.siren,
    baseUrls: { bodacc_base_url: gazette.url },
  });

describe('COLLECTIVE_PROCEDURE of company_legal_fr', () => {
  const judgment = (changes: Partial<GazetteNotice>, jugement: Record<string, string> = {}) =>
    makeNotice({
      publicationavis: 'A',
      familleavis: 'collective',
      jugement: JSON.stringify({
        type: 'initial',
        famille: "Jugement d'ouverture",
        nature: "Jugement d'ouverture de liquidation judiciaire",
        date: '2026-01-15',
        complementJugement: 'Jugement prononçant la liquidation judiciaire.',
        ...jugement,
      }),
      ...changes,
    });
  const earlier = (number: number) =>
    JSON.stringify({
      nomPublication: 'BODACC A',
      numeroParution: '20260040',
      dateParution: '2026-02-26',
      numeroAnnonce: String(number),
    });

  it('is a judgment', async () => {
    notices.push(judgment({}), makeNotice({ numeroannonce: 5 }));
    expect(Object.fromEntries((await pull()).fields)).toEqual({
      A202600400123: {
        judgment_family: "Jugement d'ouverture",
        judgment_nature: "Jugement d'ouverture de liquidation judiciaire",
        judgment_date: '2026-01-15',
        judgment_description: 'Jugement prononçant la liquidation judiciaire.',
      },
    });
    expect(gazette.received[0]?.url.searchParams.get('where')).toBe(
      'registre="900000001" AND familleavis="collective"',
    );
  });

  it('that was corrected is the correction alone', async () => {
    notices.push(
      judgment({ numeroannonce: 12 }),
      judgment(
        {
          dateparution: '2026-03-10',
          numeroannonce: 4,
          typeavis: 'rectificatif',
          parutionavisprecedent: earlier(12),
        },
        { date: '16 janvier 2026' },
      ),
    );
    const { fields } = await pull();
    expect([...fields]).toMatchObject([['A202600400004', { judgment_date: '2026-01-16' }]]);
  });

  it.each([null, 'no JSON', '[]', '{}', '{"nature":""}'])(
    'stays when its correction has the judgment %j',
    async (jugement) => {
      const correction = { dateparution: '2026-03-10', numeroannonce: 4, typeavis: 'rectificatif' };
      notices.push(
        judgment({ numeroannonce: 12 }),
        judgment({ ...correction, parutionavisprecedent: earlier(12), jugement }),
      );
      expect([...(await pull()).fields.keys()]).toEqual(['A202600400012']);
    },
  );

  it('that was cancelled is none', async () => {
    notices.push(
      judgment({ numeroannonce: 12 }),
      makeNotice({
        publicationavis: 'A',
        familleavis: 'collective',
        dateparution: '2026-03-10',
        numeroannonce: 4,
        typeavis: 'annulation',
        parutionavisprecedent: earlier(12),
      }),
    );
    expect((await pull()).fields.size).toBe(0);
  });
});
