import { z } from 'zod';
import type { Normalizer } from '@/server/providers/normalizer.ts';
import { officeFields, officeSchema } from './normalize-office.ts';
import { legalForm, personType, shown, staffRange } from './register-texts.ts';

const text = z.string().nullish();

const companySchema = z.object({
  siren: z.string(),
  nom_complet: text,
  nom_raison_sociale: text,
  sigle: text,
  nature_juridique: text,
  activite_principale: text,
  categorie_entreprise: text,
  annee_categorie_entreprise: text,
  tranche_effectif_salarie: text,
  annee_tranche_effectif_salarie: text,
  date_creation: z.iso.date().nullish(),
  date_fermeture: z.iso.date().nullish(),
  siege: officeSchema.nullish(),
  tva: z.array(z.string()).nullish(),
});

/** The company, when it is the one that was asked for: a result of the search proves nothing by itself. */
export const toProfile: Normalizer = (item, { userSiren }) => {
  const company = companySchema.parse(item);
  if (company.siren !== userSiren) return [];
  const { siege } = company;
  const form = shown(company.nature_juridique);
  const activity = shown(company.activite_principale);
  return [
    {
      sourceId: company.siren,
      fields: {
        name: shown(company.nom_raison_sociale) ?? shown(company.nom_complet),
        acronym_name: shown(company.sigle),
        business_names: siege?.liste_enseignes?.flatMap((name) => shown(name) ?? []) ?? [],
        commercial_names: [siege?.nom_commercial].flatMap((name) => shown(name) ?? []),
        registration_number: company.siren,
        vat_number: company.tva?.[0] ?? null,
        registration_date: company.date_creation ?? null,
        insee_registration_date: company.date_creation ?? null,
        insee_closing_date: company.date_fermeture ?? null,
        activity: activity === null ? null : { code: activity, name: null },
        business_category: shown(company.categorie_entreprise),
        business_category_year: toYear(company.annee_categorie_entreprise),
        staff: staffRange(company.tranche_effectif_salarie),
        staff_year: toYear(company.annee_tranche_effectif_salarie),
        legal: form === null ? null : { form: legalForm(form), person_type: personType(form) },
        headquarter: siege ? officeFields(siege) : null,
      },
    },
  ];
};

function toYear(year: string | null | undefined): number | null {
  return year && /^\d{4}$/.test(year) ? Number(year) : null;
}
