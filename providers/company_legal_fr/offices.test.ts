import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpService } from '@/server/testing/http-service.ts';
import { pullProvider } from '@/server/testing/pull-provider.ts';
import {
  type RegisterCompany,
  startRechercheEntreprisesServer,
} from '@/server/testing/recherche-entreprises-server.ts';
import { atelier } from '@/server/testing/register-fixtures.ts';
import { toOffice } from './normalize-office.ts';

let register: HttpService;
let companies: RegisterCompany[];
beforeEach(async () => {
  companies = [atelier];
  let now = 0;
  // One second passes with each request.
  register = await startRechercheEntreprisesServer({
    companies,
    now: () => {
      now += 1_000;
      return now;
    },
  });
});
afterEach(() => register.close());

const pull = (userSiren = atelier.siren) =>
  pullProvider({
    provider: 'company_legal_fr',
    dataType: 'CORPORATE_OFFICE',
    userSiren,
    baseUrls: { recherche_entreprises_base_url: register.url },
  });

describe('CORPORATE_OFFICE of company_legal_fr', () => {
  const office = (number: number) => ({
    siret: `900000001${String(number).padStart(5, '0')}`,
    adresse: `${number} QUAI DE L'ÉCLUSE 59000 LILLE`,
    code_postal: '59000',
    libelle_commune: 'LILLE',
    est_siege: false,
    date_creation: '2022-01-01',
    date_fermeture: number === 102 ? '2024-12-31' : null,
    liste_enseignes: ['À LA PÉNICHE'],
  });

  it('are the seat and up to a hundred that a search by name finds; others may be there', async () => {
    const lookalike = { ...atelier, siren: '900000002', matching_etablissements: [office(1)] };
    companies.unshift(lookalike);
    companies[1] = {
      ...atelier,
      matching_etablissements: Array.from({ length: 230 }, (_, n) => office(n + 101)),
    };
    const { fields } = await pull();
    expect(fields.size).toBe(101);
    expect(fields.get('90000000100012')).toMatchObject({ is_headquarter: true });
    expect(fields.get('90000000100102')).toEqual({
      registration_number: '90000000100102',
      name: 'À LA PÉNICHE',
      is_headquarter: false,
      registration_date: '2022-01-01',
      closing_date: '2024-12-31',
      activity: null,
      address: { street: "102 QUAI DE L'ÉCLUSE", postal_code: '59000', city: 'LILLE', country: 'FR' },
    });
    expect(register.received.map(({ url }) => url.searchParams.get('q'))).toEqual([
      '900000001',
      '900000001',
      'ATELIER EXEMPLE',
    ]);
  });

  it('are the seat alone where the name is too short to be searched for', async () => {
    companies[0] = { ...atelier, nom_complet: 'A2', matching_etablissements: [office(1)] };
    expect([...(await pull()).fields.keys()]).toEqual(['90000000100012']);
  });

  it('abroad are in their country', async () => {
    const abroad = {
      ...office(3),
      code_postal: null,
      libelle_commune: null,
      adresse: '1 RUE HAUTE BRUXELLES',
    };
    companies[0] = {
      ...atelier,
      matching_etablissements: [
        { ...abroad, libelle_commune_etranger: 'BRUXELLES', libelle_pays_etranger: 'BELGIQUE' },
      ],
    };
    expect((await pull()).fields.get('90000000100003')).toMatchObject({
      address: { postal_code: null, city: 'BRUXELLES', country: 'BELGIQUE' },
    });
  });

  it('of another company, which resembles it, are left out', async () => {
    companies[0] = { ...atelier, matching_etablissements: [{ ...office(1), siret: '90000000200012' }] };
    expect([...(await pull()).fields.keys()]).toEqual(['90000000100012']);
  });

  it('belong to the company of all nine digits, not to one whose number only begins like theirs', () => {
    const context = { idOf: () => '', parentId: null };
    expect(toOffice(office(1), { ...context, userSiren: '900000001' })).toHaveLength(1);
    for (const userSiren of ['90000000', '9', '', null])
      expect(toOffice(office(1), { ...context, userSiren })).toEqual([]);
  });

  it('of a company that is not there are none', async () => {
    expect((await pull('900000009')).records).toEqual([]);
  });
});
