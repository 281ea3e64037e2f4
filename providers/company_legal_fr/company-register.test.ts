import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpService } from '@/server/testing/http-service.ts';
import { pullProvider } from '@/server/testing/pull-provider.ts';
import {
  type RegisterCompany,
  startRechercheEntreprisesServer,
} from '@/server/testing/recherche-entreprises-server.ts';
import { atelier } from '@/server/testing/register-fixtures.ts';

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

type RegisterType = 'COMPANY_PROFILE' | 'COMPANY_OFFICER';
const pull = (dataType: RegisterType, userSiren: string | null = atelier.siren) =>
  pullProvider({
    provider: 'company_legal_fr',
    dataType,
    userSiren,
    baseUrls: { recherche_entreprises_base_url: register.url },
  });

describe('COMPANY_PROFILE of company_legal_fr', () => {
  it('is the company of the SIREN, in our words', async () => {
    const { fields, end } = await pull('COMPANY_PROFILE');
    expect(Object.fromEntries(fields)).toEqual({
      '900000001': {
        name: 'ATELIER EXEMPLE',
        acronym_name: null,
        business_names: [],
        commercial_names: [],
        registration_number: '900000001',
        vat_number: 'FR32900000001',
        registration_date: '2021-03-01',
        insee_registration_date: '2021-03-01',
        insee_closing_date: null,
        activity: { code: '62.01Z', name: null },
        business_category: 'PME',
        business_category_year: 2023,
        staff: '10 à 19',
        staff_year: 2023,
        legal: { form: 'SAS, société par actions simplifiée', person_type: 'LEGAL' },
        headquarter: {
          registration_number: '90000000100012',
          name: null,
          is_headquarter: true,
          registration_date: '2021-03-01',
          closing_date: null,
          activity: { code: '62.01Z', name: null },
          address: { street: '12 RUE DES EXEMPLES', postal_code: '69003', city: 'LYON 3EME', country: 'FR' },
        },
      },
    });
    expect(end).toEqual({ checkpoint: null, complete: true });
  });

  it('asks by the number alone and says who asks', async () => {
    await pull('COMPANY_PROFILE');
    const [request] = register.received;
    expect(request?.url.searchParams.get('q')).toBe('900000001');
    expect(request?.headers['user-agent']).toBe('Moorage (https://moorage.example)');
  });

  it('is nothing for a company that nobody may see, and for one the search took for it', async () => {
    expect((await pull('COMPANY_PROFILE', '900000009')).records).toEqual([]);
    register.failNext('/search', { status: 200, body: { results: [{ ...atelier, siren: '900000002' }] } });
    expect((await pull('COMPANY_PROFILE')).records).toEqual([]);
  });

  it('leaves out what the person has asked not to show', async () => {
    const hidden = {
      ...atelier,
      siren: '900000003',
      nom_complet: '[NON-DIFFUSIBLE]',
      nature_juridique: '1000',
    };
    companies.push({ ...hidden, nom_raison_sociale: null, siege: null, tva: null, sigle: '[ND]' });
    const { fields } = await pull('COMPANY_PROFILE', '900000003');
    expect(fields.get('900000003')).toMatchObject({
      name: null,
      acronym_name: null,
      headquarter: null,
      legal: { form: 'Entrepreneur individuel', person_type: 'NATURAL' },
    });
  });

  it('needs a SIREN', async () => {
    await expect(pull('COMPANY_PROFILE', null)).rejects.toMatchObject({ code: 'USER_SIREN_MISSING' });
    expect(register.received).toEqual([]);
  });
});

describe('COMPANY_OFFICER of company_legal_fr', () => {
  it('are people and companies', async () => {
    const { fields } = await pull('COMPANY_OFFICER');
    expect([...fields.values()]).toEqual([
      {
        type: 'NATURAL',
        last_name: 'MARTIN',
        first_name: 'CLAIRE',
        birth_date: '1980-05',
        nationality: 'Française',
        roles: [{ name: 'Président de SAS', start_date: null, end_date: null }],
      },
      {
        type: 'LEGAL',
        name: 'AUDIT EXEMPLE',
        siren: '900000002',
        roles: [{ name: 'Commissaire aux comptes titulaire', start_date: null, end_date: null }],
      },
    ]);
    expect(register.received[0]?.url.searchParams.get('include')).toBe('dirigeants');
  });

  it('keep their ids whatever their order, accents, case and roles are', async () => {
    const before = [...(await pull('COMPANY_OFFICER')).fields.keys()];
    const officer = {
      nom: 'Martín',
      prenoms: 'Claire ',
      date_de_naissance: '1980-05',
      annee_de_naissance: '1980',
    };
    const audit = {
      siren: '900000002',
      denomination: 'AUDIT EXEMPLE SAS',
      type_dirigeant: 'personne morale',
    };
    const person = { ...officer, type_dirigeant: 'personne physique' };
    companies[0] = {
      ...atelier,
      dirigeants: [
        audit,
        { ...person, qualite: 'Directrice générale' },
        { ...person, qualite: 'Administratrice' },
      ],
    };
    const { fields } = await pull('COMPANY_OFFICER');
    expect([...fields.keys()]).toEqual(before.toReversed());
    expect(fields.get(before[0] ?? '')?.roles).toMatchObject([
      { name: 'Directrice générale' },
      { name: 'Administratrice' },
    ]);
    for (const id of before) expect(id).toMatch(/^900000001-[0-9a-f]{32}$/);
  });

  it('of the same name are two when they were not born in the same month', async () => {
    const twin = { nom: 'MARTIN', prenoms: 'CLAIRE', type_dirigeant: 'personne physique' };
    companies[0] = {
      ...atelier,
      dirigeants: [
        { ...twin, date_de_naissance: '1980-05' },
        { ...twin, date_de_naissance: '1980-06' },
      ],
    };
    expect((await pull('COMPANY_OFFICER')).fields.size).toBe(2);
  });

  it('are none when the register names none', async () => {
    for (const dirigeants of [null, [], [{ nom: '[NON-DIFFUSIBLE]', type_dirigeant: 'personne physique' }]]) {
      companies[0] = { ...atelier, dirigeants };
      expect((await pull('COMPANY_OFFICER')).records).toEqual([]);
    }
  });

  it('of a kind that nobody has documented stop the reading, without a word of what came', async () => {
    companies[0] = { ...atelier, dirigeants: [{ type_dirigeant: 'canary' }] };
    const error: unknown = await pull('COMPANY_OFFICER').catch((refused: unknown) => refused);
    expect(error).toMatchObject({ kind: 'bad_answer', code: 'UNEXPECTED_ANSWER' });
    expect(String(error)).not.toContain('canary');
  });
});
